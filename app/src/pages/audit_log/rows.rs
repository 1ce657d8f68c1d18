//! Table rows for events.

use attache_wire::audit::AuditEvent;
use leptos::prelude::*;

use super::labels;
use crate::{
    routes::url_query::UrlQuery,
    state::sim_clock::{SimClock, millis},
    ui::{format::TimeStyle, name::name, status::Status, table::Column, time::Time},
};

pub(super) const COLUMNS: &[Column] = &[
    Column::new("Event"),
    Column::new("Outcome"),
    Column::new("When"),
    Column::new("Who"),
    Column::new("IP address").secondary(),
];

/// Returns an event's cells. The link on its name opens the details, and covers the row.
pub(super) fn cells(event: AuditEvent) -> Vec<AnyView> {
    let url = use_context().unwrap_or_else(UrlQuery::here);
    let now = SimClock::from_context().now();
    let action = labels::action(&event);
    let id = event.id.clone();
    let name = view! {
        <a class="event-link" href=move || url.href(&[("event", &id)]) data-noscroll="">{labels::event(&action).to_owned()}</a>
        <code class="soft">{action}</code>
    };
    vec![
        name.into_any(),
        view! { <Outcome event=event.clone() /> }.into_any(),
        view! { <Time at=millis(&event.at) show=TimeStyle::Exact now /> }.into_any(),
        view! { <Who event=event.clone() /> }.into_any(),
        event.address.map_or_else(|| "–".into_any(), IntoAny::into_any),
    ]
}

/// Shows the principal's name at the time, and their id.
#[component]
pub(super) fn Who(event: AuditEvent) -> impl IntoView {
    view! {
        {name(&event.principal_name)}
        <code class="soft">{event.principal}</code>
    }
    .into_any()
}

/// Shows the outcome and the error code.
#[component]
pub(super) fn Outcome(event: AuditEvent) -> impl IntoView {
    view! {
        <Status tone=labels::tone(event.outcome) label=labels::outcome(event.outcome) />
        {event.error_code.map(|code| view! { <code class="soft">{code}</code> })}
    }
    .into_any()
}
