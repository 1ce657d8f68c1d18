//! `/accounts/:account/identity/domains/new`: claims a domain in two steps. `?domain=` opens the second step with
//! the claim's id.

use attache_wire::{
    account::DomainStatus,
    domain::{ClaimDomain, DomainDetail},
    paths,
    permission::Action,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::{Api, Load, Remote},
    components::{
        domains::{
            claim::{Record, shown_name},
            dns_provider::DnsProvider,
        },
        labels,
        mutation::{Mutation, NameForm, Refusal},
        page::Page,
        problem::{Forbidden, Problem},
    },
    routes::{self, url_query::UrlQuery},
    state::{account_scope::AccountScope, session::CurrentSession},
    ui::{
        button::{Button, ButtonLink, Kind},
        card::Card,
        name,
        skeleton::Loading,
        stages::{Stage, StageList, StageState},
    },
};

/// The longest DNS name, in characters.
const MAX_NAME_CHARS: usize = 253;

/// The wizard that claims a domain.
#[component]
pub(crate) fn ClaimDomainPage() -> impl IntoView {
    let scope = AccountScope::from_context();
    let claim = UrlQuery::here().signal("domain");
    let permitted = CurrentSession::from_context().permits(Action::AddDomain);
    let named = Memo::new(move |_| !claim.get().is_empty());
    let step = move || match (permitted.get(), named.get()) {
        (false, _) => view! { <Card><Forbidden action=Action::AddDomain /></Card> }.into_any(),
        (true, false) => view! { <NameStep scope /> }.into_any(),
        (true, true) => view! { <RecordStep scope claim /> }.into_any(),
    };
    view! {
        <Page title="Claim a domain" above=scope.domain_crumbs()>
            {step}
        </Page>
    }
    .into_any()
}

/// The wizard's steps; `done` counts the completed ones.
fn steps(done: usize) -> impl IntoView {
    let labels = ["Enter the domain", "Add a TXT record to its DNS", "Verify"];
    let stages = labels.into_iter().enumerate().map(|(i, label)| Stage {
        label: label.to_owned(),
        state: match i.cmp(&done) {
            std::cmp::Ordering::Less => StageState::Done,
            std::cmp::Ordering::Equal => StageState::Current,
            std::cmp::Ordering::Greater => StageState::Pending,
        },
        note: String::new(),
    });
    view! { <StageList label="Steps" stages=Signal::stored(stages.collect::<Vec<_>>()) /> }
}

#[component]
fn NameStep(scope: AccountScope) -> impl IntoView {
    let api = Api::from_context();
    let go = StoredValue::new_local(use_navigate());
    let mutation = Mutation::new();
    let name = RwSignal::new(String::new());
    let claim = Callback::new(move |name: String| {
        let Some(account) = scope.id().get_untracked() else {
            return;
        };
        mutation.run(async move {
            let path = paths::domains(&account);
            let made: DomainDetail = api.post(&path).body(&ClaimDomain { name }).fetch().await?;
            go.try_with_value(|go| {
                go(
                    &routes::claim_record(&account, &made.domain.id),
                    NavigateOptions::default(),
                )
            });
            Ok(())
        });
    });
    let kind = Memo::new(move |_| scope.summary().map(|summary| summary.account.account_type));
    let outcome = move || {
        let kind = kind.get()?;
        if kind.is_enterprise() {
            let label = labels::account_type(kind);
            return Some(view! { <p>"The account's type stays " {label} "."</p> }.into_any());
        }
        let team = view! {
            <p>
                "With its first domain, the account becomes an Enterprise account and its \
                 administrators can request attachments. Users with addresses in other domains \
                 are released unless you claim those domains too."
            </p>
            <p class="soft">
                "Its users sign in on their own. Enterprise accounts with a directory or OpenID Connect \
                 come about outside this console, where their provider is connected."
            </p>
        };
        Some(team.into_any())
    };
    view! {
        <Card>
            <div class="wizard">
                {steps(0)}
                <div class="stack">
                    <p>
                        "Once verified, everyone with an address in this domain joins this account and is \
                         managed by it."
                    </p>
                    {outcome}
                    <NameForm
                        label="Domain"
                        hint="For example, example.com. Internationalised names are accepted. Claim each \
                         subdomain separately."
                        value=name
                        max=MAX_NAME_CHARS
                        missing="Enter a domain such as example.com."
                        confirm="Continue"
                        mutation
                        on_submit=claim
                    />
                </div>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn RecordStep(scope: AccountScope, claim: Memo<String>) -> impl IntoView {
    let detail = Remote::<DomainDetail>::new(move || Some(paths::domain(&scope.id().get()?, &claim.get())));
    let go = StoredValue::new_local(use_navigate());
    let status_page =
        Signal::derive(move || routes::domain(&scope.id().get().unwrap_or_default(), &claim.get()));
    let leave = move || {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        go.try_with_value(|go| go(&untrack(|| status_page.get()), options));
    };
    let verified = Memo::new(move |_| detail.map(|detail| detail.domain.status == DomainStatus::Verified));
    Effect::new(move |_| {
        if verified.get() == Some(true) {
            leave();
        }
    });
    let api = Api::from_context();
    let mutation = Mutation::new();
    let verify = move |()| {
        let Some(account) = scope.id().get_untracked() else {
            return;
        };
        mutation.run(async move {
            let path = paths::domain_check(&account, &claim.get_untracked());
            let _: DomainDetail = api.post(&path).fetch().await?;
            leave();
            Ok(())
        });
    };
    let what = Memo::new(move |_| detail.map(|detail| (detail.domain.clone(), detail.record.clone())));
    let record = move || {
        let (domain, record) = what.get()?;
        Some(view! {
            <h2>"Prove that you own " {name::name(&shown_name(&domain))}</h2>
            <Record domain record />
        })
    };
    let stage = detail.stage();
    let retry = Callback::new(move |()| detail.reload());
    move || {
        match stage.get() {
        Load::Loading => view! { <Card><Loading label="Loading the record" lines=6 /></Card> }.into_any(),
        Load::Failed(error) => view! { <Card><Problem error retry /></Card> }.into_any(),
        Load::Ready(()) => view! {
            <Card>
                <div class="wizard">
                    {steps(1)}
                    <div class="stack">
                        {record}
                        <Refusal mutation />
                        <div class="row">
                            <Button kind=Kind::Primary busy=mutation.busy() on_click=verify>"Verify this domain"</Button>
                            <ButtonLink kind=Kind::Ghost href=status_page>"Verify later"</ButtonLink>
                        </div>
                    </div>
                </div>
            </Card>
            <DnsProvider
                domain=Signal::derive(move || what.get().map(|(domain, _)| domain.name))
                record=Signal::derive(move || what.get().map(|(_, record)| record))
            />
        }
        .into_any(),
    }
    }
}
