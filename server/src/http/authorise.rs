//! Admission. Before a route's handler runs, this layer finds the caller, asks their policies for the action that the
//! route's row in the table needs, and records the outcome.
//!
//! A handler takes the proof with [`Allowed`]. A route whose row does not name that action cannot provide it.

use attache_wire::{error::ErrorCode, permission::Action};
use axum::{
    body::Body,
    extract::{FromRequestParts, Query, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::{Response, request::Parts},
    middleware::Next,
    response::IntoResponse,
};
use serde_json::{Map, Value};

use super::{
    ApiError, App, problem, query,
    route::{Needs, Parameter, Records},
    session::Caller,
};
use crate::{
    access::{
        self, SignedIn,
        authorise::{Authorised, Grant, Permitted},
        sign_in::Auth,
    },
    audit::{Origin, Outcome},
    error::{Error, Refusal, Result},
    simulator::machinery,
};

/// Maximum length of a parameter in the audit log, in characters.
const MAX_PARAMETER: usize = 200;
/// Maximum number of parameters in an audit record.
const MAX_PARAMETERS: usize = 16;

/// The admission rules of a route.
#[derive(Clone)]
pub(super) struct Gate {
    pub(super) app: App,
    pub(super) needs: Needs,
    pub(super) records: Records,
    pub(super) operation: Option<&'static str>,
    pub(super) demo: bool,
    /// The query parameters that the route declares.
    pub(super) query: &'static [Parameter],
    pub(super) worldless: bool,
    /// True if the simulator's API errors spare it.
    pub(super) spared: bool,
}

/// Admits a call to its handler, or refuses it.
pub(super) async fn authorise(
    State(gate): State<Gate>,
    parameters: std::result::Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> std::result::Result<Response<Body>, ApiError> {
    let workspace = gate.app.workspace();
    let _whole = match gate.worldless {
        true => None,
        false => Some(workspace.whole()?),
    };
    let action = match gate.needs {
        Needs::Nothing => {
            query::refuse_unknown(request.uri(), gate.query)?;
            return Ok(next.run(request).await);
        }
        Needs::Session => None,
        Needs::Action(action) => Some(action),
    };
    let (mut parts, body) = request.into_parts();
    if let (Some(operation), Some(origin)) = (gate.operation, parts.extensions.get_mut::<Origin>()) {
        origin.operation = operation;
    }
    let caller = Caller::resolve(&gate.app, &parts).await?;
    parts.extensions.insert(caller.clone());
    if gate.demo && !matches!(gate.app.0.auth, Auth::Demo) {
        let detail = "Available in demo mode only.";
        return Err(Refusal::new(ErrorCode::NotFound, detail).into());
    }
    let known = query::refuse_unknown(&parts.uri, gate.query);
    let asked = asked(&parameters.map_err(|_| query::not_utf8())?, gate.query, &parts);
    let admitted = match action {
        Some(action) => decide(&gate.app, &caller.signed_in, action).await?.map(Some),
        None => Ok(None),
    };
    let works = || match gate.spared {
        true => Ok(()),
        false => machinery::injected_error(workspace, gate.operation).map_or(Ok(()), Err),
    };
    let admitted = admitted.and_then(|grant| {
        known
            .and_then(|()| works())
            .map(|()| grant)
            .map_err(ApiError::from)
    });
    let response = match admitted {
        Ok(grant) => {
            grant.map(|grant| parts.extensions.insert(grant));
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refused) => refused.into_response(),
    };
    let particulars = response.extensions().get::<Particulars>().cloned();
    let why = problem::why(&response);
    record(&gate, &caller.signed_in, action, (asked, particulars), why).await?;
    Ok(response)
}

async fn decide(
    app: &App,
    caller: &SignedIn,
    action: Action,
) -> Result<std::result::Result<Grant, ApiError>> {
    let decided = access::decide_now(app.workspace(), caller, action).await?;
    Ok(decided.map_err(|denied| access::refusal(&denied).into()))
}

/// What a handler adds to the record of its call, as an extension of the response.
#[derive(Clone)]
pub(super) struct Particulars {
    /// Parameters from the body, an object.
    pub(super) request: Value,
    /// What came of it.
    pub(super) response: Value,
}

/// Records the outcome of the call, unless the operation records it together with its change.
async fn record(
    gate: &Gate,
    caller: &SignedIn,
    action: Option<Action>,
    (mut asked, particulars): (Map<String, Value>, Option<Particulars>),
    why: Option<(ErrorCode, String)>,
) -> Result<()> {
    if gate.operation.is_none() {
        return Ok(());
    }
    let outcome = match why {
        None if gate.records == Records::Operation => return Ok(()),
        None => Outcome::Allowed,
        Some((ErrorCode::AccessDenied, _)) => Outcome::Denied,
        Some(_) => Outcome::Failed,
    };
    let workspace = gate.app.workspace();
    let mut came_of_it = Value::Null;
    if let Some(Particulars { request, response }) = particulars {
        asked.extend(request.as_object().cloned().unwrap_or_default());
        came_of_it = response;
    }
    let mut event = access::event(workspace, caller, action, outcome)
        .read_only(gate.records == Records::Read)
        .request(Value::Object(asked))
        .response(came_of_it);
    if let Some((code, detail)) = why {
        event = event.refused(format!("{code:?}"), detail);
    }
    access::record_later(workspace, event).await
}

/// Returns the path parameters and the declared query parameters, truncated for the audit log. Others are left out: they
/// have no effect, but could name another account in the record.
fn asked(parameters: &RawPathParams, declared: &[Parameter], parts: &Parts) -> Map<String, Value> {
    let path = parameters
        .iter()
        .map(|(name, value)| (format!("{name}Id"), value.to_owned()));
    let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|Query(pairs)| pairs);
    let cut = |text: String| text.chars().take(MAX_PARAMETER).collect::<String>();
    let path = path.collect::<Vec<_>>();
    let most = MAX_PARAMETERS - path.len();
    query
        .unwrap_or_default()
        .into_iter()
        .filter(|(name, _)| declared.iter().any(|known| known.name == name))
        .take(most)
        .chain(path)
        .map(|(name, value)| (cut(name), Value::String(cut(value))))
        .collect()
}

/// The caller, and the proof that they may do `A`.
pub(super) struct Allowed<A> {
    pub(super) caller: SignedIn,
    pub(super) proof: Authorised<A>,
}

impl<A: Permitted> FromRequestParts<App> for Allowed<A> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, ApiError> {
        let Caller { signed_in, .. } = Caller::from_request_parts(parts, app).await?;
        let proof = parts.extensions.get::<Grant>().and_then(Grant::proof);
        let proof = proof.ok_or_else(|| {
            let needed = A::ACTION.as_str();
            Error::Internal(format!(
                "the handler needs {needed}, but its route does not declare it"
            ))
        })?;
        Ok(Self {
            caller: signed_in,
            proof,
        })
    }
}
