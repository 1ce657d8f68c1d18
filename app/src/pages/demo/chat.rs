//! `/demo/chat/:user`: the simulated chat as one user: create groups and rooms, send files, delete rooms.

mod delete;
mod find;
mod make;
mod places;
mod send;

use attache_wire::{
    assistant::{AssistantThread, AssistantUser},
    paths,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::{
    delete::DeleteDialog,
    make::MakeDialog,
    places::{Acts, Places},
    send::SendDialog,
};
use crate::{
    api::{Load, Remote},
    components::{
        demo::chat_users::{ChatPeople, cells},
        demo_only::{InDemo, Simulated},
        page::Page,
        problem::Problem,
    },
    routes,
    state::session::CurrentSession,
    ui::{
        banner::Banner,
        breadcrumbs::Crumb,
        name::name,
        skeleton::Loading,
        status::{Badge, Tone},
    },
};

/// The demo panel's section for choosing a user to act as.
#[component]
pub(super) fn UseTheChat() -> impl IntoView {
    view! {
        <Simulated
            title="Use the chat"
            about="Act as any user: create rooms and groups, send your own files, and delete rooms. The scope of \
             requests changes immediately. Choose a user to start."
        >
            <ChatPeople
                limit="5"
                hint="Shows unmanaged users. Search to find others."
                nothing_yet=("No unmanaged users", "Search for the user you want to act as.")
                cells=|user| cells(user, routes::chat)
            />
        </Simulated>
    }
}

/// The chat as one user sees it.
#[component]
pub(crate) fn ChatPage() -> impl IntoView {
    let params = use_params_map();
    let session = CurrentSession::from_context();
    let id = Memo::new(move |_| params.with(|params| params.get("user")).unwrap_or_default());
    let known = Remote::<AssistantThread>::new(move || {
        let id = id.get();
        session.is_demo().then(|| paths::assistant_thread(&id))
    });
    let retry = Callback::new(move |()| known.reload());
    let stage = known.stage();
    let user = Memo::new(move |_| known.map(|known| known.user.clone()));
    let deleted = Memo::new(move |_| known.map(|known| known.deleted) == Some(true));
    let title = Memo::new(move |_| {
        let name = user.with(|user| Some(user.as_ref()?.display_name.clone()));
        [&name.unwrap_or_else(|| "User".to_owned()), " in the chat"].concat()
    });
    let body = move || match (stage.get(), deleted.get()) {
        (Load::Loading, _) => view! { <Loading label="Loading the user" lines=6 /> }.into_any(),
        (Load::Failed(error), _) => view! { <Problem error retry /> }.into_any(),
        (Load::Ready(()), true) => view! {
            <Banner tone=Tone::Stopped title="This user was deleted at their own request.">
                "They can no longer use the chat."
            </Banner>
        }
        .into_any(),
        (Load::Ready(()), false) => view! { <Chat user /> }.into_any(),
    };
    let frame = move || {
        view! {
            <Simulated
                title="Conversations and chat rooms"
                about="This simulates the chat app; it is not part of the console. In this demo you can act as any \
                 user."
            >
                {body}
            </Simulated>
        }
        .into_any()
    };
    let above = vec![Crumb::link("Demo panel", routes::DEMO)];
    view! {
        <Page title above=Signal::stored(above)>
            <InDemo missing="Simulated chat not available" children=frame />
        </Page>
    }
    .into_any()
}

#[component]
fn Chat(user: Memo<Option<AssistantUser>>) -> impl IntoView {
    let first = untrack(|| user.get())?;
    // Keep the last value while you leave the page.
    let user = Memo::new(move |last: Option<&AssistantUser>| {
        let known = user.get().or_else(|| last.cloned());
        known.unwrap_or_else(|| first.clone())
    });
    let acts = Acts::provide();
    let who = move || {
        let AssistantUser {
            email, managed_by, ..
        } = user.get();
        let managed = match managed_by {
            Some(account) => view! { "managed by " <Badge label=account /> }.into_any(),
            None => "not managed by an account".into_any(),
        };
        view! { <p>"You are acting as " {name(&email)} ", " {managed}</p> }.into_any()
    };
    Some(view! {
        {who}
        <Places acts user />
        <MakeDialog acts user />
        <SendDialog acts user />
        <DeleteDialog acts />
    })
}
