//! A user's conversation with the Assistant. A pure component: its output depends only on its inputs.

mod file;
mod message;

use attache_wire::assistant::{AssistantThread, DELETE_ME, GET_MY_ATTACHMENTS, HELP, MAX_MESSAGE_CHARS};
use leptos::{html, prelude::*};

use crate::{
    state::sim_clock::millis,
    ui::{
        banner::Banner,
        button::Button,
        chat::{ChatLog, Composer, focus_field},
        format::TimeStyle,
        name::isolated,
        status::{Status, Tone},
        time::{RelativeTime, Time},
    },
};

const COMMANDS: [&str; 3] = [HELP, GET_MY_ATTACHMENTS, DELETE_ME];

/// The conversation.
#[component]
pub fn Conversation(
    /// The messages, and whether the user can request attachments.
    #[prop(into)]
    thread: Signal<AssistantThread>,
    /// Simulated time, in milliseconds since 1970.
    #[prop(into)]
    now: Signal<f64>,
    /// The draft of the next message.
    text: RwSignal<String>,
    /// True while a message is being sent.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last message failed to send.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Sends a message.
    on_write: Callback<String>,
) -> AnyView {
    let form = NodeRef::<html::Form>::new();
    let follow = RwSignal::new(false);
    let on_write = Callback::new(move |text| {
        follow.set(true);
        on_write.run(text);
    });
    // Move the focus: the command's button disappears once the command is sent.
    let send = Callback::new(move |command| {
        focus_field(form);
        on_write.run(command);
    });
    let said = message::said(thread, now, send);
    let deleted = Memo::new(move |_| thread.with(|thread| thread.deleted));
    let name = Memo::new(move |_| thread.with(|thread| thread.user.display_name.clone()));
    let label = Signal::derive(move || [&isolated(&name.get()), "'s chat with the Assistant"].concat());
    let writing = move || {
        if deleted.get() {
            return view! {
                <Banner tone=Tone::Stopped title="This user was deleted at their own request.">
                    "They can no longer send messages."
                </Banner>
            }
            .into_any();
        }
        let commands = COMMANDS.map(|command| {
            let write = move |()| on_write.run(command.to_owned());
            view! { <Button small=true busy on_click=write>{command}</Button> }
        });
        let commands = commands.into_iter().collect::<Vec<_>>();
        view! {
            <div class="row" role="group" aria-label="Quick commands">{commands}</div>
            <Composer
                label=Signal::derive(move || ["Message from ", &isolated(&name.get())].concat())
                text
                max=MAX_MESSAGE_CHARS as u32
                busy
                error
                form
                on_send=on_write
            />
        }
        .into_any()
    };
    view! {
        <Standing thread now />
        <ChatLog label said empty="No messages yet. Try “Help”." follow />
        {writing}
    }
    .into_any()
}

/// Whether the user can use the Assistant now.
#[derive(Clone, PartialEq)]
enum Stand {
    Managed(String),
    Processing,
    Waits(f64),
    Free,
}

#[component]
fn Standing(thread: Signal<AssistantThread>, now: Signal<f64>) -> impl IntoView {
    let stand = Memo::new(move |_| {
        thread.with(
            |thread| match (&thread.user.managed_by, &thread.next_allowed_at) {
                (Some(account), _) => Stand::Managed(account.clone()),
                (None, _) if thread.processing => Stand::Processing,
                (None, Some(at)) if millis(at) > now.get() => Stand::Waits(millis(at)),
                (None, _) => Stand::Free,
            },
        )
    });
    let words = move || {
        match stand.get() {
        Stand::Managed(account) => view! {
            <Status tone=Tone::Warning label=["Managed by ", &isolated(&account)].concat() />
            <span>"The Assistant is for users who are not managed by an account."</span>
        }
        .into_any(),
        Stand::Processing => view! {
            <Status tone=Tone::Progress label="Preparing the file" />
            <span>"The file appears here about one simulated day after the request."</span>
        }
        .into_any(),
        Stand::Waits(at) => view! {
            <Status tone=Tone::Pending label="Attachments requested" />
            <span>"Next request possible " <RelativeTime at now /> ": " <Time at show=TimeStyle::DateTime /></span>
        }
        .into_any(),
        Stand::Free => view! { <Status tone=Tone::Success label="Can request attachments" /> }.into_any(),
    }
    };
    view! { <div class="row">{words}</div> }.into_any()
}
