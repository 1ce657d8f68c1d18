//! `/demo/chat/:user`: the simulated chat, used in somebody's name: making groups and rooms, sending files, deleting rooms.

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
    lean::memo::Memo,
    routes,
    state::session::CurrentSession,
    ui::{
        banner::Banner,
        breadcrumbs::Crumb,
        skeleton::Loading,
        status::{Badge, Tone},
    },
};

/// The demo panel's section: in whose name.
#[component]
pub(super) fn UseTheChat() -> impl IntoView {
    view! {
        <Simulated
            title="Use the chat"
            about="Make rooms and groups in anybody's name, put your own files into them, and delete rooms. What requests would \
            contain changes at once. Choose who does it."
        >
            <ChatPeople
                limit="5"
                hint="Without a search: people whom no account manages."
                nothing_yet=("Everybody is managed", "Search for the person in whose name you want to use the chat.")
                cells=|user| cells(user, routes::chat)
            />
        </Simulated>
    }
}

/// The chat as one person sees it.
#[component]
pub(crate) fn ChatPage() -> impl IntoView {
    let params = use_params_map();
    let session = CurrentSession::get();
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
        [&name.unwrap_or_else(|| "Somebody".to_owned()), " in the chat"].concat()
    });
    let body = move || match (stage.get(), deleted.get()) {
        (Load::Loading, _) => view! { <Loading label="Loading the person" lines=6 /> }.into_any(),
        (Load::Failed(error), _) => view! { <Problem error retry /> }.into_any(),
        (Load::Ready(()), true) => view! {
            <Banner tone=Tone::Stopped title="This user had the Assistant delete them.">
                "They use the chat no more."
            </Banner>
        }
        .into_any(),
        (Load::Ready(()), false) => view! { <Chat user /> }.into_any(),
    };
    let frame = move || {
        view! {
            <Simulated
                title="Conversations and chat rooms"
                about="This stands in for the chat that people use; it is no part of the console. Whoever is signed in to this \
                demo can use it in anybody's name."
            >
                {body}
            </Simulated>
        }
        .into_any()
    };
    let above = vec![Crumb::link("Demo panel", routes::DEMO)];
    view! {
        <Page title above=Signal::stored(above)>
            <InDemo missing="There is no simulated chat here" children=frame />
        </Page>
    }
    .into_any()
}

#[component]
fn Chat(user: Memo<Option<AssistantUser>>) -> impl IntoView {
    let first = untrack(|| user.get())?;
    // The last one stands in while the page is left.
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
            None => "whom no account manages".into_any(),
        };
        view! { <p>"You act as " <bdi>{email}</bdi> ", " {managed}</p> }.into_any()
    };
    Some(view! {
        {who}
        <Places acts user />
        <MakeDialog acts user />
        <SendDialog acts user />
        <DeleteDialog acts />
    })
}
