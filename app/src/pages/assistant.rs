//! `/assistant` and below: the simulated chat between the Assistant and users who belong to no account.

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

/// The text above both pages.
const ABOUT: &str = "This simulates the chat app; it is not part of the console. In this demo you can write as any user. The \
 resulting file and its links are real, and so is their expiry.";

/// The list of users to write as.
#[component]
pub(crate) fn AssistantPeople() -> impl IntoView {
    let people = || {
        view! {
            <ChatPeople
                hint="Shows unmanaged users, whom the Assistant serves. Search to find others."
                nothing_yet=(
                    "No unmanaged users",
                    "The Assistant serves users who were removed from a Team account or released with a \
                     domain. Search to find others.",
                )
                cells=|user| cells(user, routes::assistant)
            />
        }
        .into_any()
    };
    view! {
        <Page title="Assistant">
            <InChat title="Choose a user" children=people />
        </Page>
    }
    .into_any()
}

/// The simulated chat, in demo mode only: with passwords, nobody may write as someone else.
#[component]
fn InChat(#[prop(into)] title: Signal<String>, #[prop(into)] children: ViewFn) -> impl IntoView {
    let chat = move || {
        let children = children.clone();
        view! { <Simulated title about=ABOUT>{children.run()}</Simulated> }
    };
    view! { <InDemo missing="Simulated chat not available" children=chat /> }
}
