//! Principals and their policies, for the Access page.

use attache_wire::{page::Page, permission::Action, session::Principal};
use axum::{Json, extract::State};

use super::{ApiError, App, query::Parameters, session::Caller};
use crate::{access, store};

/// `GET /api/v1/access/principals`
pub(super) async fn principals(
    State(app): State<App>,
    caller: Caller,
    query: Parameters,
) -> Result<Json<Page<Principal>>, ApiError> {
    query.done()?;
    let _proof = access::require(app.workspace(), &caller.signed_in, Action::ListPrincipals).await?;
    let mut conn = app.workspace().store.read().await?;
    Ok(Json(Page::whole(store::access::principals(&mut conn).await?)))
}
