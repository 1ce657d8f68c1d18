//! Sending a file from your computer.

use attache_wire::{
    assistant::AssistantUser,
    paths::{self, with_query},
    simulator::{MAX_ATTACHMENT_BYTES, Uploaded},
};
use leptos::{ev::SubmitEvent, prelude::*};
use web_sys::File;

use super::places::Acts;
use crate::{
    api::Api,
    components::{labels, mutation::Mutation},
    ui::{
        button::{Button, Kind},
        dialog::{Dialog, DialogActions},
        dom::focus_what_is_wrong,
        field::file::FileField,
        format,
        status::Tone,
        toasts::Toasts,
    },
};

/// The dialog that sends a file.
#[component]
pub(super) fn SendDialog(acts: Acts, user: Memo<AssistantUser>) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let mutation = Mutation::new();
    let open = acts.sending;
    let file = RwSignal::new_local(None::<File>);
    let sent = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get() {
            mutation.clear();
            file.set(None);
            sent.set(false);
        }
    });
    // Clear the server's error once another file is chosen.
    Effect::new(move |_| {
        file.track();
        mutation.clear();
    });
    let wrong = Memo::new(move |_| file.with(|file| wrong(file.as_ref(), sent.get())));
    let refused = mutation.sentence();
    let error = Signal::derive(move || wrong.get().or_else(|| refused.get()));
    let place = Memo::new(move |_| acts.place.with(|(_, name)| labels::isolated(name)));
    // The answer may arrive after the dialog was closed or another file was chosen.
    let is_shown = move |sent: &File| {
        open.try_get_untracked() == Some(true)
            && file.try_with_untracked(|file| file.as_ref() == Some(sent)) == Some(true)
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        let (Some(sending), None) = (file.get_untracked(), wrong.get_untracked()) else {
            return focus_what_is_wrong(&event);
        };
        let (sender, place) = (
            user.with_untracked(|user| user.email.clone()),
            place.get_untracked(),
        );
        let container = acts.place.with_untracked(|(id, _)| id.clone());
        mutation.run(async move {
            let name = sending.name();
            let query = [
                ("sender", &*sender),
                ("container", &container),
                ("fileName", &name),
            ];
            let path = with_query(&paths::uploads(), &query);
            let uploaded: Uploaded = match api.post(&path).file(sending.clone()).fetch().await {
                Err(error) if !is_shown(&sending) => {
                    toasts.show(Tone::Error, error.sentence());
                    return Ok(());
                }
                answer => answer?,
            };
            if is_shown(&sending) {
                open.set(false);
            }
            let size = format::bytes(uploaded.size_bytes);
            let what = [
                &labels::isolated(&name),
                " (",
                &size,
                ") was sent to ",
                &place,
                ".",
            ];
            toasts.show(Tone::Success, what.concat());
            Ok(())
        });
    };
    let sending = move || {
        let name = file
            .with(|file| file.as_ref().map(File::name))
            .unwrap_or_default();
        let sending = || ["Sending ", &labels::isolated(&name), "…"].concat();
        mutation.busy().get().then(sending)
    };
    let hint = [
        "At most ",
        &format::bytes(MAX_ATTACHMENT_BYTES),
        ". The file keeps its name.",
    ]
    .concat();
    view! {
        <Dialog open title=move || ["Send a file to ", &place.get()].concat()>
            <form class="stack" novalidate on:submit=submit>
                <FileField label="File" file hint=hint.clone() error />
                <p class="soft" role="status">{sending}</p>
                <DialogActions>
                    <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                    <Button submit=true kind=Kind::Primary busy=mutation.busy()>"Send"</Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Returns the file's error. A missing file is an error only after submission.
fn wrong(file: Option<&File>, sent: bool) -> Option<String> {
    let Some(file) = file else {
        return sent.then(|| "Choose a file.".to_owned());
    };
    // Sizes are whole numbers far below 2^53.
    let size = file.size() as u64;
    (size > MAX_ATTACHMENT_BYTES).then(|| {
        [
            &labels::isolated(&file.name()),
            " is too large: it has ",
            &format::exact_bytes(size),
            ", and the limit is ",
            &format::exact_bytes(MAX_ATTACHMENT_BYTES),
            ".",
        ]
        .concat()
    })
}
