//! The dialog: the consequences and, if the change failed for some users, each user's result.

use attache_wire::{
    id::AccountId,
    paths,
    user::{AssignTier, ChangeOutcome, ChangedUser, ChangedUsers, ChosenUsers, Tier, UserChange},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{ChosenUser, change, consequences, results};
use crate::{
    api::{Api, ApiError},
    components::{
        labels,
        mutation::{Mutation, Refusal},
    },
    routes,
    state::session::CurrentSession,
    ui::{
        button::{Button, Kind},
        dialog::{Announced, Dialog, DialogActions},
        field::select::{Choice, Select},
        format,
        status::Tone,
        toasts::Toasts,
    },
};

/// The change being confirmed, and its results.
#[derive(Clone, Copy)]
pub(crate) struct UserActions {
    open: RwSignal<bool>,
    about: RwSignal<Option<(UserChange, Vec<ChosenUser>)>>,
    tier: RwSignal<String>,
    results: RwSignal<Vec<ChangedUser>>,
    mutation: Mutation,
}

impl UserActions {
    /// Provides itself as context, with the dialog closed.
    pub(crate) fn provide() -> Self {
        let actions = Self {
            open: RwSignal::new(false),
            about: RwSignal::new(None),
            tier: RwSignal::new(String::new()),
            results: RwSignal::new(Vec::new()),
            mutation: Mutation::new(),
        };
        provide_context(actions);
        actions
    }

    /// Opens the dialog that confirms the change to these users.
    pub(super) fn ask(self, change: UserChange, people: Vec<ChosenUser>) {
        self.mutation.clear();
        self.results.set(Vec::new());
        // Suggest the other tier: it is usually the one wanted.
        let pro = people.iter().all(|person| person.tier == Tier::Pro);
        self.tier
            .set(if pro { Tier::Basic } else { Tier::Pro }.as_str().to_owned());
        self.about.set(Some((change, people)));
        self.open.set(true);
    }
}

async fn send(
    api: Api,
    account: &str,
    change: UserChange,
    people: &[ChosenUser],
    tier: &str,
) -> Result<Vec<ChangedUser>, ApiError> {
    let path = paths::change_users(account, change::path(change));
    let user_ids = people.iter().map(|person| person.id.clone()).collect();
    let changed: ChangedUsers = match (change, Tier::parse(tier)) {
        (UserChange::AssignTier, Some(tier)) => {
            api.post(&path)
                .body(&AssignTier { user_ids, tier })
                .fetch()
                .await?
        }
        _ => api.post(&path).body(&ChosenUsers { user_ids }).fetch().await?,
    };
    Ok(changed.results)
}

/// Returns the only user's name, or the number of users.
fn whom(people: &[ChosenUser]) -> String {
    match people {
        [only] => labels::isolated(&only.name),
        _ => labels::counted(people.len() as u64, "user", "users"),
    }
}

/// Returns the message after full success.
fn told(change: UserChange, people: &[ChosenUser], results: &[ChangedUser]) -> String {
    let already = results
        .iter()
        .all(|result| result.outcome == ChangeOutcome::Unchanged);
    match (people.len(), already) {
        (1, false) => [&whom(people), " was ", change::done(change), "."].concat(),
        (_, false) => [&whom(people), " were ", change::done(change), "."].concat(),
        (_, true) => "No changes were needed.".to_owned(),
    }
}

/// The dialog. `done` is called when the change succeeded for all users, before the page is read again.
#[component]
pub(crate) fn UserDialog(
    actions: UserActions,
    account: Memo<Option<AccountId>>,
    #[prop(into)] done: Callback<UserChange>,
) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let title = Signal::derive(move || {
        let about = actions.about.read();
        let Some((change, people)) = about.as_ref() else {
            return String::new();
        };
        let whom = whom(people);
        match change {
            UserChange::AssignTier => ["Assign permissions to ", &whom].concat(),
            change => [change::label(*change), " ", &whom, "?"].concat(),
        }
    });
    let submit = Callback::new(move |()| {
        let (Some((change, people)), Some(account)) =
            (actions.about.get_untracked(), account.get_untracked())
        else {
            return;
        };
        actions.mutation.run(async move {
            let tier = actions.tier.get_untracked();
            let changed = send(api, &account, change, &people, &tier).await?;
            if changed.iter().all(results::is_well) {
                actions.open.try_set(false);
                toasts.show(Tone::Success, told(change, &people, &changed));
                done.try_run(change);
            } else {
                actions.results.try_set(changed);
            }
            Ok(())
        });
    });
    let contents = move || {
        let (change, people) = actions.about.get()?;
        Some(actions.results.with(|results| {
            if results.is_empty() {
                question(actions, change, &people, submit)
            } else {
                report(actions, change, &people, results)
            }
        }))
    };
    view! { <Dialog open=actions.open title>{contents}</Dialog> }.into_any()
}

fn question(
    actions: UserActions,
    change: UserChange,
    people: &[ChosenUser],
    submit: Callback<()>,
) -> AnyView {
    let lines = consequences(change, people).into_iter();
    let lines = lines
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect::<Vec<_>>();
    let tier = (change == UserChange::AssignTier).then(|| {
        view! {
            <Select
                label="Permission tier"
                choices=[Tier::Pro, Tier::Basic].map(|tier| Choice::new(tier.as_str(), tier.as_str())).to_vec()
                value=actions.tier
                on_change=move |tier| actions.tier.set(tier)
            />
        }
    });
    let assistant = (change == UserChange::Remove && untrack(|| CurrentSession::from_context().is_demo()))
        .then(|| view! { <p><a href=routes::ASSISTANT>"See how they use the Assistant"</a></p> });
    let kind = match change {
        UserChange::AssignTier | UserChange::Activate => Kind::Primary,
        UserChange::Suspend | UserChange::Remove => Kind::Danger,
    };
    view! {
        <form
            class="stack"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                submit.run(());
            }
        >
            {tier}
            <ul class="consequences">{lines}</ul>
            {assistant}
            <Refusal mutation=actions.mutation />
            <DialogActions>
                <Button on_click=move |()| actions.open.set(false)>"Cancel"</Button>
                <Button submit=true kind busy=actions.mutation.busy()>{change::label(change)}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

fn report(
    actions: UserActions,
    change: UserChange,
    people: &[ChosenUser],
    changed: &[ChangedUser],
) -> AnyView {
    let well = changed.iter().filter(|result| results::is_well(result)).count();
    let words = [
        format::number(well as u64).as_str(),
        " of ",
        &labels::counted(changed.len() as u64, "user", "users"),
        if well == 1 || changed.len() == 1 {
            " was "
        } else {
            " were "
        },
        change::done(change),
        ".",
    ]
    .concat();
    view! {
        <Announced>{words}</Announced>
        {results::list(change, people, changed)}
        <DialogActions>
            <Button kind=Kind::Primary on_click=move |()| actions.open.set(false)>"Close"</Button>
        </DialogActions>
    }
    .into_any()
}
