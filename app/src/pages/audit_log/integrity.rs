//! The integrity of the audit log.

use attache_wire::{
    audit::{AuditFault, AuditVerification},
    paths::{self, with_query},
};
use leptos::{prelude::*, task::spawn_local};

use super::{filters, labels};
use crate::{
    api::{Api, ApiError},
    routes,
    state::sim_clock::millis,
    ui::{
        banner::Banner,
        button::Button,
        format::{self, TimeStyle},
        status::{Status, Tone},
        time::Time,
    },
};

type Answer = Result<AuditVerification, ApiError>;

/// Verifies the log when the page opens and on demand, and shows the result. Ignores refreshes of the console,
/// because the server reads every record.
#[component]
pub(super) fn Integrity() -> impl IntoView {
    let api = Api::from_context();
    let answer = RwSignal::new(None::<Answer>);
    let busy = RwSignal::new(false);
    let verify = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let found = api.get(&paths::audit_verification()).fetch().await;
            busy.try_set(false);
            answer.try_set(Some(found));
        });
    });
    verify.run(());
    let finding = move || {
        match answer.get() {
        _ if busy.get() => view! { <Status tone=Tone::Progress label="Verifying the log…" /> }.into_any(),
        None => ().into_any(),
        Some(Ok(AuditVerification {
            fault: Some(fault),
            intact,
            checked_at,
        })) => view! { <Fault fault intact at=millis(&checked_at) /> }.into_any(),
        Some(Ok(verified)) => view! {
            <Status tone=Tone::Success label="Audit log verified" />
            <span class="soft">
                {labels::intact(verified.intact)}
                ", checked at "
                <Time at=millis(&verified.checked_at) show=TimeStyle::Exact />
            </span>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <Banner tone=Tone::Warning title="The audit log could not be verified.">{error.sentence()}</Banner>
        }
        .into_any(),
    }
    };
    view! {
        <section class="integrity" aria-label="Log integrity">
            <div class="integrity-finding" role="status">{finding}</div>
            <Button small=true busy on_click=verify>"Verify now"</Button>
        </section>
    }
    .into_any()
}

#[component]
fn Fault(fault: AuditFault, intact: u64, at: f64) -> impl IntoView {
    let place = place(&fault).map(|href| view! { <a href=href>"Show record"</a> " in the list. " });
    view! {
        <Banner tone=Tone::Error title=labels::fault(&fault)>
            {fault.detail}
            <p class="small">
                {fault.id.map(|id| view! { "ID " <code>{id}</code> ". " })}
                {place}
                {labels::intact(intact)}
                " before it are intact. Checked at "
                <Time at show=TimeStyle::Exact />
                "."
            </p>
        </Banner>
    }
    .into_any()
}

/// Returns the address of the record at the fault; `None` if the fault names no record.
fn place(fault: &AuditFault) -> Option<String> {
    let (id, at) = (fault.id.as_ref()?, fault.at.as_ref()?);
    let after = format::machine_time(millis(at) + 1.0);
    let query = [
        ("range", filters::BETWEEN),
        ("from", at),
        ("to", &after),
        ("event", id),
    ];
    Some(with_query(routes::ACTIVITY, &query))
}
