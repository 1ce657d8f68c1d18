//! A conflict: someone else saved the policy meanwhile. Shows the diff and two ways to resolve it. Neither loses a
//! text unseen.

use leptos::{html, prelude::*};

use super::{draft::Text, work::Work};
use crate::ui::{
    banner::Banner, button::Button, card::Card, code_editor::replace_all, diff::Diff, dom::focus, name::name,
    status::Tone,
};

/// Shown until the conflict is resolved.
#[component]
pub(super) fn Conflict(work: Work, area: NodeRef<html::Textarea>) -> impl IntoView {
    let settle = move |take_theirs: bool| {
        let Some(newer) = work.newer.get_untracked() else {
            return;
        };
        let newer = Text::of(&newer);
        if take_theirs {
            work.name.set(newer.name.clone());
            replace_all(area, work.document, &newer.document);
        }
        work.saved.set(newer);
        work.newer.set(None);
    };
    // Move the focus here: the pressed button is far below, or was removed with its dialog.
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get().filter(|_| work.newer.with(Option::is_some)) {
            request_animation_frame(move || focus(&place));
        }
    });
    let conflict = move || {
        let newer = Text::of(&work.newer.get()?);
        let named = (newer.name != work.name.get()).then(|| {
            view! { <p>"Their name for the policy is " <strong>{name(&newer.name)}</strong> "."</p> }
        });
        let diff = move || {
            let before = newer.document.clone();
            view! { <Diff label="Their document compared with yours" before after=work.document.get() /> }
        };
        Some(view! {
            <Card title="Someone else changed this policy">
                <Banner tone=Tone::Warning title="Nothing was saved. Your text is kept below.">
                    "Removed lines are only in their document; added lines are only in yours."
                </Banner>
                {named}
                {diff}
                <div class="row">
                    <Button on_click=move |()| settle(false)>"Keep my text"</Button>
                    <Button on_click=move |()| settle(true)>"Use their text"</Button>
                </div>
            </Card>
        })
    };
    view! { <div node_ref=place class="conflict" tabindex="-1">{conflict}</div> }
}
