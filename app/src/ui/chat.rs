//! A conversation: what was said, and the field to write in.

use leptos::{ev::SubmitEvent, html, prelude::*};
use web_sys::Element;

use super::{
    button::{Button, Kind},
    dom::focus_in,
    field::TextField,
    format::TimeStyle,
    icon::{Icon, icon},
    time::Time,
};

/// How near to the end somebody is who has not scrolled back, in pixels.
const NEAR: i32 = 32;

/// Something that was said.
#[derive(Clone)]
pub struct Said {
    /// Tells it from the rest. With another key it is drawn again.
    pub key: String,
    /// Who said it.
    pub author: String,
    /// Whether that is the one who writes here.
    pub own: bool,
    /// When, in Unix milliseconds.
    pub at: f64,
    /// Draws it.
    pub body: ViewFn,
}

/// What was said, oldest first: a region that a screen reader reads the additions of. It shows the newest, but leaves
/// people who are reading further back where they are, and tells them.
#[component]
pub fn ChatLog(
    /// The region's name.
    #[prop(into)]
    label: Signal<String>,
    /// What was said.
    #[prop(into)]
    said: Signal<Vec<Said>>,
    /// What is shown before anything was said.
    empty: &'static str,
    /// Whether what is said next is shown wherever somebody reads: set when they write, and over with it.
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
        // What is new is on the page by then.
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
            <header><bdi>{said.author}</bdi>" "<Time at=said.at show=TimeStyle::Short /></header>
            {said.body.run()}
        </article>
    }
    .into_any()
}

/// The field to write in. Enter sends. Its owner empties it when the text has arrived; until then it is kept.
#[component]
pub fn Composer(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// What is in it.
    text: RwSignal<String>,
    /// The longest text, in UTF-16 units, as HTML counts.
    max: u32,
    /// Whether a text is on its way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last one did not arrive.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// The form, for [`focus_field`].
    form: NodeRef<html::Form>,
    /// Takes a text, without white space around it.
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

/// Puts the focus into the field of a [`Composer`].
pub fn focus_field(form: NodeRef<html::Form>) {
    if let Some(form) = form.get_untracked() {
        let form: &Element = &form;
        focus_in(form, "input");
    }
}
