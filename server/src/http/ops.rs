//! Endpoints for operators: liveness and metrics.

use attache_wire::error::ErrorCode;
use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header},
};

use super::{ApiError, App, route::Route};
use crate::{access::sign_in::Auth, error::Refusal};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(metrics, "/metrics", "Counters in Prometheus' text format")
            .open()
            .media("text/plain")
            .gives::<String>(200)
            .refuses(&[ErrorCode::NotFound]),
    ]
}

/// `GET /healthz`, on any host: 200 while the database answers and every background task runs.
pub(super) async fn healthz(State(app): State<App>) -> (StatusCode, String) {
    if app.workspace().check_health().await.is_err() {
        let down = "the database does not respond\n".to_owned();
        return (StatusCode::SERVICE_UNAVAILABLE, down);
    }
    match app.0.tasks.down() {
        Some(task) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("the background task \"{task}\" has failed and is being restarted\n"),
        ),
        None => (StatusCode::OK, "ok\n".to_owned()),
    }
}

/// `GET /metrics`: Prometheus' text format. Where people have passwords, strangers must not read it.
pub(super) async fn metrics(
    State(app): State<App>,
) -> Result<([(HeaderName, &'static str); 1], String), ApiError> {
    if !matches!(app.0.auth, Auth::Demo) {
        let detail = "Metrics are served on the address given with --metrics-listen only.";
        return Err(Refusal::new(ErrorCode::NotFound, detail).into());
    }
    render(State(app)).await
}

/// Renders the metrics, at the address that is meant for them only.
pub(super) async fn render(
    State(app): State<App>,
) -> Result<([(HeaderName, &'static str); 1], String), ApiError> {
    let text = app.0.metrics.render(app.workspace(), &app.0.tasks).await?;
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    ))
}
