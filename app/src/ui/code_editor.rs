//! An editor for a text of many lines, such as a policy document. It is a real `<textarea>`, so that undo, input
//! methods and screen readers work, between a gutter with the lines' numbers and a layer that shows marks. The box
//! around the three scrolls; the textarea is always as large as its text, so nothing has to be kept in step.

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

/// Where something is wrong in a text, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: u32,
    /// The character in the line, counted from 1.
    pub column: u32,
    /// What is wrong there.
    pub message: String,
}

/// The editor; or, where it is `read_only`, a viewer with the same looks.
#[component]
pub fn CodeEditor(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// What to put in it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the text.
    #[prop(optional, into)]
    fault: Signal<Option<Fault>>,
    /// The first and the last of the lines that it is about, if it is about some.
    #[prop(optional, into)]
    marked: Signal<Option<(u32, u32)>>,
    /// Whether the text can only be read.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// The textarea, for [`go_to`] and [`replace_all`].
    #[prop(optional)]
    area: NodeRef<html::Textarea>,
    /// What stands below at the end, such as how long the text is.
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
    // Only what comes from elsewhere is put in: to put back what was typed would cut the browser's undo to letters.
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

    /// Which lines are marked, for those who do not see it.
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

/// The value of `aria-describedby`: hint, fault and marked lines.
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

/// The numbers of some lines, with a sign where they are marked.
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

/// What is behind some lines: nothing, or a mark. The faulty line's text is there again, invisible, so that what
/// underlines it begins at the right character.
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
