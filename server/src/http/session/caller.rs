//! The caller, from the session cookie of the request.

use attache_wire::error::ErrorCode;
use axum::{extract::FromRequestParts, http::request::Parts};

use super::cookies;
use crate::{
    access::{
        SignedIn,
        sessions::{self, Live, Token},
    },
    audit::Origin,
    error::{Error, Refusal, Result},
    http::{ApiError, App},
};

/// The caller, with a live session. Handlers receive it from the layer that admitted the call.
#[derive(Debug, Clone)]
pub(in crate::http) struct Caller {
    pub(in crate::http) signed_in: SignedIn,
    pub(super) session: Live,
    token: Token,
}

impl Caller {
    /// Finds the caller of the request's live session.
    ///
    /// # Errors
    /// 401 without a live session; or when the database fails.
    pub(in crate::http) async fn resolve(app: &App, parts: &Parts) -> Result<Self> {
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        let unauthorized = || Refusal::new(ErrorCode::Unauthorized, "Sign in to continue.");
        let token = cookies::token(app, &parts.headers).ok_or_else(unauthorized)?;
        let session = sessions::using(app.workspace(), &token, origin).await?;
        let session = session.ok_or_else(unauthorized)?;
        Ok(Self {
            signed_in: session.caller.clone(),
            session,
            token,
        })
    }

    /// Returns true if the session is still live. Long-lived streams ask repeatedly.
    pub(in crate::http) async fn is_still_signed_in(&self, app: &App) -> Result<bool> {
        sessions::is_live(app.workspace(), &self.token).await
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> std::result::Result<Self, ApiError> {
        let caller = parts.extensions.get::<Self>().cloned();
        let open = || Error::Internal("an open route's handler asks who calls".into());
        Ok(caller.ok_or_else(open)?)
    }
}
