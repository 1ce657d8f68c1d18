//! What stands in the place of something that is not there.

use leptos::prelude::*;

use super::{
    button::Button,
    icon::{Icon, icon},
};

/// Nothing is here, why, and what can be done.
#[component]
pub fn EmptyState(
    /// A picture.
    #[prop(default = Icon::Inbox)]
    picture: Icon,
    /// What is not here.
    #[prop(into)]
    title: String,
    /// What can be done.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Why, or what would be here.
    children: Children,
) -> AnyView {
    view! {
        <div class="empty">
            <span class="empty-icon">{icon(picture)}</span>
            <strong>{title}</strong>
            <p>{children()}</p>
            {actions.map(|actions| view! { <div class="row">{actions.run()}</div> })}
        </div>
    }
    .into_any()
}

/// Something could not be had: what, why, and what to do about it.
#[component]
pub fn ErrorState(
    /// What went wrong.
    #[prop(into)]
    title: String,
    /// Why, in words for the person.
    #[prop(into)]
    detail: String,
    /// What support needs to find the failure in the server's log.
    #[prop(optional, into)]
    request_id: Option<String>,
    /// Tries again, if that can help.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> AnyView {
    view! {
        <div class="empty" role="alert" data-tone="error">
            <span class="empty-icon">{icon(Icon::CircleX)}</span>
            <strong>{title}</strong>
            <p>{detail}</p>
            {request_id.map(|id| view! { <p class="small">"Request " <code>{id}</code></p> })}
            {on_retry.map(|on_retry| view! { <Button icon=Icon::RefreshCw on_click=on_retry>"Try again"</Button> })}
        </div>
    }
    .into_any()
}
