//! `/access`: who may do what, and by which policy.

use attache_wire::{
    page::Page as Rows,
    paths,
    permission::Action,
    session::{Permission, Principal, Session},
};
use leptos::prelude::*;

use crate::{
    api::{Load, Remote},
    components::{page::Page, policy::Policies, problem::Problem, session::CurrentSession, words},
    memo::Memo,
    ui::{
        card::Card,
        empty::EmptyState,
        icon::Icon,
        skeleton::Loading,
        status::{Status, Tone},
        table::{Body, Column, Table, row},
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Action"),
    Column::new("Lets you").secondary(),
    Column::new("You"),
];

/// The person's own access; and everybody's, for those who may see it.
#[component]
pub(crate) fn Access() -> impl IntoView {
    let session = CurrentSession::get();
    let own = Memo::new(move |_| session.value());
    view! {
        <Page title="Access">
            {move || own.get().map(|session| view! { <Own session /> })}
            <Everybody />
        </Page>
    }
    .into_any()
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
        <Card title=format!("You are {}", principal.name)>
            <p>{principal.description}</p>
            <Policies policies=principal.policies />
        </Card>
        <Card title="What you may do" flush=true>
            <Table caption="What you may do" columns=COLUMNS body=Signal::stored(Body::Rows) rows />
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
        words::action(permission.action).into_any(),
        view! { <Status tone label /> }.into_any(),
    ];
    row(COLUMNS, cells)
}

/// All principals, for those who may list them.
#[component]
fn Everybody() -> impl IntoView {
    let may = CurrentSession::get().permits(Action::ListPrincipals);
    let principals = Remote::<Rows<Principal>>::new(move || may.get().then(paths::access_principals));
    let retry = Callback::new(move |()| principals.reload());
    let body = move || match principals.load().get() {
        _ if !may.get() => forbidden(),
        Load::Loading => view! { <Loading label="Loading principals" /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(people) => {
            let people = people.items.into_iter().map(person).collect_view();
            view! { <ul class="people">{people}</ul> }.into_any()
        }
    };
    view! { <Card title="Everybody">{body}</Card> }.into_any()
}

/// What the person may do is above: there is nowhere else to look.
fn forbidden() -> AnyView {
    view! {
        <EmptyState picture=Icon::Lock title="You may not see other principals">
            "None of your policies allows "
            <code>{Action::ListPrincipals.as_str()}</code>
            "."
        </EmptyState>
    }
    .into_any()
}

fn person(principal: Principal) -> impl IntoView {
    view! {
        <li class="person">
            <div class="person-who">
                <h3>{principal.name}</h3>
                <p class="soft">
                    <code>{principal.id}</code>
                    " · "
                    {principal.description}
                </p>
                <Policies policies=principal.policies />
            </div>
        </li>
    }
}
