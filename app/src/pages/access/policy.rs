//! `/access/policies/:policy`: one policy. You can read and copy managed policies, and edit and delete custom ones.

mod delete;

use attache_wire::{access::PolicyEntry, id::PrincipalId, paths, permission::Action};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::delete::DeleteButton;
use super::{
    editor::{PolicyEditor, Work},
    frame::{AccessPage, crumbs},
};
use crate::{
    api::{Load, Remote},
    components::{
        access::policy::origin,
        permission::PermitLink,
        problem::{Permitted, Problem},
    },
    routes::{self, url_query::UrlQuery},
    state::session::CurrentSession,
    ui::{card::Card, code_editor::CodeEditor, skeleton::Loading, status::Badge},
};

/// One policy.
#[component]
pub(crate) fn PolicyPage() -> impl IntoView {
    let session = CurrentSession::from_context();
    let may = session.permits(Action::GetPolicy);
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("policy")).unwrap_or_default());
    let entry = Remote::<PolicyEntry>::new(move || may.get().then(|| paths::policy(&id.get())));
    let title = Memo::new(move |_| {
        let name = entry.map(|entry| entry.policy.name.clone());
        name.unwrap_or_else(|| "Policy".to_owned())
    });
    let line = UrlQuery::here().signal("line");
    let marked = Signal::derive(move || parse_lines(&line.get()));
    let stage = entry.stage();
    let retry = Callback::new(move |()| entry.reload());
    let may_copy = session.permits(Action::PutPolicy);
    let copy = move || {
        view! {
            <PermitLink
                action=Action::PutPolicy
                permitted=may_copy
                href=Signal::derive(move || routes::new_policy(&id.get()))
            >
                "Copy to a new policy"
            </PermitLink>
        }
    };
    view! {
        <AccessPage title above=crumbs("Policies", routes::policies()) actions=copy>
            <Permitted action=Action::GetPolicy>
                {move || match stage.get() {
                    Load::Loading => view! { <Loading label="Loading the policy" lines=8 /> }.into_any(),
                    Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
                    Load::Ready(()) => view! { <Contents entry marked /> }.into_any(),
                }}
            </Permitted>
        </AccessPage>
    }
    .into_any()
}

/// The policy as loaded when the page opened, so that a refresh never replaces your edits.
#[component]
fn Contents(entry: Remote<PolicyEntry>, marked: Signal<Option<(u32, u32)>>) -> impl IntoView {
    let begun = untrack(|| entry.value())?;
    let policy = begun.policy.clone();
    let kind = origin(policy.managed);
    let document = if policy.managed {
        let value = RwSignal::new(policy.document);
        view! {
            <Card title="Policy document" beside=move || view! { <Badge label=kind /> }>
                <p class="soft">"Managed policies cannot be edited. Copy it to make your own version."</p>
                <CodeEditor label="Document" value marked read_only=true />
            </Card>
        }
        .into_any()
    } else {
        let work = Work::edit(&begun, Callback::new(move |saved| entry.put(saved)));
        view! {
            <PolicyEditor work marked actions=move || view! { <DeleteButton entry work /> } />
        }
        .into_any()
    };
    Some(view! {
        {document}
        <AttachedTo entry />
    })
}

#[component]
fn AttachedTo(entry: Remote<PolicyEntry>) -> impl IntoView {
    let list = move || {
        let ids = entry.map(|entry| entry.principals.clone()).unwrap_or_default();
        if ids.is_empty() {
            return view! { <p class="soft">"Not attached to any principal."</p> }.into_any();
        }
        let one = |id: PrincipalId| {
            let href = routes::principal(&id);
            view! { <li><a href=href><code>{id.to_string()}</code></a></li> }
        };
        view! { <ul class="names">{ids.into_iter().map(one).collect_view()}</ul> }.into_any()
    };
    view! { <Card title="Attached to">{list}</Card> }.into_any()
}

/// Parses the lines to highlight: `7-12`, or `7`.
fn parse_lines(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first >= 1 && first <= last).then_some((first, last))
}
