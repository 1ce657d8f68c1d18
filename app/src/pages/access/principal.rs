//! `/access/principals/:principal`: one principal, the attached policies and the effective permissions.

mod attach;

use attache_wire::{page::Page, paths, permission::Action, session::Principal};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::attach::Attached;
use super::{
    frame::{AccessPage, crumbs},
    permissions::Effective,
    principals::sign_in,
};
use crate::{
    api::{Load, Remote},
    components::problem::{Permitted, Problem},
    routes,
    state::session::CurrentSession,
    ui::{
        button::ButtonLink,
        card::Card,
        empty::EmptyState,
        icon::Icon,
        key_values::{KeyValue, KeyValues},
        name::sentence,
        skeleton::Loading,
        status::Badge,
    },
};

/// One principal.
#[component]
pub(crate) fn PrincipalPage() -> impl IntoView {
    let may = CurrentSession::from_context().permits(Action::ListPrincipals);
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("principal")).unwrap_or_default());
    let all = Remote::<Page<Principal>>::new(move || may.get().then(paths::access_principals));
    let principal = Memo::new(move |_| {
        all.map(|all| all.items.iter().find(|one| one.id == id.read().as_str()).cloned())
            .flatten()
    });
    let title = Memo::new(move |_| {
        principal
            .get()
            .map_or_else(|| id.get(), |principal| principal.name)
    });
    let known = Memo::new(move |_| principal.with(Option::is_some));
    let stage = all.stage();
    let retry = Callback::new(move |()| all.reload());
    let changed = RwSignal::new(0);
    let on_change = Callback::new(move |()| {
        all.reload();
        changed.update(|count: &mut u32| *count = count.wrapping_add(1));
        CurrentSession::from_context().reload();
    });
    view! {
        <AccessPage title above=crumbs("Principals", routes::principals())>
            <Permitted action=Action::ListPrincipals>
                {move || match stage.get() {
                    Load::Loading => view! { <Loading label="Loading the principal" lines=6 /> }.into_any(),
                    Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
                    Load::Ready(()) if known.get() => view! {
                        {move || principal.get().map(|principal| view! { <Details principal /> })}
                        <Attached principal on_change />
                        <Effective principal=id changed />
                    }
                    .into_any(),
                    Load::Ready(()) => view! { <Nobody id /> }.into_any(),
                }}
            </Permitted>
        </AccessPage>
    }
    .into_any()
}

#[component]
fn Nobody(id: Memo<String>) -> impl IntoView {
    view! {
        <Card>
            <EmptyState
                picture=Icon::SearchX
                title="Principal not found"
                actions=|| view! { <ButtonLink href=routes::principals()>"Go to principals"</ButtonLink> }
            >
                "No principal has the ID "
                <code>{move || id.get()}</code>
                "."
            </EmptyState>
        </Card>
    }
    .into_any()
}

#[component]
fn Details(principal: Principal) -> impl IntoView {
    let tag = |(key, value): (String, String)| view! { <Badge label=format!("{key} = {value}") /> " " };
    let tags: Vec<_> = principal
        .tags
        .into_iter()
        .map(|tag| (tag.key, tag.value))
        .collect();
    let tags = if tags.is_empty() {
        "None".into_any()
    } else {
        tags.into_iter().map(tag).collect_view().into_any()
    };
    view! {
        <Card title="Details">
            <p>{sentence(&principal.description)}</p>
            <KeyValues>
                <KeyValue label="ID"><code>{principal.id.to_string()}</code></KeyValue>
                <KeyValue label="Sign-in">{sign_in(principal.disabled)}</KeyValue>
                <KeyValue label="Tags">{tags}</KeyValue>
            </KeyValues>
        </Card>
    }
    .into_any()
}
