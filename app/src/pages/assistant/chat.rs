//! A user's conversation with the Assistant.

use attache_wire::{
    assistant::{AssistantThread, WriteToAssistant},
    paths,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::InChat;
use crate::{
    api::{Api, Load, Remote},
    components::{assistant::Conversation, mutation::Mutation, page::Page, problem::Problem},
    routes,
    state::{live::Live, session::CurrentSession, sim_clock::SimClock},
    ui::{breadcrumbs::Crumb, skeleton::Loading},
};

/// The conversation.
#[component]
pub(crate) fn AssistantChat() -> impl IntoView {
    let params = use_params_map();
    let session = CurrentSession::from_context();
    let id = Memo::new(move |_| params.with(|params| params.get("user")).unwrap_or_default());
    let thread = Remote::<AssistantThread>::new(move || {
        let id = id.get();
        session.is_demo().then(|| paths::assistant_thread(&id))
    });
    let news = Live::from_context().assistant();
    Effect::new(move |_| {
        if news.get() == *id.get_untracked() {
            thread.reload();
        }
    });
    let title = Memo::new(move |_| {
        let name = thread.map(|thread| thread.user.display_name.clone());
        [&name.unwrap_or_else(|| "User".to_owned()), "'s chat"].concat()
    });
    let frame = Memo::new(move |_| {
        let email = thread.map(|thread| thread.user.email.clone());
        ["The Assistant and ", &email.unwrap_or_default()].concat()
    });
    let stage = thread.stage();
    let retry = Callback::new(move |()| thread.reload());
    let body = move || match stage.get() {
        Load::Loading => view! { <Loading label="Loading the chat" lines=6 /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(()) => view! { <Known id thread /> }.into_any(),
    };
    let above = vec![Crumb::link("Assistant", routes::ASSISTANT)];
    view! {
        <Page title above=Signal::stored(above)>
            <InChat title=frame children=move || view! { {body} } />
        </Page>
    }
    .into_any()
}

#[component]
fn Known(id: Memo<String>, thread: Remote<AssistantThread>) -> impl IntoView {
    let api = Api::from_context();
    let mutation = Mutation::new();
    let text = RwSignal::new(String::new());
    let write = Callback::new(move |said: String| {
        let user = id.get_untracked();
        mutation.run(async move {
            let body = WriteToAssistant { text: said };
            let path = paths::assistant_thread(&user);
            let answer: AssistantThread = api.post(&path).body(&body).fetch().await?;
            let Some(is_same) = text.try_with_untracked(|text| text.trim() == body.text) else {
                // The page was closed meanwhile.
                return Ok(());
            };
            if is_same {
                text.set(String::new());
            }
            if id.get_untracked() == user {
                thread.put(answer);
            }
            Ok(())
        });
    });
    let first = untrack(|| thread.value())?;
    // Keep the last value while you leave the page.
    let thread = Memo::new(move |last: Option<&_>| {
        let known = thread.value().or_else(|| last.cloned());
        known.unwrap_or_else(|| first.clone())
    });
    let now = SimClock::from_context().now();
    Some(view! {
        <Conversation thread now text busy=mutation.busy() error=mutation.sentence() on_write=write />
    })
}
