//! Buttons, and links that look like them.

use leptos::{ev::MouseEvent, prelude::*};

use super::{
    icon::{Icon, icon},
    id,
};

/// How much a button stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// The one thing to do here.
    Primary,
    /// Any other thing to do.
    #[default]
    Secondary,
    /// Destroys something.
    Danger,
    /// Quiet: looks like a link.
    Ghost,
    /// For the dark top bar.
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

/// A button. While it is `busy` or has a `disabled_reason` it stays focusable but does nothing: it is
/// `aria-disabled`, and the reason is its description, shown on hover and on focus (Escape hides it). A link in
/// it is the next stop of the Tab key.
#[component]
pub fn Button(
    /// The label.
    children: Children,
    /// How much it stands out.
    #[prop(optional)]
    kind: Kind,
    /// A picture before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// The accessible name, where the label is a picture or needs more words.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// Whether what it started still runs.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be used now; `None` if it can.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Where more is said about the reason: label and address of a link that follows it.
    #[prop(optional, into)]
    reason_link: Signal<Option<(&'static str, String)>>,
    /// Lower, for rows and bars.
    #[prop(optional)]
    small: bool,
    /// Whether it submits its form.
    #[prop(optional)]
    submit: bool,
    /// For a toggle: whether it is pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// What it does.
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

/// A link that looks like a button: it leads somewhere and changes nothing.
#[component]
pub fn ButtonLink(
    /// The label.
    children: Children,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it stands out.
    #[prop(optional)]
    kind: Kind,
    /// A picture before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Lower, for rows and bars.
    #[prop(optional)]
    small: bool,
    /// Whether what it leads to is saved as a file; the router then leaves it alone.
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

/// The turning circle of something that runs. What runs is said in words elsewhere.
pub fn spinner() -> AnyView {
    view! { <span class="spinner" aria-hidden="true"></span> }.into_any()
}
