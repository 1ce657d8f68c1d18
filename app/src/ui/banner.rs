//! Banners: a message that belongs to the place where it stands, and the page's flash region.

use leptos::prelude::*;

use super::{
    button::{Button, Kind},
    icon::{Icon, icon},
    status::Tone,
};

/// A message in its place. Errors and warnings that appear later are announced (`role="alert"` for errors).
#[component]
pub fn Banner(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Its first, bold words.
    #[prop(optional, into)]
    title: Option<String>,
    /// What can be done about it.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// What closes it, if it can be closed.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The message.
    children: Children,
) -> AnyView {
    view! {
        <div class="banner" data-tone=tone.name() role=(tone == Tone::Error).then_some("alert")>
            {icon(tone.icon())}
            <div class="banner-text">
                {title.map(|title| view! { <strong>{title}</strong> " " })}
                {children()}
            </div>
            {actions.map(|actions| view! { <div class="row">{actions.run()}</div> })}
            {on_close.map(|on_close| view! {
                <Button kind=Kind::Ghost small=true label="Dismiss" on_click=on_close>{icon(Icon::X)}</Button>
            })}
        </div>
    }
    .into_any()
}

/// The result of what the person just did, at the top of the page. There is one at a time.
#[derive(Debug, Clone, Copy)]
pub struct Flash(RwSignal<Option<(Tone, String)>>);

impl Flash {
    /// Makes the page's flash and offers it to all that is below.
    pub fn provide() -> Self {
        let flash = Self(RwSignal::new(None));
        provide_context(flash);
        flash
    }

    /// The page's flash; one that nobody sees where none was provided.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(None)))
    }

    /// Shows a message in place of the last.
    pub fn show(self, tone: Tone, text: impl Into<String>) {
        self.0.set(Some((tone, text.into())));
    }

    /// Takes the message away, e.g. when the person goes to another page.
    pub fn clear(self) {
        self.0.set(None);
    }
}

/// Where the [`Flash`] is shown: a live region, so that a screen reader says it.
#[component]
pub fn FlashRegion() -> AnyView {
    let flash = Flash::get();
    view! {
        <div class="flash" role="status">
            {move || flash.0.get().map(|(tone, text)| view! {
                <Banner tone on_close=move |()| flash.clear()>{text}</Banner>
            })}
        </div>
    }
    .into_any()
}
