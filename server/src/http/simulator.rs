//! The simulator's faults.

use attache_wire::{
    page::Page,
    simulator::{Fault, NewFault},
};
use axum::{Json, extract::State, http::StatusCode};

use super::{ApiError, App, body::JsonBody, session::Caller};
use crate::{
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
