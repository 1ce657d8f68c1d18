//! A request that has ended: what happened, its consequences and the next step.

use attache_wire::export::Export;
use leptos::prelude::*;

use crate::components::exports::availability::Latest;
use crate::{
    state::sim_clock::millis,
    ui::{
        banner::Banner,
        format::{self, TimeStyle},
        name::sentence,
        status::Tone,
    },
};

/// Shows a failed, cancelled, revoked or expired request.
#[component]
pub(crate) fn Ended(kind: Latest, export: Signal<Export>) -> impl IntoView {
    let (what, so) = export.with_untracked(|export| sentences(kind, export));
    let tone = if kind == Latest::Failed {
        Tone::Error
    } else {
        Tone::Stopped
    };
    view! {
        <Banner tone title=what>
            {so}
        </Banner>
    }
    .into_any()
}

/// Says what happened, and what follows from it.
fn sentences(kind: Latest, export: &Export) -> (String, String) {
    let ended = export
        .ended_at
        .as_ref()
        .or(export.links_expire_at.as_ref())
        .map(|at| format::time(millis(at), TimeStyle::DateTime))
        .unwrap_or_default();
    match kind {
        Latest::Failed => {
            let why = export
                .failure
                .as_ref()
                .map(|failure| format!("{} ", sentence(&failure.detail)))
                .unwrap_or_default();
            (
                format!("The request failed on {ended}."),
                format!(
                    "{why}No file was created and the request does not count towards the 7-day limit: you can make \
                     another one immediately."
                ),
            )
        }
        Latest::Cancelled => (
            format!("The request was cancelled on {ended}."),
            "The work so far was discarded and no file was created. The request does not count towards the \
             7-day limit: you can make another one immediately."
                .to_owned(),
        ),
        Latest::Revoked => (
            format!("The links were revoked on {ended}."),
            "Every link in every copy of the file stopped working. The request still counts towards the 7-day limit."
                .to_owned(),
        ),
        _ => (
            format!("The links expired on {ended}."),
            "Links expire after 6 days. To download the attachments, make a new request.".to_owned(),
        ),
    }
}
