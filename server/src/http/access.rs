//! Principals and their policies, for the Access page.

use attache_wire::{page::Page, session::Principal};
use axum::{Json, extract::State};

use super::{ApiError, App, admit::Allowed, query::Parameters};
use crate::{authz::may, store};

/// `GET /api/v1/access/principals`
pub(super) async fn principals(
    State(app): State<App>,
    _allowed: Allowed<may::ListPrincipals>,
    query: Parameters,
) -> Result<Json<Page<Principal>>, ApiError> {
    query.done()?;
    let mut conn = app.workspace().store.read().await?;
    Ok(Json(Page::whole(store::access::principals(&mut conn).await?)))
}
