//! The file that the Assistant prepared. Its links are secrets, so they never appear in a toast, a log or an
//! address.

use attache_wire::{assistant::AssistantFile, state::ExportState};
use leptos::prelude::*;

use crate::{
    components::{exports::state_status::StateStatus, labels},
    state::sim_clock::millis,
    ui::{
        format,
        icon::{Icon, icon},
        time::{RelativeTime, Time},
    },
};

/// Shows the file, or what happened to it.
#[component]
pub(super) fn File(file: AssistantFile, now: Signal<f64>) -> impl IntoView {
    let dies = millis(&file.links_expire_at);
    let dead = Memo::new(move |_| dies <= now.get());
    let file = StoredValue::new(file);
    let body = move || {
        let file = file.get_value();
        match (file.csv_url, file.text_url) {
            (Some(csv), Some(text)) if !dead.get() => view! {
                <div class="row">
                    {link(csv, "primary", "Download CSV")} {link(text, "secondary", "Download TXT")}
                </div>
                <p class="small">
                    "Links work until " <Time at=dies /> ", " <RelativeTime at=dies now />
                    ". Anyone with the file or its links can download everything without signing in."
                </p>
            }
            .into_any(),
            _ => {
                let ready = file.state.is_ready();
                let state = if ready { ExportState::Expired } else { file.state };
                view! { <p><StateStatus state />" The links no longer work."</p> }.into_any()
            }
        }
    };
    let what = move || {
        file.with_value(|file| {
            let listed = labels::counted(file.items, "attachment", "attachments");
            let left_out = match file.errors {
                0 => String::new(),
                errors => format!(", {} left out", format::number(errors)),
            };
            format!("{listed}, {}{left_out}", format::bytes(file.bytes))
        })
    };
    view! {
        <div class="chat-file">
            <p class="row">{icon(Icon::FileText)} <strong>{what}</strong></p>
            {body}
        </div>
    }
    .into_any()
}

/// Renders a plain link. The browser saves the response from the files site and sends no referrer.
fn link(url: String, kind: &'static str, label: &'static str) -> AnyView {
    view! {
        <a class="button" data-kind=kind href=url download="" rel="noreferrer">{icon(Icon::Download)}{label}</a>
    }
    .into_any()
}
