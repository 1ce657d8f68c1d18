//! Banners: a message that belongs to the place where it stands.

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
