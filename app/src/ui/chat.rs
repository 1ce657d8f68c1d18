//! A chat: the log of messages, and the composer.

use leptos::{ev::SubmitEvent, html, prelude::*};
use web_sys::Element;

use super::{
    button::{Button, Kind},
    dom::focus_in,
    field::TextField,
    format::TimeStyle,
    icon::{Icon, icon},
    name::name,
    time::Time,
};

/// The distance from the end, in pixels, up to which the log follows new messages.
const NEAR: i32 = 32;

/// One message.
#[derive(Clone)]
pub struct Said {
    /// A unique key. A message with a new key is rendered again.
    pub key: String,
    /// The author's name.
    pub author: String,
    /// Whether the author is the user who writes here.
    pub own: bool,
    /// When it was sent, in Unix milliseconds.
    pub at: f64,
    /// Renders the message.
    pub body: ViewFn,
}

/// The messages, oldest first, in a region whose additions screen readers announce. Follows the newest message, but
/// keeps the position of someone reading further back and offers to jump to the end.
#[component]
pub fn ChatLog(
    /// The region's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The messages.
    #[prop(into)]
    said: Signal<Vec<Said>>,
    /// The text shown if there are no messages.
    empty: &'static str,
    /// Whether to show the next message at any scroll position. Set it when the user writes; the next message
    /// resets it.
    follow: RwSignal<bool>,
) -> AnyView {
    let log = NodeRef::<html::Div>::new();
    let reading_back = RwSignal::new(false);
    let unseen = RwSignal::new(false);
    let to_end = move || {
        if let Some(log) = log.try_get_untracked().flatten() {
            log.set_scroll_top(log.scroll_height());
            unseen.set(false);
        }
    };
    let key = |said: &Said| said.key.clone();
    let newest = Memo::new(move |_| said.with(|said| said.last().map(key)));
    Effect::new(move |_| {
        newest.with(|_| ());
        if reading_back.get_untracked() && !follow.get_untracked() {
            return unseen.set(true);
        }
        follow.set(false);
        // By then, the new message is on the page.
        request_animation_frame(to_end);
    });
    let scrolled = move |_| {
        if let Some(log) = log.get_untracked() {
            let below = log.scroll_height() - log.scroll_top() - log.client_height();
            reading_back.set(below > NEAR);
            if below <= NEAR {
                unseen.set(false);
            }
        }
    };
    let nothing = move || {
        said.with(Vec::is_empty)
            .then(|| view! { <p class="soft">{empty}</p> })
    };
    view! {
        <div class="chat">
            <div
                node_ref=log
                class="chat-log"
                role="log"
                aria-label=move || label.get()
                tabindex="0"
                on:scroll=scrolled
            >
                {nothing}
                <For each=move || said.get() key=|said| said.key.clone() let:said>
                    {draw(said)}
                </For>
            </div>
            {move || unseen.get().then(|| view! {
                <div class="chat-unseen">
                    <Button small=true on_click=move |()| to_end()>{icon(Icon::ArrowDown)}"New messages"</Button>
                </div>
            })}
        </div>
    }
    .into_any()
}

fn draw(said: Said) -> AnyView {
    view! {
        <article class="said" data-own=said.own.then_some("")>
            <header>{name(&said.author)}" "<Time at=said.at show=TimeStyle::Short /></header>
            {said.body.run()}
        </article>
    }
    .into_any()
}

/// The field for writing. Enter sends. The owner empties the field once the message has arrived.
#[component]
pub fn Composer(
    /// The field's label.
    #[prop(into)]
    label: Signal<String>,
    /// The draft.
    text: RwSignal<String>,
    /// The longest text, in UTF-16 units, as HTML counts.
    max: u32,
    /// Whether a message is being sent.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last message failed to send.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// The form, for [`focus_field`].
    form: NodeRef<html::Form>,
    /// Sends the trimmed text.
    #[prop(into)]
    on_send: Callback<String>,
) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = text.with_untracked(|text| text.trim().to_owned());
        if !text.is_empty() && !busy.get_untracked() {
            on_send.run(text);
        }
        focus_field(form);
    };
    view! {
        <form node_ref=form class="composer" novalidate on:submit=submit>
            <TextField label value=text max error autocomplete="off" />
            <Button submit=true kind=Kind::Primary busy>"Send"</Button>
        </form>
    }
    .into_any()
}

/// Moves the focus to the field of a [`Composer`].
pub fn focus_field(form: NodeRef<html::Form>) {
    if let Some(form) = form.get_untracked() {
        let form: &Element = &form;
        focus_in(form, "input");
    }
}
