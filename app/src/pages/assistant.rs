//! `/assistant` and below: the simulated chat, in which people who belong to no account talk to the Assistant.

mod chat;

use leptos::prelude::*;

pub(crate) use self::chat::AssistantChat;
use crate::{
    components::{
        demo::chat_users::{ChatPeople, cells},
        demo_only::{InDemo, Simulated},
        page::Page,
    },
    routes,
};

/// What stands above both pages.
const ABOUT: &str = "This stands in for the chat that people use; it is no part of the console. Whoever is signed in to this \
    demo can write in anybody's name. What comes of it is real: the file, its links and their end.";

/// In whose name to write.
#[component]
pub(crate) fn AssistantPeople() -> impl IntoView {
    let people = || {
        view! {
            <ChatPeople
                hint="Without a search: people whom no account manages, whom the Assistant serves."
                nothing_yet=(
                    "Everybody is managed",
                    "The Assistant serves those who were removed from a Team account or released with a domain. \
                    Others can be found by searching.",
                )
                cells=|user| cells(user, routes::assistant)
            />
        }
        .into_any()
    };
    view! {
        <Page title="Assistant">
            <InChat title="Who writes to the Assistant?" children=people />
        </Page>
    }
    .into_any()
}

/// The simulated chat, where there is one: nobody writes in the name of others where people have passwords.
#[component]
fn InChat(#[prop(into)] title: Signal<String>, #[prop(into)] children: ViewFn) -> impl IntoView {
    let chat = move || {
        let children = children.clone();
        view! { <Simulated title about=ABOUT>{children.run()}</Simulated> }
    };
    view! { <InDemo missing="There is no simulated chat here" children=chat /> }
}
