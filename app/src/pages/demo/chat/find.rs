//! Finding users by name or address.

use attache_wire::{
    assistant::AssistantUser,
    page::Page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::{Load, Remote},
    components::labels,
    ui::{
        button::Button,
        field::search::SearchField,
        name::{name, visible},
    },
};

/// How many results to show.
const OFFERED: &str = "5";

/// A search field, and a button per result that adds the user's address.
#[component]
pub(super) fn FindPeople(others: RwSignal<String>) -> impl IntoView {
    let q = RwSignal::new(String::new());
    let found = Remote::<Page<AssistantUser>>::new(move || {
        let q = q.get();
        (!q.is_empty()).then(|| with_query(&paths::assistant_users(), &[("q", &*q), ("limit", OFFERED)]))
    });
    let searches = Memo::new(move |_| q.with(|q| !q.is_empty()));
    let load = found.load();
    let said = move || match load.get() {
        _ if !searches.get() => None,
        Load::Loading => Some("Searching…".to_owned()),
        Load::Failed(error) => Some(error.sentence()),
        Load::Ready(page) if page.items.is_empty() => Some("No chat user matches.".to_owned()),
        Load::Ready(page) => Some(labels::counted(page.items.len() as u64, "person", "people") + " to add"),
    };
    let add = move |email: &str| {
        others.update(|others| {
            if !others.trim().is_empty() {
                others.truncate(others.trim_end().len());
                others.push('\n');
            }
            others.push_str(email);
        });
    };
    let offer = move |user: AssistantUser| {
        let label = ["Add ", &labels::isolated(&user.display_name)].concat();
        let email = user.email.clone();
        view! {
            <li class="row">
                <Button small=true label on_click=move |()| add(&email)>"Add"</Button>
                {name(&user.display_name)}
                <bdi class="soft small">{visible(&user.email)}</bdi>
            </li>
        }
        .into_any()
    };
    let offers = move || match load.get() {
        Load::Ready(page) if searches.get() => page.items.into_iter().map(offer).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    view! {
        <div class="stack" data-gap="small">
            <SearchField label="Search people to add" value=q on_search=move |typed| q.set(typed) />
            <p class="soft small" role="status">{said}</p>
            <ul class="demo-rows" aria-label="People to add">{offers}</ul>
        </div>
    }
    .into_any()
}
