//! Deleting a room.

use attache_wire::paths;
use leptos::prelude::*;

use super::places::Acts;
use crate::{
    api::Api,
    components::{labels, mutation::Mutation},
    ui::{dialog::ConfirmDialog, status::Tone, toasts::Toasts},
};

/// The confirmation dialog.
#[component]
pub(super) fn DeleteDialog(acts: Acts) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let mutation = Mutation::new();
    let open = acts.deleting;
    Effect::new(move |_| {
        if open.get() {
            mutation.clear();
        }
    });
    let name = Memo::new(move |_| acts.place.with(|(_, name)| labels::isolated(name)));
    let delete = move |()| {
        let (id, name) = (
            acts.place.with_untracked(|(id, _)| id.clone()),
            name.get_untracked(),
        );
        mutation.run(async move {
            api.delete(&paths::room(&id)).send().await?;
            open.try_set(false);
            toasts.show(Tone::Success, ["The chat room ", &name, " was deleted."].concat());
            Ok(())
        });
    };
    view! {
        <ConfirmDialog
            open
            title=move || ["Delete the chat room ", &name.get(), "?"].concat()
            confirm="Delete chat room"
            danger=true
            busy=mutation.busy()
            error=mutation.sentence()
            on_confirm=delete
        >
            <ul class="consequences">
                <li>"Its messages and their files are deleted for all members."</li>
                <li>"They are excluded from later requests. Existing requests are not changed."</li>
            </ul>
        </ConfirmDialog>
    }
    .into_any()
}
