//! The conversations and rooms that the user can write in, and the actions on them.

use attache_wire::{
    assistant::AssistantUser,
    item::ContainerKind,
    page::Page,
    paths::{self, with_query},
    user::UserContainer,
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        labels,
        list::{List, ListData},
    },
    routes::url_query::UrlQuery,
    ui::{button::Button, format, name::name, table::Column},
};

const COLUMNS: &[Column] = &[
    Column::new("Name"),
    Column::new("Kind").secondary(),
    Column::new("Members").number().secondary(),
    Column::new("Attachments").number().secondary(),
    Column::new("Actions").hidden_label(),
];

/// Which dialog is open, and the container it is about.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    /// Whether the dialog that creates a group or room is open.
    pub(super) making: RwSignal<bool>,
    /// What that dialog creates.
    pub(super) kind: RwSignal<ContainerKind>,
    /// Whether the dialog that sends a file is open.
    pub(super) sending: RwSignal<bool>,
    /// Whether the dialog that deletes a room is open.
    pub(super) deleting: RwSignal<bool>,
    /// The container that the dialog is about: id and name.
    pub(super) place: RwSignal<(String, String)>,
}

impl Acts {
    /// Provides itself as context, with every dialog closed.
    pub(super) fn provide() -> Self {
        let acts = Self {
            making: RwSignal::new(false),
            kind: RwSignal::new(ContainerKind::Room),
            sending: RwSignal::new(false),
            deleting: RwSignal::new(false),
            place: RwSignal::default(),
        };
        provide_context(acts);
        acts
    }

    fn make(self, kind: ContainerKind) {
        self.kind.set(kind);
        self.making.set(true);
    }
}

/// The list of containers.
#[component]
pub(super) fn Places(acts: Acts, user: Memo<AssistantUser>) -> impl IntoView {
    let url = UrlQuery::here();
    let places = Remote::<Page<UserContainer>>::new(move || {
        let path = user.with(|user| paths::chat_conversations(&user.id));
        Some(with_query(&path, &[("cursor", &url.get("cursor"))]))
    });
    let tools = move || {
        view! {
            <Button on_click=move |()| acts.make(ContainerKind::Room)>"New chat room"</Button>
            <Button on_click=move |()| acts.make(ContainerKind::Group)>"New group conversation"</Button>
        }
    };
    view! {
        <List
            label="Conversations and chat rooms"
            data=ListData::new(COLUMNS, places, url, &[], cells)
            url
            tools
            nothing_yet=("No conversations", "Create a chat room or a group conversation to send files.")
        />
    }
    .into_any()
}

fn cells(place: UserContainer) -> Vec<AnyView> {
    let Some(acts) = use_context::<Acts>() else {
        return Vec::new();
    };
    let named = |mutation: &str| [mutation, &labels::isolated(&place.name)].concat();
    let (send, delete) = (named("Send a file to "), named("Delete "));
    let known = StoredValue::new((place.id.to_string(), place.name.clone()));
    let open = move |dialog: RwSignal<bool>| {
        acts.place.set(known.get_value());
        dialog.set(true);
    };
    let delete = (place.kind == ContainerKind::Room).then(|| {
        let ask = move |()| open(acts.deleting);
        view! { <Button small=true label=delete on_click=ask>"Delete"</Button> }
    });
    let ask = move |()| open(acts.sending);
    vec![
        name(&place.name),
        labels::container(place.kind).into_any(),
        format::number(place.members).into_any(),
        format::number(place.attachments).into_any(),
        view! {
            <div class="row demo-acts">
                <Button small=true label=send on_click=ask>"Send a file"</Button>
                {delete}
            </div>
        }
        .into_any(),
    ]
}
