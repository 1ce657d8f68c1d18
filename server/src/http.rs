//! HTTP: two sites on one socket. The console's site serves the API and the console; the files site serves attachments
//! and nothing else. The `Host` header tells them apart.
//!
//! A handler reads top-down: parse, authorise, act, respond. A refusal or failure is an [`ApiError`], which [`problem`]
//! turns into a problem document.

mod access;
mod accounts;
mod answer;
mod assistant;
mod audit;
mod authorise;
mod body;
mod chat;
mod clock;
pub mod connections;
mod domains;
mod download_name;
mod events;
mod exports;
mod files;
mod guard;
mod guarded;
mod manifest;
pub mod metrics;
mod notifications;
mod openapi;
mod ops;
mod pace;
mod problem;
mod query;
mod retention;
mod route;
mod routes;
mod session;
mod shape;
mod simulator;
pub mod ui;
mod users;

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, get},
};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tower_http::{catch_panic::CatchPanicLayer, timeout::RequestBodyTimeoutLayer};

pub use problem::ApiError;
pub use route::{Needs, Records, Route};
pub use routes::table;

use crate::{access::sign_in::Auth, signing::Endpoint, tasks::Tasks, workspace::Workspace};

/// Maximum size of a request body, in bytes.
pub const MAX_BODY: usize = 64 * 1024;
/// Maximum wait for the next bytes of a body. A client that stops sending must not block a reset
/// ([`crate::simulator::reset`]).
const BODY_PATIENCE: Duration = Duration::from_secs(10);

/// The state shared by all handlers.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// The fields of an [`App`].
pub struct Inner {
    /// The workspace of this process.
    pub workspace: Arc<Workspace>,
    /// The console's site.
    pub console: Endpoint,
    /// How people sign in.
    pub auth: Auth,
    /// True if browsers reach the console over TLS, so that cookies are marked `Secure`.
    pub secure_cookies: bool,
    /// The peer whose `X-Forwarded-…` headers are trusted.
    pub trusted_proxy: Option<IpAddr>,
    /// The built console, if there is one.
    pub ui: ui::Ui,
    /// Counters.
    pub metrics: metrics::Metrics,
    /// The background tasks, whose health is reported.
    pub tasks: Tasks,
    /// Places for downloads. There are fewer of them than connections, so that slow downloads cannot lock the console
    /// out.
    pub downloads: Arc<Semaphore>,
    /// The calls that run to their end. A shutdown waits for them.
    pub calls: TaskTracker,
    /// Becomes `true` when the server shuts down, which ends endless streams.
    pub stop: tokio::sync::watch::Receiver<bool>,
}

impl App {
    /// Creates the application.
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Returns the workspace of a request. Each process has one.
    pub fn workspace(&self) -> &Workspace {
        &self.0.workspace
    }
}

/// Builds the router of the whole server.
pub fn router(app: App) -> Router {
    let headers = middleware::from_fn_with_state(app.clone(), guard::headers::console);
    let healthz = get(ops::healthz)
        .fallback(problem::method_not_allowed)
        .layer(headers);
    let sites = answer::Sites {
        console: console(&app),
        healthz: Router::new().route("/healthz", healthz).with_state(app.clone()),
        app,
    };
    Router::new().fallback(answer::answer).with_state(Arc::new(sites))
}

/// Builds the router of the address for operators: metrics only, without a check of who asks.
pub fn metrics_router(app: App) -> Router {
    let router = Router::new()
        .route("/metrics", get(ops::render))
        .with_state(app.clone());
    Router::new()
        .fallback(answer::answer_operator)
        .with_state((app, router))
}

/// Returns the OpenAPI document as JSON.
pub fn openapi_document() -> &'static str {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    DOCUMENT.get_or_init(|| openapi::document(table()).to_string())
}

fn console(app: &App) -> Router {
    let mut router = Router::new();
    let mut raw = guard::origin::RawPaths::default();
    let routes = table();
    let operations = simulator::Operations::of(&routes);
    for route in routes {
        if route.takes_bytes {
            raw.0.push(route.path);
        }
        let gate = authorise::Gate {
            app: app.clone(),
            needs: route.needs,
            records: route.records,
            operation: route.operation(),
            demo: route.demo,
            query: route.query,
            worldless: route.worldless,
            spared: route.spared,
        };
        let admission = middleware::from_fn_with_state(gate, authorise::authorise);
        router = router.route(route.path, route.handler.route_layer(admission));
    }
    router
        .route("/api", any(problem::not_found))
        .route("/api/", any(problem::not_found))
        .route("/api/{*rest}", any(problem::not_found))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .fallback(ui::serve)
        .layer(Extension(openapi::Document(openapi_document)))
        .layer(Extension(operations))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(app.clone(), pace::to_the_end))
        .layer(middleware::from_fn_with_state(app.clone(), pace::steady))
        .layer(RequestBodyTimeoutLayer::new(BODY_PATIENCE))
        .layer(middleware::from_fn_with_state(raw, guard::origin::json_only))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            guard::origin::same_scheme,
        ))
        .layer(guard::origin::same_origin(app))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            guard::headers::console,
        ))
        .with_state(app.clone())
}
