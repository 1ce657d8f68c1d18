//! The API of the simulator: faults, scenarios, machinery, reset and DNS.

use std::{collections::HashSet, sync::Arc};

use attache_wire::{
    error::ErrorCode,
    event::Event,
    page::Page,
    simulator::{DnsRecord, Fault, LaunchScenario, Launched, Machinery, NewDnsRecord, NewFault, ResetWorld},
};
use axum::{Extension, Json, extract::State, http::StatusCode};

use super::{
    ApiError, App,
    body::JsonBody,
    query::Id,
    route::{Needs, Records, Route},
    session::Caller,
};
use crate::{
    error::Refusal,
    simulator::{self, dns, faults, machinery},
};

/// The operations whose calls can fail on purpose.
#[derive(Clone)]
pub(super) struct Operations(Arc<HashSet<&'static str>>);

impl Operations {
    /// Returns those of the routes that are not spared.
    pub(super) fn of(routes: &[Route]) -> Self {
        let can_fail = |route: &&Route| !route.spared && route.needs != Needs::Nothing;
        let routes = routes.iter().filter(can_fail);
        Self(Arc::new(routes.filter_map(Route::operation).collect()))
    }
}

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            list,
            "/api/v1/simulator/faults",
            "Files that are broken on purpose",
        )
        .gives_page::<Fault>()
        .in_demo(),
        Route::post(
            add,
            "/api/v1/simulator/faults",
            "Break an attachment's stored file",
        )
        .called("simulator:DamageFile")
        .records(Records::Call)
        .takes::<NewFault>()
        .gives::<Fault>(201)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid, ErrorCode::Conflict])
        .in_demo(),
        Route::delete(clear, "/api/v1/simulator/faults", "Repair every stored file")
            .called("simulator:RepairFiles")
            .records(Records::Call)
            .status(204)
            .in_demo(),
        Route::get(dns, "/api/v1/simulator/dns", "TXT records of the simulated DNS")
            .gives_page::<DnsRecord>()
            .in_demo(),
        Route::post(
            add_record,
            "/api/v1/simulator/dns",
            "Add a TXT record to the simulated DNS",
        )
        .called("simulator:AddDnsRecord")
        .records(Records::Call)
        .takes::<NewDnsRecord>()
        .gives::<DnsRecord>(201)
        .refuses(&[ErrorCode::Invalid, ErrorCode::Conflict])
        .in_demo(),
        Route::delete(
            delete_record,
            "/api/v1/simulator/dns/{record}",
            "Delete a record of the simulated DNS",
        )
        .called("simulator:DeleteDnsRecord")
        .records(Records::Call)
        .status(204)
        .refuses(&[ErrorCode::NotFound])
        .in_demo(),
        Route::post(launch, "/api/v1/simulator/scenarios", "Launch a scenario")
            .called("simulator:LaunchScenario")
            .records(Records::Call)
            .in_demo()
            .without_a_world()
            .takes::<LaunchScenario>()
            .gives::<Launched>(200)
            .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::Unavailable]),
        Route::get(
            machinery,
            "/api/v1/simulator/machinery",
            "Active faults in the machinery",
        )
        .in_demo()
        .gives::<Machinery>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::put(
            set_machinery,
            "/api/v1/simulator/machinery",
            "Set the faults in the machinery; what is left out ends",
        )
        .called("simulator:SetFaults")
        .records(Records::Call)
        .in_demo()
        .takes::<Machinery>()
        .gives::<Machinery>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
        Route::post(
            crash,
            "/api/v1/simulator/worker-crash",
            "Crash the pipeline's worker",
        )
        .called("simulator:CrashWorker")
        .records(Records::Call)
        .in_demo()
        .status(204)
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            reset,
            "/api/v1/simulator/reset",
            "Reset the demo data to the original seed; everything in it is lost",
        )
        .called("simulator:ResetWorld")
        .in_demo()
        .without_a_world()
        .takes::<ResetWorld>()
        .status(204)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::Invalid,
            ErrorCode::Conflict,
            ErrorCode::Unavailable,
        ]),
    ]
}

/// `GET /api/v1/simulator/faults`
pub(super) async fn list(State(app): State<App>) -> Result<Json<Page<Fault>>, ApiError> {
    Ok(Json(Page::whole(faults::list(app.workspace()).await?)))
}

/// `POST /api/v1/simulator/faults`: damages the stored file of an attachment.
pub(super) async fn add(
    State(app): State<App>,
    JsonBody(fault): JsonBody<NewFault>,
) -> Result<(StatusCode, Json<Fault>), ApiError> {
    let made = faults::add(app.workspace(), &fault).await?;
    app.workspace().events.publish(Event::Resync);
    Ok((StatusCode::CREATED, Json(made)))
}

/// `DELETE /api/v1/simulator/faults`: repairs every file.
pub(super) async fn clear(State(app): State<App>) -> Result<StatusCode, ApiError> {
    faults::mend(app.workspace()).await?;
    app.workspace().events.publish(Event::Resync);
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/simulator/scenarios`: responds when the state is reached.
pub(super) async fn launch(
    State(app): State<App>,
    caller: Caller,
    JsonBody(body): JsonBody<LaunchScenario>,
) -> Result<Json<Launched>, ApiError> {
    Ok(Json(
        simulator::launch(app.workspace(), &caller.signed_in, body.scenario).await?,
    ))
}

/// `GET /api/v1/simulator/machinery`
pub(super) async fn machinery(State(app): State<App>) -> Json<Machinery> {
    Json(machinery::get(app.workspace()))
}

/// `PUT /api/v1/simulator/machinery`
pub(super) async fn set_machinery(
    State(app): State<App>,
    Extension(operations): Extension<Operations>,
    JsonBody(body): JsonBody<Machinery>,
) -> Result<Json<Machinery>, ApiError> {
    let operation = body
        .api_errors
        .as_ref()
        .and_then(|errors| errors.operation.as_deref());
    if operation.is_some_and(|operation| !operations.0.contains(operation)) {
        let detail = "No call that can fail on purpose has this operation. Use its name in the audit log.";
        return Err(Refusal::invalid("apiErrors.operation", detail).into());
    }
    Ok(Json(machinery::set(app.workspace(), body)?))
}

/// `POST /api/v1/simulator/worker-crash`
pub(super) async fn crash(State(app): State<App>) -> StatusCode {
    machinery::crash(app.workspace());
    StatusCode::NO_CONTENT
}

/// `POST /api/v1/simulator/reset`: responds when the new world is complete.
pub(super) async fn reset(
    State(app): State<App>,
    caller: Caller,
    JsonBody(body): JsonBody<ResetWorld>,
) -> Result<StatusCode, ApiError> {
    simulator::reset(app.workspace(), &caller.signed_in, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/v1/simulator/dns`
pub(super) async fn dns(State(app): State<App>) -> Result<Json<Page<DnsRecord>>, ApiError> {
    Ok(Json(Page::whole(dns::list(app.workspace()).await?)))
}

/// `POST /api/v1/simulator/dns`: adds a TXT record, which becomes visible after a delay.
pub(super) async fn add_record(
    State(app): State<App>,
    JsonBody(body): JsonBody<NewDnsRecord>,
) -> Result<(StatusCode, Json<DnsRecord>), ApiError> {
    Ok((StatusCode::CREATED, Json(dns::add(app.workspace(), &body).await?)))
}

/// `DELETE /api/v1/simulator/dns/{record}`
pub(super) async fn delete_record(
    State(app): State<App>,
    Id(record): Id<String>,
) -> Result<StatusCode, ApiError> {
    dns::delete(app.workspace(), &record).await?;
    Ok(StatusCode::NO_CONTENT)
}
