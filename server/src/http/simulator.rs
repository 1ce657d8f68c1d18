//! The simulator's faults, and its DNS.

use attache_wire::{
    error::ErrorCode,
    page::Page,
    simulator::{DnsRecord, Fault, NewDnsRecord, NewFault},
};
use axum::{Json, extract::State, http::StatusCode};

use super::{ApiError, App, body::JsonBody, query::Id, session::Caller};
use crate::{
    clock::{Millis, SECOND, rfc3339},
    error::{Error, Refusal},
    store,
};

/// `GET /api/v1/simulator/faults`
pub(super) async fn list(State(app): State<App>, _caller: Caller) -> Result<Json<Page<Fault>>, ApiError> {
    let mut conn = app.workspace().store.read().await?;
    Ok(Json(Page::whole(store::faults::list(&mut conn).await?)))
}

/// `POST /api/v1/simulator/faults`: breaks the stored file of an attachment.
pub(super) async fn add(
    State(app): State<App>,
    _caller: Caller,
    JsonBody(fault): JsonBody<NewFault>,
) -> Result<(StatusCode, Json<Fault>), ApiError> {
    let workspace = app.workspace();
    let mut tx = workspace.store.write().await?;
    let Some(sha256) = store::faults::target(&mut tx, fault.attachment_id.as_deref()).await? else {
        return Err(Refusal::not_found("attachment").into());
    };
    store::faults::insert(&mut tx, &sha256, fault.kind).await?;
    workspace.blobs.break_file(&sha256, fault.kind).await?;
    let made = store::faults::list(&mut tx)
        .await?
        .into_iter()
        .find(|made| made.sha256 == sha256);
    let made = made.ok_or_else(|| Error::Internal("a fault vanished".into()))?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// `DELETE /api/v1/simulator/faults`: mends every file.
pub(super) async fn clear(State(app): State<App>, _caller: Caller) -> Result<StatusCode, ApiError> {
    let workspace = app.workspace();
    let mut tx = workspace.store.write().await?;
    for fault in store::faults::list(&mut tx).await? {
        workspace.blobs.mend(&fault.sha256).await?;
    }
    store::faults::clear(&mut tx).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
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
