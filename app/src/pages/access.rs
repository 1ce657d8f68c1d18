//! `/access` and below: who may do what, and which policies say so.

mod editor;
mod frame;
mod new_policy;
mod permissions;
mod policies;
mod policy;
mod principal;
mod principals;
mod simulator;

use attache_wire::{
    permission::Action,
    session::{Permission, Session},
};
use leptos::prelude::*;

use self::frame::AccessPage;
pub(crate) use self::{
    new_policy::NewPolicy, policies::PolicyList, policy::PolicyPage, principal::PrincipalPage,
    principals::Principals, simulator::Simulator,
};
use crate::{
    components::{access::policy::Policies, labels, permission::MissingPermission},
    routes::{self, url_query::UrlQuery},
    state::session::CurrentSession,
    ui::{
        banner::Banner,
        card::Card,
        name::{isolated, sentence},
        status::{Status, Tone},
        table::{Body, Column, Table, row},
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Action"),
    Column::new("Allows you to").secondary(),
    Column::new("You"),
];

/// Your own policies and permissions.
#[component]
pub(crate) fn Access() -> impl IntoView {
    let session = CurrentSession::from_context();
    let own = Memo::new(move |_| session.value());
    view! {
        <AccessPage title="Access">
            <Asked session />
            {move || own.get().map(|session| view! { <Own session /> })}
        </AccessPage>
    }
    .into_any()
}

/// Explains the missing permission that a disabled control's link names in the address.
#[component]
fn Asked(session: CurrentSession) -> impl IntoView {
    let asked = UrlQuery::here().signal("action");
    let may_ask_why = session.permits(Action::SimulatePolicy);
    move || {
        let asked = asked.get();
        let action = *Action::ALL.iter().find(|action| action.as_str() == asked)?;
        let who = session.value()?.principal.id;
        let why = may_ask_why.get().then(|| {
            let href = routes::simulator(&who, action.as_str());
            view! { " " <a href=href>"See how this is decided"</a> }
        });
        Some(if session.may(action) {
            view! {
                <Banner tone=Tone::Success title=format!("{}:", labels::action(action))>
                    "Your policies now allow " <code>{action.as_str()}</code> "." {why}
                </Banner>
            }
        } else {
            view! {
                <Banner title=format!("{}:", labels::action(action))>
                    <MissingPermission action /> " Ask an administrator for permission." {why}
                </Banner>
            }
        })
    }
}

#[component]
fn Own(session: Session) -> impl IntoView {
    let Session {
        principal,
        permissions,
        ..
    } = session;
    let permissions = StoredValue::new(permissions);
    let rows = move || permissions.get_value().into_iter().map(permission).collect_view();
    view! {
        <Card title=format!("Signed in as {}", isolated(&principal.name))>
            <p>{sentence(&principal.description)}</p>
            <Policies policies=principal.policies />
        </Card>
        <Card title="Your permissions" flush=true>
            <Table caption="Your permissions" columns=COLUMNS body=Signal::stored(Body::Rows) rows />
        </Card>
    }
    .into_any()
}

fn permission(permission: Permission) -> AnyView {
    let (tone, label) = if permission.allowed {
        (Tone::Success, "Allowed")
    } else {
        (Tone::Stopped, "Not allowed")
    };
    let cells = vec![
        view! { <code>{permission.action.as_str()}</code> }.into_any(),
        labels::action(permission.action).into_any(),
        view! { <Status tone label /> }.into_any(),
    ];
    row(COLUMNS, cells)
}
