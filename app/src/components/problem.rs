//! A failed call, shown to people: one place, plain words and the next step.

use attache_wire::permission::Action;
use leptos::prelude::*;

use crate::{
    api::ApiError,
    components::permission::MissingPermission,
    ui::{
        button::ButtonLink,
        empty::{EmptyState, ErrorState},
        icon::Icon,
    },
};
use crate::{routes, state::session::CurrentSession};

/// Shows an error in place of the contents.
#[component]
pub(crate) fn Problem(error: ApiError, #[prop(optional)] retry: Option<Callback<()>>) -> impl IntoView {
    if let Some(action) = error.missing_action() {
        return view! { <Forbidden action /> }.into_any();
    }
    if let ApiError::Missing(problem) = &error {
        let detail = problem.detail.clone();
        return view! {
            <EmptyState
                picture=Icon::SearchX
                title="Not found"
                actions=|| view! { <ButtonLink href=routes::ACCOUNTS>"Go to accounts"</ButtonLink> }
            >
                {detail}
            </EmptyState>
        }
        .into_any();
    }
    let request_id = error.problem().map(|problem| problem.request_id.clone());
    // The widget's optional properties take values, not options.
    let (title, detail) = (error.title(), error.detail());
    match (request_id, retry) {
        (Some(request_id), Some(on_retry)) => {
            view! { <ErrorState title detail request_id on_retry /> }.into_any()
        }
        (Some(request_id), None) => view! { <ErrorState title detail request_id /> }.into_any(),
        (None, Some(on_retry)) => view! { <ErrorState title detail on_retry /> }.into_any(),
        (None, None) => view! { <ErrorState title detail /> }.into_any(),
    }
}

/// Shown in place of a page that the principal may not view.
#[component]
pub(crate) fn Forbidden(action: Action) -> impl IntoView {
    view! {
        <EmptyState
            picture=Icon::Lock
            title="You don't have permission to view this page"
            actions=move || view! { <ButtonLink href=routes::missing(action)>"View your permissions"</ButtonLink> }
        >
            <MissingPermission action />
            " Ask an administrator for permission."
        </EmptyState>
    }
    .into_any()
}

/// Renders the children only with the permission. Without it, they don't call the API.
#[component]
pub(crate) fn Permitted(action: Action, children: ChildrenFn) -> impl IntoView {
    let may = CurrentSession::from_context().permits(action);
    move || {
        if may.get() {
            children().into_any()
        } else {
            view! { <Forbidden action /> }.into_any()
        }
    }
}
