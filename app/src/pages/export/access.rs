//! File access: who can download a request's file now, who has, and who has confirmed the warning.

use attache_wire::{
    Timestamp,
    access::{ExportAccess, PrincipalRuling},
    export::Export,
    paths,
    permission::Action,
    state::ExportState,
};
use leptos::prelude::*;

use crate::{
    api::{Load, Remote},
    components::{
        access::decision::{DecisionStatus, StatementLink},
        labels,
        permission::MissingPermission,
        problem::Problem,
    },
    routes,
    state::{session::CurrentSession, sim_clock::millis},
    ui::{
        card::Card,
        name::name,
        skeleton::Loading,
        status::{Badge, Status, Tone},
        table::{Body, Column, Table, row},
        time::Time,
    },
};

const COLUMNS: &[Column] = &[Column::new("Principal"), Column::new("Policy decision")];

/// The card, if you may see other principals' decisions.
#[component]
pub(super) fn WhoCanDownload(id: Memo<String>, export: Memo<Option<Export>>) -> impl IntoView {
    let permitted = CurrentSession::from_context().permits(Action::SimulatePolicy);
    let state = Memo::new(move |_| export.with(|export| export.as_ref().map(|export| export.state)));
    let access = Remote::<ExportAccess>::new(move || {
        // Read again after each change of state.
        state.get()?;
        permitted.get().then(|| paths::export_access(&id.get()))
    });
    let retry = Callback::new(move |()| access.reload());
    let body = move || match access.load().get() {
        _ if !permitted.get() => forbidden(),
        Load::Loading => {
            view! { <div class="card-body"><Loading label="Loading who can download the file" /></div> }
                .into_any()
        }
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(access) => known(access),
    };
    view! { <Card title="Who can download this file right now?" flush=true>{body}</Card> }.into_any()
}

fn forbidden() -> AnyView {
    view! {
        <div class="card-body"><p class="soft">
            <MissingPermission action=Action::SimulatePolicy /> " "
            <a href=routes::ACCESS>"View your permissions"</a>
        </p></div>
    }
    .into_any()
}

fn known(access: ExportAccess) -> AnyView {
    let ExportAccess {
        state,
        available,
        principals,
        downloads,
        acknowledgements,
    } = access;
    let (tone, label, why) = if available {
        let why = "The principals marked as allowed below. Anyone with a copy of the file can use its links \
             without permission.";
        (Tone::Success, "The file is available", why)
    } else {
        (Tone::Stopped, "No one", absent(state))
    };
    let principals = StoredValue::new(principals);
    let rows = move || principals.get_value().into_iter().map(principal).collect_view();
    let downloads = downloads
        .into_iter()
        .map(|entry| happened(entry.name, labels::format(entry.format).0, &entry.at))
        .collect();
    let confirmed = acknowledgements
        .into_iter()
        .map(|entry| happened(entry.name, "", &entry.at))
        .collect();
    view! {
        <div class="card-body"><p><Status tone label /> " " {why}</p></div>
        <Table caption="Who can download the file" columns=COLUMNS body=Signal::stored(Body::Rows) rows />
        <div class="card-body">
            <div class="split">
                {list("Downloads", "No downloads yet.", downloads)}
                {list("Confirmed the warning", "No confirmations yet.", confirmed)}
            </div>
        </div>
    }
    .into_any()
}

/// Explains why there is no file.
fn absent(state: ExportState) -> &'static str {
    match state {
        ExportState::Submitted | ExportState::Processing => {
            "The file is not ready yet. When it is, these principals can download it:"
        }
        ExportState::Failed | ExportState::Cancelled => "The request created no file.",
        ExportState::Expired => "The file and its links have expired.",
        ExportState::Revoked => "The file and its links were revoked.",
        // The state says there is a file, but the server says it is not available.
        ExportState::Ready | ExportState::ReadyWithErrors => "The file is not available.",
    }
}

fn principal(principal: PrincipalRuling) -> AnyView {
    let cells = vec![
        view! {
            <span class="row">
                {name(&principal.name)}
                {principal.disabled.then(|| view! { <Badge label="Sign-in disabled" /> })}
            </span>
        }
        .into_any(),
        view! {
            <span class="row">
                <DecisionStatus ruling=principal.ruling />
                <StatementLink statement=principal.statement />
            </span>
        }
        .into_any(),
    ];
    row(COLUMNS, cells)
}

fn list(title: &'static str, nothing: &'static str, entries: Vec<AnyView>) -> AnyView {
    let entries = if entries.is_empty() {
        view! { <p class="soft">{nothing}</p> }.into_any()
    } else {
        view! { <ul class="history">{entries}</ul> }.into_any()
    };
    view! { <div class="stack" data-gap="small"><h3>{title}</h3>{entries}</div> }.into_any()
}

fn happened(who: String, what: &'static str, at: &Timestamp) -> AnyView {
    view! {
        <li class="history-entry">
            <span>{name(&who)}</span>
            <span>{what}</span>
            <span class="soft"><Time at=millis(at) /></span>
        </li>
    }
    .into_any()
}
