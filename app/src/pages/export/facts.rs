//! A request's facts: who, when and why; its stages; the file's checksum; its history.

use attache_wire::export::{Export, ExportDetail, ManifestFacts, TimelineEntry};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::exports::{panel::processing::stages, state_status::StateStatus},
    state::sim_clock::millis,
    ui::{
        card::Card,
        copy::CopyButton,
        key_values::{KeyValue, KeyValues},
        name::{name, sentence},
        stages::StageList,
        time::{Bytes, Time},
    },
};

/// Who requested it, when and why.
#[component]
pub(super) fn Facts(export: Memo<Option<Export>>) -> impl IntoView {
    let facts = Memo::new(move |_| {
        export.with(|export| {
            let export = export.as_ref()?;
            Some((
                export.requested_by.name.clone(),
                millis(&export.submitted_at),
                export.reason.clone(),
                millis(&export.next_allowed_at),
            ))
        })
    });
    move || {
        let (by, submitted, reason, next) = facts.get()?;
        Some(view! {
            <KeyValues>
                <KeyValue label="Requested by">{name(&by)}</KeyValue>
                <KeyValue label="Submitted"><Time at=submitted /></KeyValue>
                <KeyValue label="Reason">{name(reason.as_deref().unwrap_or("None"))}</KeyValue>
                <KeyValue label="Next request possible"><Time at=next /></KeyValue>
            </KeyValues>
        })
    }
}

/// The duration of each stage.
#[component]
pub(super) fn Stages(detail: Remote<ExportDetail>) -> impl IntoView {
    let stages = Memo::new(move |_| detail.map(|detail| stages(&detail.steps)).unwrap_or_default());
    view! {
        <Card title="Stages">
            <StageList label="Request stages" stages />
        </Card>
    }
    .into_any()
}

/// The file's length and checksum, to check a copy against.
#[component]
pub(super) fn Manifest(manifest: ManifestFacts) -> impl IntoView {
    let digest = manifest.sha256.clone();
    view! {
        <Card title="The file">
            <KeyValues>
                <KeyValue label="CSV size"><Bytes size=manifest.size_bytes /></KeyValue>
                <KeyValue label="CSV SHA-256">
                    <span class="digest">
                        <code>{digest}</code>
                        <CopyButton label="Copy the SHA-256" text=manifest.sha256 />
                    </span>
                </KeyValue>
            </KeyValues>
            <p class="soft">
                "Values at delivery. Every download produces the same file: a copy with this checksum is \
                 complete and unchanged."
            </p>
        </Card>
    }
    .into_any()
}

/// The timeline's entries, oldest first.
#[component]
pub(super) fn History(entries: Memo<Vec<TimelineEntry>>) -> impl IntoView {
    let draw = |entry: TimelineEntry| {
        view! {
            <li class="history-entry">
                <StateStatus state=entry.state />
                <span>
                    "by " {name(&entry.actor.name)} {entry.detail.map(|detail| format!(": {}", sentence(&detail)))}
                </span>
                <span class="soft"><Time at=millis(&entry.at) /></span>
            </li>
        }
    };
    view! {
        <Card title="What happened">
            <ol class="history">{move || entries.get().into_iter().map(draw).collect_view()}</ol>
        </Card>
    }
    .into_any()
}
