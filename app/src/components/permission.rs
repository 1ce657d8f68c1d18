//! Controls that need a permission. Without it they are disabled, name the permission and link to the page that
//! lists your permissions.

pub(crate) use attache_wire::permission::missing;
use attache_wire::permission::{Action, NOT_ALLOWED};
use leptos::prelude::*;

use crate::ui::{
    button::{Button, ButtonLink, Kind},
    icon::Icon,
    menu::MenuLink,
};
use crate::{routes, state::session::CurrentSession};

const WHERE_TO_LOOK: &str = "View your permissions";

/// Shows [`missing`] with the action marked up as code.
#[component]
pub(crate) fn MissingPermission(action: Action) -> impl IntoView {
    view! { {NOT_ALLOWED} " " <code>{action.as_str()}</code> "." }
}

/// A button that needs a permission.
#[component]
pub(crate) fn PermitButton(
    children: Children,
    action: Action,
    /// Whether the principal has the permission.
    #[prop(into)]
    permitted: Signal<bool>,
    /// Why the button is disabled even with the permission.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] small: bool,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    let why_not = Signal::derive(move || {
        if permitted.get() {
            disabled_reason.get()
        } else {
            Some(missing(action))
        }
    });
    let link = Signal::derive(move || (!permitted.get()).then(|| (WHERE_TO_LOOK, routes::missing(action))));
    view! {
        <Button kind small submit busy disabled_reason=why_not reason_link=link on_click>
            {children()}
        </Button>
    }
    .into_any()
}

/// A link that looks like a button and needs a permission.
#[component]
pub(crate) fn PermitLink(
    children: ChildrenFn,
    action: Action,
    /// Whether the principal has the permission.
    #[prop(into)]
    permitted: Signal<bool>,
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: Kind,
) -> impl IntoView {
    move || {
        let words = children();
        if permitted.get() {
            view! { <ButtonLink href kind>{words}</ButtonLink> }.into_any()
        } else {
            view! { <PermitButton action permitted kind on_click=|()| ()>{words}</PermitButton> }.into_any()
        }
    }
}

/// A link that ends a menu if you lack any of its permissions. It leads to the first missing one.
#[component]
pub(crate) fn MissingLinkToAny(actions: &'static [Action]) -> impl IntoView {
    let session = CurrentSession::from_context();
    move || {
        let action = actions.iter().copied().find(|action| !session.may(*action))?;
        Some(view! {
            <MenuLink href=routes::missing(action) picture=Icon::KeyRound>
                {WHERE_TO_LOOK}
            </MenuLink>
        })
    }
}
