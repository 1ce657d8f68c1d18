//! A conflict: someone else saved other settings meanwhile. Shows them, and two ways to resolve it. Neither loses a
//! setting unseen.

use attache_wire::retention::Retention;
use leptos::{html, prelude::*};

use crate::{
    components::{labels, retention::Draft},
    ui::{banner::Banner, button::Button, dom::focus_in, status::Tone},
};

/// Shown until the conflict is resolved.
#[component]
pub(super) fn Conflict(
    newer: Memo<Option<Retention>>,
    draft: Draft,
    place: NodeRef<html::Div>,
) -> impl IntoView {
    let settle = move |settled: fn(Draft, Retention)| {
        let Some(newer) = newer.get_untracked() else {
            return;
        };
        settled(draft, newer);
        // Move the focus: the pressed button is gone.
        let form = place
            .get_untracked()
            .and_then(|place| place.closest("form").ok()?);
        request_animation_frame(move || {
            form.inspect(|form| focus_in(form, "input:checked"));
        });
    };
    let conflict = move || {
        let newer = newer.get()?;
        let actions = move || {
            view! {
                <Button small=true on_click=move |()| settle(Draft::rebase)>"Keep my settings"</Button>
                <Button small=true on_click=move |()| settle(Draft::take)>"Use theirs"</Button>
            }
        };
        Some(view! {
            <Banner tone=Tone::Warning title="Someone else changed these settings." actions>
                {format!(
                    "Their settings keep conversations {} and chat rooms {}. Your settings are not saved yet.",
                    how_long(newer.conversation_days),
                    how_long(newer.room_days),
                )}
            </Banner>
        })
    };
    view! { <div node_ref=place class="conflict" tabindex="-1" role="status">{conflict}</div> }.into_any()
}

fn how_long(days: Option<u32>) -> String {
    match days {
        Some(days) => ["for ", &labels::counted(days.into(), "day", "days")].concat(),
        None => "forever".to_owned(),
    }
}
