//! The details of one event: all fields and the record, in a drawer named by the address.

use attache_wire::audit::AuditEvent;
use leptos::prelude::*;

use super::{
    labels,
    rows::{Outcome, Who},
};
use crate::{
    routes::url_query::UrlQuery,
    state::sim_clock::{SimClock, millis},
    ui::{
        button::Button,
        copy::CopyButton,
        dialog::{Dialog, DialogActions},
        format::{self, TimeStyle},
        key_values::{KeyValue, KeyValues},
        time::Time,
    },
};

/// The drawer. Open while there is an event; closing it removes the event from the address.
#[component]
pub(super) fn Details(event: Memo<Option<AuditEvent>>, url: UrlQuery) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(event.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && event.with_untracked(Option::is_some) {
            let cursor = untrack(|| url.get("cursor"));
            url.replace(&[("event", ""), ("cursor", &cursor)]);
        }
    });
    let title = move || event.with(|event| event.as_ref().map(title)).unwrap_or_default();
    view! {
        <Dialog open title=Signal::derive(title) drawer=true>
            {move || event.get().map(|event| view! { <Fields event url /> })}
            <DialogActions>
                <Button on_click=move |()| open.set(false)>"Close"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

fn title(event: &AuditEvent) -> String {
    labels::event(&labels::action(event)).to_owned()
}

#[component]
fn Fields(event: AuditEvent, url: UrlQuery) -> impl IntoView {
    let now = SimClock::from_context().now();
    let record = format::json(&event.record);
    let whole = record.clone();
    let principal = event.principal.clone();
    let theirs = move || url.href(&[("principal", &principal), ("event", ""), ("cursor", "")]);
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let (action, at) = (labels::action(&event), millis(&event.at));
    let who = view! { <Who event=event.clone() /> };
    let outcome = view! { <Outcome event=event.clone() /> };
    view! {
        <div class="stack">
            <KeyValues>
                <KeyValue label="Event"><code>{action}</code></KeyValue>
                <KeyValue label="Outcome">{outcome}</KeyValue>
                <KeyValue label="When"><Time at show=TimeStyle::Exact now /></KeyValue>
                <KeyValue label="Who">{who} <a class="small" href=theirs>"All events by this principal"</a></KeyValue>
                <KeyValue label="IP address">{or_none(event.address)}</KeyValue>
                <KeyValue label="Account"><code>{or_none(event.account_id.map(String::from))}</code></KeyValue>
                <KeyValue label="Record number">{format::number(event.sequence)}</KeyValue>
                <KeyValue label="ID"><code>{event.id}</code></KeyValue>
            </KeyValues>
            <section class="record" aria-label="The record">
                <header class="record-head">
                    <h3>"The record"</h3>
                    <CopyButton label="Copy the record" text=whole />
                </header>
                <pre tabindex="0">{record}</pre>
            </section>
        </div>
    }
    .into_any()
}
