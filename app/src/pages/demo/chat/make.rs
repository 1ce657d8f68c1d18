//! Creating a group conversation or a chat room.

use std::collections::BTreeSet;

use attache_wire::{
    assistant::AssistantUser,
    item::ContainerKind,
    paths,
    simulator::{MAX_GROUP_MEMBERS, MIN_GROUP_MEMBERS, MadeContainer, NewGroup, NewRoom},
    user::split_addresses,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{find::FindPeople, places::Acts};
use crate::{
    api::Api,
    components::{
        labels,
        mutation::{Mutation, Refusal},
    },
    ui::{
        button::{Button, Kind},
        dialog::{Dialog, DialogActions},
        dom::focus_what_is_wrong,
        field::{TextArea, TextField},
        format, name,
        status::Tone,
        toasts::Toasts,
    },
};

/// The longest name, in UTF-16 units; the server counts characters.
const MAX_NAME: u32 = 100;

/// The dialog that creates a group or room.
#[component]
pub(super) fn MakeDialog(acts: Acts, user: Memo<AssistantUser>) -> impl IntoView {
    let open = acts.making;
    let title = Memo::new(move |_| match acts.kind.get() {
        ContainerKind::Group => "New group conversation",
        _ => "New chat room",
    });
    view! {
        <Dialog open title=move || title.get().to_owned()>
            <Form open user kind=acts.kind.get_untracked() />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(open: RwSignal<bool>, user: Memo<AssistantUser>, kind: ContainerKind) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let mutation = Mutation::new();
    let is_group = kind == ContainerKind::Group;
    let [name, others] = [RwSignal::new(String::new()), RwSignal::new(String::new())];
    let sent = RwSignal::new(false);
    // Clear the server's error once the input changes.
    Effect::new(move |_| {
        name.track();
        others.track();
        mutation.clear();
    });
    let people = Memo::new(move |_| {
        let mut people: BTreeSet<String> = others
            .with(|others| split_addresses(others))
            .into_iter()
            .collect();
        people.insert(user.with(|user| user.email.clone()));
        people.into_iter().collect::<Vec<_>>()
    });
    let count = Memo::new(move |_| people.with(Vec::len));
    let nameless = Memo::new(move |_| {
        (sent.get() && name.with(|name| name.trim().is_empty())).then(|| "Enter a name.".to_owned())
    });
    let wrong = Memo::new(move |_| is_group.then(|| wrong(count.get(), sent.get()))?);
    let (name_refused, members_refused) = (mutation.about("name"), mutation.about("members"));
    let creator_refused = mutation.about("creator");
    let refused = move || members_refused.get().or_else(|| creator_refused.get());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        if nameless.with_untracked(Option::is_some) || wrong.with_untracked(Option::is_some) {
            return focus_what_is_wrong(&event);
        }
        let (name, members) = (name.get_untracked(), people.get_untracked());
        let creator = user.with_untracked(|user| user.email.clone());
        mutation.run(async move {
            let made = ["“", &labels::isolated(name.trim()), "” was created."].concat();
            let _: MadeContainer = if is_group {
                api.post(&paths::groups())
                    .body(&NewGroup { name, members })
                    .fetch()
                    .await?
            } else {
                let room = NewRoom {
                    name,
                    creator,
                    members,
                };
                api.post(&paths::rooms()).body(&room).fetch().await?
            };
            open.try_set(false);
            toasts.show(Tone::Success, made);
            Ok(())
        });
    };
    let limits = if is_group {
        format!("A group conversation has {MIN_GROUP_MEMBERS} to {MAX_GROUP_MEMBERS} people.")
    } else {
        "A chat room can have any number of people. Its creator is its first administrator.".to_owned()
    };
    let total = move || labels::counted(count.get() as u64, "person", "people");
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p class="soft">{limits}</p>
            <TextField
                label="Name"
                value=name
                required=true
                max=MAX_NAME
                autocomplete="off"
                error=Signal::derive(move || nameless.get().or_else(|| name_refused.get()))
            />
            <div class="stack" data-gap="small">
                <TextArea
                    label="Other members"
                    hint="Their email addresses, separated by semicolons, commas or line breaks."
                    value=others
                    rows=4
                    required=is_group
                    error=Signal::derive(move || wrong.get().or_else(refused))
                />
                <p class="soft small numeric">{total} ", " {move || user.with(|user| name::name(&user.display_name))} " included"</p>
            </div>
            <FindPeople others />
            <Refusal mutation />
            <DialogActions>
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button submit=true kind=Kind::Primary busy=mutation.busy()>
                    {if is_group { "Create group" } else { "Create chat room" }}
                </Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

/// Returns the error for this number of people in a group. Too few is an error only after submission.
fn wrong(people: usize, sent: bool) -> Option<String> {
    let limit = match people {
        MIN_GROUP_MEMBERS..=MAX_GROUP_MEMBERS => return None,
        0..MIN_GROUP_MEMBERS if !sent => return None,
        0..MIN_GROUP_MEMBERS => format!("at least {MIN_GROUP_MEMBERS}"),
        _ => format!("at most {MAX_GROUP_MEMBERS}"),
    };
    let people = format::number(people as u64);
    Some(format!(
        "A group conversation has {limit} people; {people} selected."
    ))
}
