//! Buttons, and links that look like buttons.

use leptos::{ev::MouseEvent, prelude::*};

use super::{
    icon::{Icon, icon},
    id,
};

/// How prominent a button is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// The main action.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// A destructive action.
    Danger,
    /// A quiet action, which looks like a link.
    Ghost,
    /// An action in the dark top bar.
    Bar,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Danger => "danger",
            Self::Ghost => "ghost",
            Self::Bar => "bar",
        }
    }
}

/// A button. While it is `busy` or has a `disabled_reason`, it is `aria-disabled`: it stays focusable but does
/// nothing. The reason is its description, shown on hover and focus (Escape hides it). A link in the reason is the
/// next tab stop.
#[component]
pub fn Button(
    /// The label.
    children: Children,
    /// How prominent it is.
    #[prop(optional)]
    kind: Kind,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// The accessible name, if the label is an icon or needs more words.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// Whether its action is running.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it is disabled; `None` if it is enabled.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// A link after the reason: label and address.
    #[prop(optional, into)]
    reason_link: Signal<Option<(&'static str, String)>>,
    /// Lower height, for rows and bars.
    #[prop(optional)]
    small: bool,
    /// Whether it submits the form.
    #[prop(optional)]
    submit: bool,
    /// Whether a toggle is pressed; `None` if it is not a toggle.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// The action.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
) -> AnyView {
    let reason_id = id::unique("reason");
    let described = reason_id.clone();
    let dismissed = RwSignal::new(false);
    let blocked = move || busy.get() || disabled_reason.with(Option::is_some);
    let click = move |event: MouseEvent| {
        if untrack(blocked) {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    let link = move || {
        let (label, href) = reason_link.get()?;
        Some(view! { " " <a href=href>{label}</a> })
    };
    view! {
        <span
            class="button-box"
            data-dismissed=move || dismissed.get().then_some("")
            on:keydown=move |event| {
                if event.key() == "Escape" && disabled_reason.with_untracked(Option::is_some) {
                    dismissed.set(true);
                }
            }
        >
            <button
                type=if submit { "submit" } else { "button" }
                class="button"
                data-kind=kind.name()
                data-small=small.then_some("")
                aria-label=move || label.map(|label| label.get())
                aria-busy=move || busy.get().then_some("true")
                aria-disabled=move || blocked().then_some("true")
                aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
                aria-describedby=move || disabled_reason.with(Option::is_some).then(|| described.clone())
                on:click=click
                on:blur=move |_| dismissed.set(false)
                on:mouseenter=move |_| dismissed.set(false)
            >
                {move || busy.get().then(spinner)}
                {icon.map(self::icon)}
                {children()}
            </button>
            {move || disabled_reason.get().map(|reason| view! {
                <span class="tooltip"><span role="tooltip" id=reason_id.clone()>{reason}</span>{link}</span>
            })}
        </span>
    }
    .into_any()
}

/// A link that looks like a button. It navigates and changes nothing.
#[component]
pub fn ButtonLink(
    /// The label.
    children: Children,
    /// The address.
    #[prop(into)]
    href: Signal<String>,
    /// How prominent it is.
    #[prop(optional)]
    kind: Kind,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Lower height, for rows and bars.
    #[prop(optional)]
    small: bool,
    /// Whether the target is downloaded; the router then ignores the link.
    #[prop(optional)]
    download: bool,
) -> AnyView {
    view! {
        <a
            class="button"
            data-kind=kind.name()
            data-small=small.then_some("")
            href=move || href.get()
            download=download.then_some("")
        >
            {icon.map(self::icon)}
            {children()}
        </a>
    }
    .into_any()
}

/// A spinner for something running. Say what is running in words elsewhere.
pub fn spinner() -> AnyView {
    view! { <span class="spinner" aria-hidden="true"></span> }.into_any()
}
