//! The dialog: what the change means, and afterwards, if it did not come to pass for all, what became of each.

use attache_wire::{
    paths,
    user::{AssignTier, ChangeOutcome, ChangedUser, ChangedUsers, ChosenUsers, Tier},
};
use gloo_net::http::Method;
use leptos::{ev::SubmitEvent, prelude::*};

use super::{Change, Person, consequences, results};
use crate::{
    api::{Api, ApiError},
    components::{
        deed::{Deed, Refusal},
        routes,
        session::CurrentSession,
        words,
    },
    memo::Memo,
    ui::{
        button::{Button, Kind},
        dialog::{Announced, Dialog, DialogActions},
        field::select::{Choice, Select},
        format,
        status::Tone,
        toasts::Toasts,
    },
};

/// What is asked, and what came of it.
#[derive(Clone, Copy)]
pub(crate) struct UserDeeds {
    open: RwSignal<bool>,
    about: RwSignal<Option<(Change, Vec<Person>)>>,
    tier: RwSignal<String>,
    results: RwSignal<Vec<ChangedUser>>,
    deed: Deed,
}

impl UserDeeds {
    /// Nothing is asked. Offers it to the rows below.
    pub(crate) fn provide() -> Self {
        let deeds = Self {
            open: RwSignal::new(false),
            about: RwSignal::new(None),
            tier: RwSignal::new(String::new()),
            results: RwSignal::new(Vec::new()),
            deed: Deed::new(),
        };
        provide_context(deeds);
        deeds
    }

    /// Asks whether the change is to be made to these people.
    pub(super) fn ask(self, change: Change, people: Vec<Person>) {
        self.deed.clear();
        self.results.set(Vec::new());
        // What most of those want who ask: the other one.
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
    change: Change,
    people: &[Person],
    tier: &str,
) -> Result<Vec<ChangedUser>, ApiError> {
    let path = paths::change_users(account, change.path());
    let user_ids = people.iter().map(|person| person.id.clone()).collect();
    let changed: ChangedUsers = match (change, Tier::parse(tier)) {
        (Change::AssignTier, Some(tier)) => {
            api.send(Method::POST, &path, &AssignTier { user_ids, tier })
                .await?
        }
        _ => api.send(Method::POST, &path, &ChosenUsers { user_ids }).await?,
    };
    Ok(changed.results)
}

/// Who it was, or how many.
fn whom(people: &[Person]) -> String {
    match people {
        [only] => words::isolated(&only.name),
        _ => words::counted(people.len() as u64, "user", "users"),
    }
}

/// What is said when all is well.
fn told(change: Change, people: &[Person], results: &[ChangedUser]) -> String {
    let already = results
        .iter()
        .all(|result| result.outcome == ChangeOutcome::Unchanged);
    match (people.len(), already) {
        (1, false) => [&whom(people), " was ", change.done(), "."].concat(),
        (_, false) => [&whom(people), " were ", change.done(), "."].concat(),
        (_, true) => "Nothing had to be changed.".to_owned(),
    }
}

/// The dialog. `done` is called when the change was made to everybody, before what is shown is read again.
#[component]
pub(crate) fn UserDialog(
    deeds: UserDeeds,
    account: Memo<Option<String>>,
    #[prop(into)] done: Callback<Change>,
) -> impl IntoView {
    let api = Api::get();
    let toasts = Toasts::get();
    let title = Signal::derive(move || {
        let about = deeds.about.read();
        let Some((change, people)) = about.as_ref() else {
            return String::new();
        };
        let whom = whom(people);
        match change {
            Change::AssignTier => ["Assign permissions to ", &whom].concat(),
            change => [change.label(), " ", &whom, "?"].concat(),
        }
    });
    let submit = Callback::new(move |()| {
        let (Some((change, people)), Some(account)) = (deeds.about.get_untracked(), account.get_untracked())
        else {
            return;
        };
        deeds.deed.run(async move {
            let tier = deeds.tier.get_untracked();
            let changed = send(api, &account, change, &people, &tier).await?;
            if changed.iter().all(results::is_well) {
                deeds.open.try_set(false);
                toasts.show(Tone::Success, told(change, &people, &changed));
                done.try_run(change);
            } else {
                deeds.results.try_set(changed);
            }
            Ok(())
        });
    });
    let contents = move || {
        let (change, people) = deeds.about.get()?;
        Some(deeds.results.with(|results| {
            if results.is_empty() {
                question(deeds, change, &people, submit)
            } else {
                report(deeds, change, &people, results)
            }
        }))
    };
    view! { <Dialog open=deeds.open title>{contents}</Dialog> }.into_any()
}

fn question(deeds: UserDeeds, change: Change, people: &[Person], submit: Callback<()>) -> AnyView {
    let lines = consequences(change, people).into_iter();
    let lines = lines
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect::<Vec<_>>();
    let tier = (change == Change::AssignTier).then(|| {
        view! {
            <Select
                label="Permission tier"
                choices=[Tier::Pro, Tier::Basic].map(|tier| Choice::new(tier.as_str(), tier.as_str())).to_vec()
                value=deeds.tier
                on_change=move |tier| deeds.tier.set(tier)
            />
        }
    });
    let assistant = (change == Change::Remove && untrack(|| CurrentSession::get().is_demo()))
        .then(|| view! { <p><a href=routes::ASSISTANT>"See how they ask the Assistant"</a></p> });
    let kind = match change {
        Change::AssignTier | Change::Activate => Kind::Primary,
        Change::Suspend | Change::Remove => Kind::Danger,
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
            <Refusal deed=deeds.deed />
            <DialogActions>
                <Button on_click=move |()| deeds.open.set(false)>"Cancel"</Button>
                <Button submit=true kind busy=deeds.deed.busy()>{change.label()}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

fn report(deeds: UserDeeds, change: Change, people: &[Person], changed: &[ChangedUser]) -> AnyView {
    let well = changed.iter().filter(|result| results::is_well(result)).count();
    let words = [
        format::number(well as u64).as_str(),
        " of ",
        &words::counted(changed.len() as u64, "user", "users"),
        if well == 1 || changed.len() == 1 {
            " was "
        } else {
            " were "
        },
        change.done(),
        ".",
    ]
    .concat();
    view! {
        <Announced>{words}</Announced>
        {results::list(change, people, changed)}
        <DialogActions>
            <Button kind=Kind::Primary on_click=move |()| deeds.open.set(false)>"Close"</Button>
        </DialogActions>
    }
    .into_any()
}
