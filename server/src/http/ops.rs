//! Endpoints for operators: liveness and metrics.

use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header},
};

use super::{ApiError, App, guard::Sites, route::Route};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(metrics, "/metrics", "Counters in Prometheus' text format")
            .open()
            .media("text/plain")
            .gives::<String>(200),
    ]
}

/// `GET /healthz`, on any host: 200 while the database answers.
pub(super) async fn healthz(State((app, _)): State<(App, Sites)>) -> (StatusCode, &'static str) {
    match app.workspace().check_health().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not respond\n"),
    }
}

/// `GET /metrics`: Prometheus' text format.
pub(super) async fn metrics(
    State(app): State<App>,
) -> Result<([(HeaderName, &'static str); 1], String), ApiError> {
    let text = app.0.metrics.render(app.workspace()).await?;
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    ))
}
