//! Answers every request: with the site that its host names. Gives it its id, its log line and its count.

use std::{panic::AssertUnwindSafe, sync::Arc};

use attache_wire::error::ErrorCode;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, Response, header},
    response::IntoResponse,
};
use futures::FutureExt;
use tower::ServiceExt;

use super::{
    ApiError, App, files,
    guard::{self, RequestId, headers},
    problem,
};
use crate::{audit::Origin, error::Refusal, signing::host_of};

/// Maximum length of a stored user agent, in characters.
const MAX_USER_AGENT: usize = 200;

/// The console's site and the health check. The files site has one route only, which needs no router.
pub(super) struct Sites {
    pub(super) app: App,
    pub(super) console: Router,
    pub(super) healthz: Router,
}

/// Answers a request: the health check on any host, everything else on the site that its host names.
pub(super) async fn answer(State(sites): State<Arc<Sites>>, request: Request) -> Response<Body> {
    in_context(&sites.app, request, async |request, id, origin| {
        let site = match request.uri().path() {
            "/healthz" => Ok(Site::Health),
            _ => site(&sites.app, &request),
        };
        match site {
            Ok(Site::Files) => {
                let served = caught(files::serve(&sites.app, request, id, origin)).await;
                files::protect(&sites.app, served)
            }
            Ok(Site::Console) => ask(&sites.console, request).await,
            Ok(Site::Health) => ask(&sites.healthz, request).await,
            Err(refusal) => {
                let mut response = ApiError::from(refusal).into_response();
                headers::protect(&sites.app, &mut response);
                response
            }
        }
    })
    .await
}

/// Answers a request at the address for operators.
pub(super) async fn answer_operator(
    State((app, router)): State<(App, Router)>,
    request: Request,
) -> Response<Body> {
    in_context(&app, request, async |request, _, _| ask(&router, request).await).await
}

async fn ask(router: &Router, request: Request) -> Response<Body> {
    let is_head = request.method() == Method::HEAD;
    let answered = caught(router.clone().oneshot(request).map(|answered| match answered {
        Ok(response) => response,
        Err(never) => match never {},
    }));
    let mut response = answered.await;
    if is_head {
        // The router has dropped the body and announced its length, if it is known.
        *response.body_mut() = guard::no_body();
    }
    response
}

/// Makes an error of a panic.
async fn caught(answering: impl Future<Output = Response<Body>>) -> Response<Body> {
    let answered = AssertUnwindSafe(answering).catch_unwind().await;
    answered.unwrap_or_else(problem::panicked)
}

/// What a request is for.
enum Site {
    Console,
    Files,
    Health,
}

/// Returns the site that a request's host names. Ports are ignored, because proxies, such as Trunk's, omit them.
fn site(app: &App, request: &Request) -> Result<Site, Refusal> {
    let host = host_of(guard::authority(app, request)?);
    if host.eq_ignore_ascii_case(app.0.console.host()) {
        Ok(Site::Console)
    } else if host.eq_ignore_ascii_case(app.workspace().files.host()) {
        Ok(Site::Files)
    } else {
        let detail = format!(
            "This server only answers requests for {}.",
            app.0.console.origin()
        );
        Err(Refusal::new(ErrorCode::MisdirectedRequest, detail))
    }
}

/// Assigns the request its id, logs it (never its query, which may be a signed link) and counts it.
async fn in_context(
    app: &App,
    mut request: Request,
    answer: impl AsyncFnOnce(Request, RequestId, Origin) -> Response<Body>,
) -> Response<Body> {
    let workspace = app.workspace();
    let id = RequestId(workspace.random.id());
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let origin = Origin {
        operation: "",
        address: guard::address(app, &request),
        user_agent: user_agent.chars().take(MAX_USER_AGENT).collect(),
        request_id: id.0.clone(),
    };
    let method = request.method().clone();
    // Never a link's query, which is its signature.
    let path = match request.uri().path() {
        link if link.starts_with("/attachments/") => "/attachments/…".to_owned(),
        path => path.to_owned(),
    };
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(origin.clone());
    let start = workspace.clock.wall().elapsed();
    let answered = answer(request, id.clone(), origin).await;
    let mut response = problem::render(answered, &id);
    let took = workspace.clock.wall().elapsed().saturating_sub(start);
    let status = response.status().as_u16();
    tracing::debug!(request = id.0, %method, path, status, millis = took.as_millis(), "request");
    app.0.metrics.request(&method, status, took);
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
        .headers_mut()
        .entry(header::X_CONTENT_TYPE_OPTIONS)
        .or_insert(HeaderValue::from_static("nosniff"));
    response
}
