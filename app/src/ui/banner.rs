//! Banners: messages beside what they are about.

use leptos::prelude::*;

use super::{
    button::{Button, Kind},
    icon::{Icon, icon},
    status::Tone,
};

/// A message in place. Errors and warnings that appear later are announced (`role="alert"` for errors).
#[component]
pub fn Banner(
    /// The tone.
    #[prop(optional)]
    tone: Tone,
    /// The bold first words.
    #[prop(optional, into)]
    title: Option<String>,
    /// Actions that address it.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Called to close it; `None` if it cannot be closed.
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
