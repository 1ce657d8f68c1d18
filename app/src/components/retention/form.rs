//! The form with the two retention settings.

use attache_wire::retention::RetentionEffect;
use leptos::{ev::SubmitEvent, prelude::*};

use super::{Draft, sentences};
use crate::{
    api::Load,
    ui::{dom::focus_what_is_wrong, field::limit::LimitField},
};

/// The two settings, a preview of their effect, and the buttons.
#[component]
pub fn RetentionForm(
    /// The edited settings.
    draft: Draft,
    /// The effect of the edited settings.
    #[prop(into)]
    effect: Signal<Load<RetentionEffect>>,
    /// True while the effect is being counted.
    #[prop(into)]
    counting: Signal<bool>,
    /// Called on submission if the draft is valid.
    on_save: Callback<()>,
    /// The buttons, including the submit button.
    children: Children,
) -> AnyView {
    let wanted = draft.wanted();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        draft.send();
        match wanted.get_untracked() {
            Some(_) => on_save.run(()),
            None => focus_what_is_wrong(&event),
        }
    };
    const WORDS: (&str, &str) = ("Keep for", "days");
    view! {
        <form class="stack" novalidate on:submit=submit>
            <LimitField
                label="Conversations"
                hint="1:1 and group conversations whose members are all users of this account."
                unlimited="Keep forever"
                words=WORDS
                limited=draft.conversations.limited
                number=draft.conversations.text
                error=draft.wrong(draft.conversations)
            />
            <LimitField
                label="Chat rooms"
                hint="Rooms created by this account's users, regardless of who writes in them."
                unlimited="Keep forever"
                words=WORDS
                limited=draft.rooms.limited
                number=draft.rooms.text
                error=draft.wrong(draft.rooms)
            />
            <Preview draft effect counting />
            {children()}
        </form>
    }
    .into_any()
}

/// The effect of saving. A live region, so that screen readers announce changes.
#[component]
fn Preview(draft: Draft, effect: Signal<Load<RetentionEffect>>, counting: Signal<bool>) -> impl IntoView {
    let (wanted, differs) = (draft.wanted(), draft.differs());
    let asked = Memo::new(move |_| differs.get() && wanted.with(Option::is_some));
    let words = move || {
        if !asked.get() {
            return "Change a setting to preview its effect here before you save.".into_any();
        }
        if counting.get() {
            return "Counting…".into_any();
        }
        match effect.get() {
            Load::Loading => "Counting…".into_any(),
            Load::Failed(error) => error.sentence().into_any(),
            Load::Ready(effect) => {
                let lines = sentences(&effect).into_iter();
                let lines: Vec<_> = lines.map(|line| view! { <li>{line}</li> }.into_any()).collect();
                view! { <ul class="consequences">{lines}</ul> }.into_any()
            }
        }
    };
    view! {
        <div class="retention-effect" role="status">
            <h3>"Effect of saving"</h3>
            {words}
        </div>
    }
    .into_any()
}
