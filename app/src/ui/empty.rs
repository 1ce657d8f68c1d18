//! Empty and error states, shown in place of contents.

use leptos::prelude::*;

use super::{
    button::Button,
    icon::{Icon, icon},
};

/// Says that nothing is here, why, and what to do.
#[component]
pub fn EmptyState(
    /// An icon.
    #[prop(default = Icon::Inbox)]
    picture: Icon,
    /// What is missing.
    #[prop(into)]
    title: String,
    /// The next steps.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Why it is missing, or what will be here.
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

/// Says that something failed, why, and what to do.
#[component]
pub fn ErrorState(
    /// What went wrong.
    #[prop(into)]
    title: String,
    /// Why, in plain words.
    #[prop(into)]
    detail: String,
    /// The request id, with which support can find the failure in the server's log.
    #[prop(optional, into)]
    request_id: Option<String>,
    /// Tries again; `None` if that cannot help.
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
