//! `/accounts/:account/identity/domains/:domain`: the state of a domain's claim, and the actions on it.

use attache_wire::{account::DomainStatus, domain::DomainDetail, paths, permission::Action};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    api::{Api, Load, Remote},
    components::{
        domains::{
            claim::{Outcome, Record, RemoveDomain, shown_name},
            dns_provider::DnsProvider,
        },
        exports::state_status::ClaimStatus,
        mutation::{Mutation, Refusal},
        page::Page,
        permission::PermitButton,
        problem::Problem,
    },
    state::{account_scope::AccountScope, session::CurrentSession, sim_clock::SimClock},
    ui::{button::Kind, card::Card, skeleton::Loading},
};

/// One domain.
#[component]
pub(crate) fn DomainPage() -> impl IntoView {
    let scope = AccountScope::from_context();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("domain")).unwrap_or_default());
    let detail = Remote::<DomainDetail>::new(move || Some(paths::domain(&scope.id().get()?, &id.get())));
    let status = Memo::new(move |_| detail.map(|detail| detail.domain.status));
    let title = Memo::new(move |_| {
        let name = detail.map(|detail| shown_name(&detail.domain));
        name.unwrap_or_else(|| "Domain".to_owned())
    });
    let removing = RwSignal::new(false);
    let mutation = Mutation::new();
    let stage = detail.stage();
    let retry = Callback::new(move |()| detail.reload());
    let body = move || match stage.get() {
        Load::Loading => view! { <Loading label="Loading the domain" lines=6 /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(()) => view! { <Known scope detail status mutation /> }.into_any(),
    };
    view! {
        <Page
            title
            above=scope.domain_crumbs()
            beside=move || view! { {move || status.get().map(|status| view! { <ClaimStatus status /> })} }
            actions=move || view! { <Actions scope id detail status mutation removing /> }
        >
            {body}
        </Page>
        <RemoveDomain open=removing account=scope.id() detail />
    }
    .into_any()
}

/// *Check now* while a check can change something, and *Remove domain*.
#[component]
fn Actions(
    scope: AccountScope,
    id: Memo<String>,
    detail: Remote<DomainDetail>,
    status: Memo<Option<DomainStatus>>,
    mutation: Mutation,
    removing: RwSignal<bool>,
) -> impl IntoView {
    let api = Api::from_context();
    let session = CurrentSession::from_context();
    let (may_add, may_delete) = (
        session.permits(Action::AddDomain),
        session.permits(Action::DeleteDomain),
    );
    let check = Callback::new(move |()| {
        let Some(account) = scope.id().get_untracked() else {
            return;
        };
        mutation.run(async move {
            let path = paths::domain_check(&account, &id.get_untracked());
            detail.put(api.post(&path).fetch().await?);
            Ok(())
        });
    });
    let open = Memo::new(move |_| status.get().map(|status| status != DomainStatus::Verified));
    move || {
        let open = open.get()?;
        let check = open.then(|| {
            view! {
                <PermitButton
                    action=Action::AddDomain
                    permitted=may_add
                    kind=Kind::Primary
                    busy=mutation.busy()
                    on_click=check
                >
                    "Check now"
                </PermitButton>
            }
        });
        Some(view! {
            <PermitButton action=Action::DeleteDomain permitted=may_delete on_click=move |()| removing.set(true)>
                "Remove domain…"
            </PermitButton>
            {check}
        })
    }
}

#[component]
fn Known(
    scope: AccountScope,
    detail: Remote<DomainDetail>,
    status: Memo<Option<DomainStatus>>,
    mutation: Mutation,
) -> impl IntoView {
    let now = SimClock::from_context().now();
    let account = scope.id().get_untracked().unwrap_or_default();
    let what = Memo::new(move |_| detail.map(|detail| (detail.domain.clone(), detail.record.clone())));
    let open = Memo::new(move |_| {
        status
            .get()
            .is_some_and(|status| status != DomainStatus::Verified)
    });
    let record = move || {
        let (domain, record) = what.get().filter(|_| open.get())?;
        Some(view! { <Card title="Verification record"><Record domain record /></Card> })
    };
    view! {
        <Card title="Verification">
            <Refusal mutation />
            <Outcome account detail=Signal::derive(move || detail.value()) now />
        </Card>
        {record}
        <DnsProvider
            domain=Signal::derive(move || what.get().map(|(domain, _)| domain.name))
            record=Signal::derive(move || what.get().map(|(_, record)| record))
        />
    }
    .into_any()
}
