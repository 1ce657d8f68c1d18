//! The simulator's faults, its scenarios, and its DNS.

use attache_wire::{
    error::ErrorCode,
    event::Event,
    page::Page,
    simulator::{DnsRecord, Fault, LaunchScenario, Launched, Machinery, NewDnsRecord, NewFault, ResetWorld},
};
use axum::{Json, extract::State, http::StatusCode};

use super::{ApiError, App, body::JsonBody, query::Id, session::Caller};
use crate::{
    clock::{Millis, SECOND, rfc3339},
    error::{Error, Refusal},
    simulator::{self, faults, machinery},
    store,
};

/// `GET /api/v1/simulator/faults`
pub(super) async fn list(State(app): State<App>) -> Result<Json<Page<Fault>>, ApiError> {
    Ok(Json(Page::whole(faults::list(app.workspace()).await?)))
}

/// `POST /api/v1/simulator/faults`: breaks the stored file of an attachment.
pub(super) async fn add(
    State(app): State<App>,
    JsonBody(fault): JsonBody<NewFault>,
) -> Result<(StatusCode, Json<Fault>), ApiError> {
    let workspace = app.0.workspace.clone();
    let made = to_its_end(async move { faults::add(&workspace, &fault).await }).await?;
    app.workspace().events.publish(Event::Resync);
    Ok((StatusCode::CREATED, Json(made)))
}

/// `DELETE /api/v1/simulator/faults`: mends every file.
pub(super) async fn clear(State(app): State<App>) -> Result<StatusCode, ApiError> {
    let workspace = app.0.workspace.clone();
    to_its_end(async move { faults::mend(&workspace).await }).await?;
    app.workspace().events.publish(Event::Resync);
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/simulator/scenarios`: answers when the state is reached.
pub(super) async fn launch(
    State(app): State<App>,
    caller: Caller,
    JsonBody(body): JsonBody<LaunchScenario>,
) -> Result<Json<Launched>, ApiError> {
    let workspace = app.0.workspace.clone();
    let launching = async move { simulator::launch(&workspace, &caller.signed_in, body.scenario).await };
    Ok(Json(to_its_end(launching).await?))
}

/// `GET /api/v1/simulator/machinery`
pub(super) async fn machinery(State(app): State<App>) -> Json<Machinery> {
    Json(machinery::get(app.workspace()))
}

/// `PUT /api/v1/simulator/machinery`
pub(super) async fn set_machinery(
    State(app): State<App>,
    JsonBody(body): JsonBody<Machinery>,
) -> Result<Json<Machinery>, ApiError> {
    Ok(Json(machinery::set(app.workspace(), body)?))
}

/// `POST /api/v1/simulator/worker-crash`
pub(super) async fn crash(State(app): State<App>) -> StatusCode {
    machinery::crash(app.workspace());
    StatusCode::NO_CONTENT
}

/// `POST /api/v1/simulator/reset`: answers when there is a new world.
pub(super) async fn reset(
    State(app): State<App>,
    caller: Caller,
    JsonBody(body): JsonBody<ResetWorld>,
) -> Result<StatusCode, ApiError> {
    let workspace = app.0.workspace.clone();
    to_its_end(async move { simulator::reset(&workspace, &caller.signed_in, &body).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Does it in a task of its own: a caller who hangs up leaves nothing half done.
pub(super) async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    tokio::spawn(work)
        .await
        .map_err(|error| Error::Internal(error.to_string()))?
}

/// Changes of the simulated DNS are seen after this (simulated) time.
const PROPAGATION: Millis = 30 * 60 * SECOND;
/// Records of the simulated DNS.
const MAX_RECORDS: u64 = 500;

/// `GET /api/v1/simulator/dns`
pub(super) async fn dns(State(app): State<App>) -> Result<Json<Page<DnsRecord>>, ApiError> {
    let workspace = app.workspace();
    let mut conn = workspace.store.read().await?;
    Ok(Json(Page::whole(
        store::dns::list(&mut conn, workspace.now()).await?,
    )))
}

/// `POST /api/v1/simulator/dns`: adds a TXT record, which is seen after a while.
pub(super) async fn add_record(
    State(app): State<App>,
    JsonBody(body): JsonBody<NewDnsRecord>,
) -> Result<(StatusCode, Json<DnsRecord>), ApiError> {
    let name = body.name.trim().trim_end_matches('.').to_ascii_lowercase();
    let is_name = |c: u8| c.is_ascii_alphanumeric() || b"-_.".contains(&c);
    if name.is_empty() || name.len() > 253 || !name.bytes().all(is_name) {
        let detail =
            "A record's name has letters, digits, hyphens, underscores and dots, at most 253 in all.";
        return Err(Refusal::invalid("name", detail).into());
    }
    let value = body.value.trim();
    if value.is_empty() || value.len() > 255 || value.chars().any(char::is_control) {
        let detail = "A TXT record's value has 1 to 255 bytes and no control characters.";
        return Err(Refusal::invalid("value", detail).into());
    }
    let workspace = app.workspace();
    let mut tx = workspace.store.write().await?;
    if store::dns::count(&mut tx).await? >= MAX_RECORDS {
        let detail = format!("The simulated DNS holds {MAX_RECORDS} records at most; delete some.");
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let (id, visible_at) = (workspace.random.id(), workspace.now() + PROPAGATION);
    store::dns::insert(&mut tx, (&id, &name, value), visible_at).await?;
    tx.commit().await?;
    let record = DnsRecord {
        id,
        name,
        value: value.to_owned(),
        visible_at: rfc3339(visible_at),
        visible: false,
    };
    Ok((StatusCode::CREATED, Json(record)))
}

/// `DELETE /api/v1/simulator/dns/{record}`
pub(super) async fn delete_record(State(app): State<App>, Id(record): Id) -> Result<StatusCode, ApiError> {
    let mut tx = app.workspace().store.write().await?;
    if !store::dns::delete(&mut tx, &record).await? {
        return Err(Refusal::not_found("record").into());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
