//! The conversation's messages: text, a button for the suggested command, and the file.

use attache_wire::assistant::{AssistantMessage, AssistantThread, Author};
use leptos::prelude::*;

use super::file::File;
use crate::{
    components::labels,
    state::sim_clock::millis,
    ui::{
        button::{Button, Kind},
        chat::Said,
    },
};

/// Returns the messages for the chat log.
pub(super) fn said(
    thread: Signal<AssistantThread>,
    now: Signal<f64>,
    send: Callback<String>,
) -> Signal<Vec<Said>> {
    let newest = Memo::new(move |_| thread.with(|thread| thread.messages.last().map(|message| message.id)));
    Signal::derive(move || {
        thread.with(|thread| {
            let user = &thread.user.display_name;
            let messages = thread.messages.iter();
            messages
                .map(|message| one(user, message.clone(), newest, now, send))
                .collect()
        })
    })
}

fn one(
    user: &str,
    message: AssistantMessage,
    newest: Memo<Option<u64>>,
    now: Signal<f64>,
    send: Callback<String>,
) -> Said {
    let own = message.author == Author::User;
    // The state is part of the key, so that a file is rendered again when its links expire.
    let state = message.file.as_ref().map_or("", |file| labels::state(file.state));
    Said {
        key: format!("{} {state}", message.id),
        author: if own {
            user.to_owned()
        } else {
            "Assistant".to_owned()
        },
        own,
        at: millis(&message.at),
        body: ViewFn::from(move || body(message.clone(), newest, now, send)),
    }
}

fn body(
    message: AssistantMessage,
    newest: Memo<Option<u64>>,
    now: Signal<f64>,
    send: Callback<String>,
) -> AnyView {
    let paragraph = |line: &str| view! { <p>{line.to_owned()}</p> }.into_any();
    let paragraphs: Vec<_> = message.text.lines().map(paragraph).collect();
    let id = message.id;
    let command = message.command.map(|command| {
        let shown = command.clone();
        let send_it = move || {
            let command = command.clone();
            let label = format!("Send “{command}”");
            (newest.get() == Some(id)).then(|| {
                view! {
                    <Button small=true kind=Kind::Primary label on_click=move |()| send.run(command.clone())>
                        "Send"
                    </Button>
                }
            })
        };
        view! { <div class="row"><code>{shown}</code>{send_it}</div> }
    });
    let file = message.file.map(|file| view! { <File file now /> });
    view! {
        {paragraphs}
        {command}
        {file}
    }
    .into_any()
}
