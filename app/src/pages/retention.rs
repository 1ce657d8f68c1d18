//! `/accounts/:account/settings/retention`: how long an account keeps messages, the effect of other settings, and
//! the estimate of a request.

mod conflict;
mod save;

use std::time::Duration;

use attache_wire::{
    account::Estimate,
    paths::{self, with_query},
    permission::Action,
    retention::{GRACE_DAYS, OUTSIDER_CONVERSATION_DAYS, Retention, RetentionEffect},
};
use leptos::prelude::*;

use self::{
    conflict::Conflict,
    save::{Saving, SavingDialog},
};
use crate::{
    api::{Load, Remote},
    components::{
        exports::panel::estimate::EstimateView,
        mutation::Refusal,
        page::Page,
        permission::PermitButton,
        problem::Problem,
        retention::{Draft, RetentionForm},
    },
    routes,
    state::{account_scope::AccountScope, session::CurrentSession},
    ui::{
        banner::Banner,
        button::{Button, ButtonLink, Kind},
        card::Card,
        skeleton::Loading,
    },
};

/// How long to wait after the last keystroke before asking the server for the effect.
const DEBOUNCE: Duration = Duration::from_millis(250);

/// The retention page.
#[component]
pub(crate) fn RetentionPage() -> impl IntoView {
    let scope = AccountScope::from_context();
    let saved = Remote::<Retention>::new(move || Some(paths::retention(&scope.id().get()?)));
    let retry = Callback::new(move |()| saved.reload());
    let stage = saved.stage();
    let summary = scope.summary().stage();
    let is_team = Memo::new(move |_| {
        let kind = scope.summary().map(|summary| summary.account.account_type);
        kind.map(|kind| !kind.is_enterprise())
    });
    let body = move || match (stage.get(), is_team.get()) {
        (Load::Failed(error), _) => view! { <Problem error retry /> }.into_any(),
        (Load::Ready(()), Some(true)) => view! { <TeamAccount scope /> }.into_any(),
        // You may be able to view the settings but not the account.
        (Load::Ready(()), None) if summary.get() == Load::Loading => loading(),
        (Load::Ready(()), _) => view! { <Settings scope saved /> }.into_any(),
        (Load::Loading, _) => loading(),
    };
    view! {
        <Page title="Retention" above=scope.crumbs()>
            <p class="soft">"How long this account keeps chat messages and their attachments."</p>
            {body}
        </Page>
    }
    .into_any()
}

fn loading() -> AnyView {
    view! { <Loading label="Loading retention settings" lines=6 /> }.into_any()
}

#[component]
fn TeamAccount(scope: AccountScope) -> impl IntoView {
    let href = Signal::derive(move || routes::claim_domain(&scope.id().get().unwrap_or_default()));
    let actions = move || view! { <ButtonLink href>"Claim a domain"</ButtonLink> };
    view! {
        <Banner title="Team accounts keep all messages." actions>
            "Only Enterprise accounts can set retention. Claim a domain to make this an Enterprise account."
        </Banner>
    }
    .into_any()
}

#[component]
fn Settings(scope: AccountScope, saved: Remote<Retention>) -> impl IntoView {
    let draft = Draft::of(untrack(|| saved.value()).unwrap_or_default());
    let (wanted, differs) = (draft.wanted(), draft.differs());
    // Follow what others save, unless there are edits.
    Effect::new(move |_| {
        if let Some(saved) = saved.value()
            && !differs.get_untracked()
        {
            draft.take(saved);
        }
    });
    let newer = Memo::new(move |_| {
        let newer = saved.value().filter(|saved| *saved != draft.base().get());
        newer.filter(|_| differs.get())
    });
    let undo = Callback::new(move |()| draft.take(untrack(|| saved.value()).unwrap_or_default()));
    let asked = RwSignal::new(None);
    Effect::new(move |_| {
        let wanted = wanted.get().filter(|_| differs.get());
        let ask = move || {
            asked.try_set(wanted);
        };
        let timer = set_timeout_with_handle(ask, DEBOUNCE);
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
    let counted =
        Remote::<RetentionEffect>::new(move || Some(effect_path(&scope.id().get()?, &asked.get()?)));
    let busy = counted.busy();
    let counting = Memo::new(move |_| busy.get() || asked.get() != wanted.get());
    let saving = Saving::new(scope, saved, draft);
    let permitted = CurrentSession::from_context().permits(Action::UpdateAccountSettings);
    let unready = Signal::derive(move || match (differs.get(), newer.get()) {
        (false, _) => Some("No changes to save.".to_owned()),
        (true, Some(_)) => {
            Some("Someone else changed these settings. Choose above which to keep.".to_owned())
        }
        (true, None) => None,
    });
    let cancel = move || {
        let cancel = move || view! { <Button on_click=undo>"Undo changes"</Button> };
        differs.get().then(cancel)
    };
    view! {
        <div class="retention">
            <Card title="Retention settings">
                <RetentionForm draft effect=counted.load() counting on_save=saving.ask()>
                    <Conflict newer draft place=saving.conflict />
                    <Refusal mutation=saving.asking />
                    <div class="row">
                        <PermitButton
                            action=Action::UpdateAccountSettings
                            permitted
                            disabled_reason=unready
                            kind=Kind::Primary
                            submit=true
                            busy=saving.asking.busy()
                            on_click=|()| ()
                        >
                            "Save"
                        </PermitButton>
                        {cancel}
                    </div>
                </RetentionForm>
            </Card>
            <div class="stack">
                <WhatARequestContains scope />
                <Card title="Rules that always apply">
                    <Rules />
                </Card>
            </div>
        </div>
        <SavingDialog saving />
    }
    .into_any()
}

#[component]
fn Rules() -> impl IntoView {
    view! {
        <ul class="consequences">
            <li>"Messages past their retention are hidden immediately and excluded from later requests."</li>
            <li>
                {format!("For {GRACE_DAYS} days you can restore them by setting a longer retention. After that, they \
                 are permanently deleted with their files.")}
            </li>
            <li>
                {format!(
                    "Conversations with people outside the account are always kept for \
                     {OUTSIDER_CONVERSATION_DAYS} days.",
                )}
            </li>
            <li>"Existing requests are not changed: their links work until they expire."</li>
        </ul>
    }
    .into_any()
}

/// The estimate, if you may request attachments.
#[component]
fn WhatARequestContains(scope: AccountScope) -> impl IntoView {
    let may = CurrentSession::from_context().permits(Action::StartDataExport);
    let estimate = Remote::<Estimate>::new(move || {
        let id = scope.id().get()?;
        may.get().then(|| paths::estimate(&id))
    });
    let retry = Callback::new(move |()| estimate.reload());
    let body = move || match may.get() {
        true => view! { <EstimateView estimate=estimate.load() retry /> }.into_any(),
        false => view! {
            <p class="soft">
                "To see this, you need " <code>{Action::StartDataExport.as_str()}</code> ". "
                <a href=routes::missing(Action::StartDataExport)>"View your permissions"</a>
            </p>
        }
        .into_any(),
    };
    view! {
        <Card title="Attachment requests">
            <div class="stack">
                <h3>"Current scope of a request"</h3>
                {body}
            </div>
        </Card>
    }
    .into_any()
}

/// Returns the path of the effect of these settings.
fn effect_path(account: &str, wanted: &Retention) -> String {
    let days = |days: Option<u32>| days.map(|days| days.to_string()).unwrap_or_default();
    let (conversations, rooms) = (days(wanted.conversation_days), days(wanted.room_days));
    let pairs = [("conversationDays", &*conversations), ("roomDays", &*rooms)];
    with_query(&paths::retention_effect(account), &pairs)
}
