//! The files site.

use axum::{extract::State, response::Redirect};

use super::{ApiError, App, problem};

/// `GET /` of the files site: there is nothing for people here.
pub(super) async fn to_console(State(app): State<App>) -> Redirect {
    Redirect::temporary(&format!("{}/", app.0.console.origin()))
}

pub(super) async fn serve() -> ApiError {
    problem::not_found().await
}
