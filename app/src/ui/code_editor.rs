//! An editor for long texts such as policy documents. A real `<textarea>`, so that undo, input methods and screen
//! readers work, lies between a gutter with line numbers and a layer with marks. The surrounding box scrolls. The
//! textarea is always as large as its text, so nothing needs synchronising.

mod caret;
mod lines;

use leptos::{ev::KeyboardEvent, html, prelude::*};

pub use self::caret::{go_to, replace_all};
use self::{
    caret::insert,
    lines::{Mark, Segment},
};
use super::{
    button::{Button, Kind},
    field::{Checkbox, Ties},
};

/// A fault in a text: its position and a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: u32,
    /// The character in the line, counted from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// The editor. If `read_only`, a viewer that looks the same.
#[component]
pub fn CodeEditor(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// A hint about what to enter.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The fault to mark.
    #[prop(optional, into)]
    fault: Signal<Option<Fault>>,
    /// The first and last line to highlight.
    #[prop(optional, into)]
    marked: Signal<Option<(u32, u32)>>,
    /// Whether the text is read-only.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// The textarea, for [`go_to`] and [`replace_all`].
    #[prop(optional)]
    area: NodeRef<html::Textarea>,
    /// Contents below, at the end, such as the text's length.
    #[prop(optional, into)]
    foot: ViewFn,
) -> AnyView {
    let ties = Ties::new();
    let count = Memo::new(move |_| value.with(|text| lines::count(text)));
    let segments = Memo::new(move |_| {
        let fault = fault.with(|fault| fault.as_ref().map(|fault| fault.line));
        lines::segments(count.get(), marked.get(), fault)
    });
    let words = Signal::derive(move || fault.get().as_ref().map(sentence));
    let described = described(&ties, hint.is_some(), words, marked);
    let tab_inserts = RwSignal::new(false);
    let on_key = move |event: KeyboardEvent| {
        let plain = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
        if event.key() == "Tab" && plain && tab_inserts.get_untracked() && !read_only.get_untracked() {
            event.prevent_default();
            insert(area, value, "  ");
        }
    };
    // Only set text from elsewhere: setting what was just typed would split the browser's undo into single letters.
    Effect::new(move |_| {
        let text = value.get();
        if let Some(area) = area.get().filter(|area| area.value() != text) {
            area.set_value(&text);
        }
    });
    Effect::new(move |_| {
        if let (Some(area), Some((first, _))) = (area.get(), marked.get()) {
            request_animation_frame(move || caret::reveal(&area, first));
        }
    });
    let back = move || {
        let line = value.with(|text| fault.with(|fault| fault.as_ref().map(|fault| lines::cut(text, fault))));
        let draw = |segment: Segment| behind(&segment, line.as_ref());
        segments.get().into_iter().map(draw).collect::<Vec<_>>()
    };
    let gutter = move || segments.get().iter().map(numbers).collect::<Vec<_>>();
    let marked_words = ties.marked_words(marked);
    let control = view! {
        <div class="code" data-invalid=move || fault.with(Option::is_some).then_some("")>
            <div class="code-lines">
                <pre class="code-gutter" aria-hidden="true">{gutter}</pre>
                <div class="code-text">
                    <pre class="code-back" aria-hidden="true">{back}</pre>
                    <textarea
                        node_ref=area
                        id=ties.control.clone()
                        rows=move || count.get().to_string()
                        cols=move || value.with(|text| lines::longest(text)).to_string()
                        wrap="off"
                        spellcheck="false"
                        autocomplete="off"
                        autocapitalize="off"
                        translate="no"
                        readonly=move || read_only.get()
                        aria-invalid=move || fault.with(Option::is_some).then_some("true")
                        aria-describedby=described
                        on:keydown=on_key
                        on:input=move |event| value.set(event_target_value(&event))
                    ></textarea>
                </div>
            </div>
        </div>
        {marked_words}
    };
    view! {
        <div class="code-field">
            {ties.wrap(label, hint, words, control.into_any())}
            <div class="row code-foot">
                {move || fault.get().map(|fault| view! { <GoTo area fault /> })}
                {move || (!read_only.get()).then(|| view! {
                    <Checkbox label="Tab inserts two spaces (Shift+Tab leaves)" checked=tab_inserts />
                })}
                <div class="code-end">{foot.run()}</div>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn GoTo(area: NodeRef<html::Textarea>, fault: Fault) -> AnyView {
    let label = format!("Go to line {}", fault.line);
    let go = move |()| {
        if let Some(area) = area.get_untracked() {
            go_to(&area, fault.line, fault.column);
        }
    };
    view! { <Button small=true kind=Kind::Secondary on_click=go>{label}</Button> }.into_any()
}

fn sentence(fault: &Fault) -> String {
    format!(
        "Line {}, character {}: {}",
        fault.line, fault.column, fault.message
    )
}

impl Ties {
    fn marked_id(&self) -> String {
        format!("{}-marked", self.control)
    }

    /// Names the marked lines for screen readers.
    fn marked_words(&self, marked: Signal<Option<(u32, u32)>>) -> impl IntoView + use<> {
        let id = self.marked_id();
        move || {
            let (first, last) = marked.get()?;
            let words = if first == last {
                format!("Line {first} is marked.")
            } else {
                format!("Lines {first} to {last} are marked.")
            };
            Some(view! { <span class="visually-hidden" id=id.clone()>{words}</span> })
        }
    }
}

/// Returns the value of `aria-describedby`: hint, fault and marked lines.
fn described(
    ties: &Ties,
    hinted: bool,
    words: Signal<Option<String>>,
    marked: Signal<Option<(u32, u32)>>,
) -> impl Fn() -> Option<String> + use<> {
    let (first, marked_id) = (ties.described(hinted, words), ties.marked_id());
    move || match (first(), marked.get()) {
        (ids, None) => ids,
        (None, Some(_)) => Some(marked_id.clone()),
        (Some(ids), Some(_)) => Some(format!("{ids} {marked_id}")),
    }
}

/// Renders the line numbers of a segment, with a sign on marked lines.
fn numbers(segment: &Segment) -> AnyView {
    let sign = segment.mark.map_or("", Mark::sign);
    let mut text = String::new();
    for line in segment.first..=segment.last {
        text.push_str(sign);
        text.push_str(&line.to_string());
        text.push('\n');
    }
    view! { <span data-mark=segment.mark.map(Mark::name)>{text}</span> }.into_any()
}

/// Renders the mark behind a segment, if any. The faulty line repeats its text invisibly, so that the underline
/// starts at the right character.
fn behind(segment: &Segment, fault: Option<&(String, String)>) -> AnyView {
    let mark = segment.mark.map(Mark::name);
    match (segment.mark, fault) {
        (Some(Mark::Fault), Some((before, from))) => view! {
            <span data-mark=mark>{before.clone()}<u>{from.clone()}</u></span>
        }
        .into_any(),
        _ => {
            let breaks = "\n".repeat((segment.last + 1 - segment.first) as usize);
            view! { <span data-mark=mark>{breaks}</span> }.into_any()
        }
    }
}
