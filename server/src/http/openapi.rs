//! The OpenAPI document, generated from the table of routes, the wire's types and the limits that the server checks.

mod limits;

use std::collections::{BTreeMap, BTreeSet};

use attache_wire::{
    error::{
        ErrorCode::{
            self, AccessDenied, BadRequest, CrossSite, Internal, MisdirectedRequest, NotFound,
            PayloadTooLarge, Unauthorized, Unavailable, UnsupportedMediaType,
        },
        Problem,
    },
    paths,
};
use axum::{
    extract::Extension,
    http::{HeaderName, header},
    response::IntoResponse,
};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ComponentsBuilder, Content, HttpMethod, InfoBuilder, OpenApiBuilder, Paths, PathsBuilder, Ref,
        Required, ResponseBuilder,
        path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn, PathItem},
        request_body::RequestBodyBuilder,
        security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme},
    },
};

use super::route::{Needs, Route};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(get, "/api/v1/openapi.json", "This document")
            .open()
            .gives::<serde_json::Value>(200),
    ]
}

/// Returns the document, which is built once. The router passes it in, because the table of routes contains this
/// module's own.
#[derive(Clone, Copy)]
pub(super) struct Document(pub(super) fn() -> &'static str);

/// `GET /api/v1/openapi.json`
pub(super) async fn get(Extension(document): Extension<Document>) -> impl IntoResponse {
    let headers: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/json")];
    (headers, (document.0)())
}

const SESSION: &str = "session";

/// Builds the document of these routes.
pub(super) fn document(routes: Vec<Route>) -> Value {
    let mut schemas = BTreeMap::new();
    let mut parts = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut parts);
    schemas.extend(parts);
    let mut by_path = PathsBuilder::new();
    for mut route in routes {
        for shape in [&mut route.takes, &mut route.gives].into_iter().flatten() {
            schemas.extend(shape.parts.drain(..));
        }
        by_path = by_path.path(route.path, PathItem::new(method(&route), operation(&route)));
    }
    let session = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("attache_session")));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme(SESSION, session);
    let info = InfoBuilder::new().title("Attaché").version(env!("CARGO_PKG_VERSION")).description(Some(
        "Exports every attachment that an organisation's users put into the company chat. Times are RFC 3339 \
         in UTC on the simulated clock. Lists are paginated. Errors are problem documents with a code from a \
         closed list.",
    ));
    let paths: Paths = by_path.build();
    let document = OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(Some(components.build()))
        .build();
    // All map keys of the document are valid in JSON, so serialisation cannot fail.
    let mut document = serde_json::to_value(document).unwrap_or_default();
    limits::add(&mut document);
    document
}

fn method(route: &Route) -> HttpMethod {
    route.method.clone()
}

fn operation(route: &Route) -> Operation {
    let mut operation = OperationBuilder::new().summary(Some(route.summary));
    for name in path_parameters(route.path) {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True);
        operation = operation.parameter(parameter.schema(Some(String::schema())));
    }
    for declared in route.query {
        let required = match declared.required {
            true => Required::True,
            false => Required::False,
        };
        let parameter = ParameterBuilder::new()
            .name(declared.name)
            .parameter_in(ParameterIn::Query)
            .required(required)
            .description(Some(declared.description));
        operation = operation.parameter(parameter.schema(Some((declared.schema)())));
    }
    if let Some(shape) = &route.takes {
        let content = Content::new(Some(shape.schema.clone()));
        let body = RequestBodyBuilder::new()
            .content("application/json", content)
            .required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    if route.takes_bytes {
        let body = RequestBodyBuilder::new()
            .content("application/octet-stream", Content::default())
            .required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    let mut success = ResponseBuilder::new().description("Done.");
    if let Some(shape) = &route.gives {
        success = success.content(route.media, Content::new(Some(shape.schema.clone())));
    }
    operation = operation.response(route.status.to_string(), success.build());
    if route.path
        == paths::account_exports("{account}")
            .replace("%7B", "{")
            .replace("%7D", "}")
        && route.takes.is_some()
    {
        let again = ResponseBuilder::new()
            .description("The token was already used for the same request: returns that export.");
        let shape = route.gives.as_ref().map(|shape| shape.schema.clone());
        operation = operation.response("200", again.content(route.media, Content::new(shape)).build());
    }
    match route.needs {
        Needs::Nothing => {}
        Needs::Session => operation = secured(operation),
        Needs::Action(action) => {
            operation = secured(operation).description(Some(format!("Needs `{}`.", action.as_str())));
        }
    }
    for (status, codes) in refusals(route) {
        let names: Vec<String> = codes
            .iter()
            .map(|code| format!("`{}`", spelling(*code)))
            .collect();
        let response = ResponseBuilder::new().description(names.join(", ")).content(
            "application/problem+json",
            Content::new(Some(Ref::from_schema_name(Problem::name()))),
        );
        operation = operation.response(status.to_string(), response.build());
    }
    operation.build()
}

fn secured(operation: OperationBuilder) -> OperationBuilder {
    operation.security(SecurityRequirement::new::<_, _, &str>(SESSION, []))
}

/// Returns the names in braces of a path.
fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Returns the refusals of a route, by status.
fn refusals(route: &Route) -> BTreeMap<u16, BTreeSet<ErrorCode>> {
    // Of any call: an undeclared query parameter, another host's name, a fault, and a busy server or a reset.
    let mut codes = vec![BadRequest, MisdirectedRequest, Internal, Unavailable];
    codes.extend(route.refuses);
    match route.needs {
        Needs::Nothing => {}
        Needs::Session => codes.push(Unauthorized),
        Needs::Action(_) => codes.extend([Unauthorized, AccessDenied]),
    }
    if route.demo {
        codes.push(NotFound);
    }
    if route.method != HttpMethod::Get {
        codes.push(CrossSite);
        if !route.takes_bytes {
            codes.push(UnsupportedMediaType);
        }
    }
    if route.takes.is_some() {
        codes.extend([PayloadTooLarge, ErrorCode::Invalid]);
    }
    let mut by_status = BTreeMap::<u16, BTreeSet<ErrorCode>>::new();
    for code in codes {
        by_status.entry(code.status()).or_default().insert(code);
    }
    by_status
}

fn spelling(code: ErrorCode) -> String {
    serde_json::to_value(code)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
