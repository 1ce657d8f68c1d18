//! The API's routes, in one table: path, method, the action it needs, what it takes and gives. The router and the OpenAPI
//! document are both made from it.

use attache_wire::{
    account::Estimate,
    audit::{AuditEvent, AuditVerification},
    clock::{Clock, ClockPatch},
    error::ErrorCode::*,
    export::{Export, ExportDetail, SubmitExport},
    item::Item,
    notification::{MarkRead, Notifications},
    permission::Action,
    session::{Principal, Session, SessionEntry, SignIn, SignInOptions},
};
use axum::routing;
use utoipa::openapi::HttpMethod;

use super::{
    audit, clock, events, exports, manifest, notifications, openapi, ops,
    route::{Records, Route},
    session,
};

macro_rules! get {
    ($handler:path, $path:literal, $summary:literal) => {
        Route::new(routing::get($handler), HttpMethod::Get, $path, $summary)
    };
}

macro_rules! post {
    ($handler:path, $path:literal, $summary:literal) => {
        Route::new(routing::post($handler), HttpMethod::Post, $path, $summary)
    };
}

macro_rules! put {
    ($handler:path, $path:literal, $summary:literal) => {
        Route::new(routing::put($handler), HttpMethod::Put, $path, $summary)
    };
}

macro_rules! delete {
    ($handler:path, $path:literal, $summary:literal) => {
        Route::new(routing::delete($handler), HttpMethod::Delete, $path, $summary)
    };
}

mod access;
mod assistant;
mod directory;
mod simulator;

const PAGE: &[(&str, &str)] = &[
    ("cursor", "The page's `nextCursor`; without it, the first page."),
    ("limit", "Rows of the page, 1 to 200; 50 if not given."),
];

const ITEMS: &[(&str, &str)] = &[
    (
        "q",
        "Words; each must begin a word of the file's, the uploader's or the container's name.",
    ),
    (
        "rule",
        "Only those that this clause of the scope rule brought in.",
    ),
    ("status", "Only `pending`, `ok` or `error`."),
    PAGE[0],
    PAGE[1],
];

/// Filters of the audit log.
const AUDIT_FILE: &[(&str, &str)] = AUDIT.split_at(6).0;

const AUDIT: &[(&str, &str)] = &[
    ("from", "Only from this time on."),
    ("to", "Only before this time."),
    ("principal", "Only of this principal, or of this request's links."),
    ("event", "Only events of this name, e.g. `StartDataExport`."),
    ("outcome", "Only `allowed`, `denied` or `failed`."),
    ("account", "Only about this account."),
    PAGE[0],
    PAGE[1],
];

/// Every route of the console's site but the console itself.
pub fn table() -> Vec<Route> {
    use Action::*;
    let mut table = vec![
        get!(session::options, "/api/v1/sign-in", "How to sign in")
            .open()
            .gives::<SignInOptions>(200),
        get!(
            session::principals,
            "/api/v1/principals",
            "Who can sign in to this demo"
        )
        .open()
        .gives_page::<Principal>()
        .refuses(&[NotFound]),
        post!(session::sign_in, "/api/v1/session", "Sign in")
            .open()
            .takes::<SignIn>()
            .gives::<Session>(201)
            .refuses(&[SignInFailed, Invalid, TooManyAttempts, Unavailable]),
        // Sessions outlive the world, and the console is of no use without.
        get!(session::get, "/api/v1/session", "Who am I, and what may I do")
            .gives::<Session>(200)
            .without_a_world(),
        delete!(session::sign_out, "/api/v1/session", "Sign out")
            .open()
            .status(204),
        get!(
            session::list,
            "/api/v1/sessions",
            "One's own sessions, the newest first"
        )
        .gives_page::<SessionEntry>(),
        delete!(
            session::end_others,
            "/api/v1/sessions",
            "End all of one's own sessions but this"
        )
        .status(204),
        delete!(
            session::end,
            "/api/v1/sessions/{session}",
            "End one of one's own sessions"
        )
        .status(204)
        .refuses(&[NotFound]),
        get!(
            exports::estimate,
            "/api/v1/accounts/{account}/exports/estimate",
            "What a request would contain now"
        )
        .needs(StartDataExport)
        .gives::<Estimate>(200)
        .refuses(&[NotFound]),
        post!(
            exports::submit,
            "/api/v1/accounts/{account}/exports",
            "Request attachments"
        )
        .needs(StartDataExport)
        .takes::<SubmitExport>()
        .gives::<Export>(202)
        .refuses(&[
            NotFound,
            Invalid,
            TokenReused,
            TeamAccount,
            ExportRunning,
            ExportWindow,
        ]),
        get!(
            exports::list,
            "/api/v1/accounts/{account}/exports",
            "An account's attachment requests, newest first"
        )
        .needs(GetAccount)
        .query(PAGE)
        .gives_page::<Export>()
        .refuses(&[NotFound]),
        get!(exports::get, "/api/v1/exports/{export}", "One attachment request")
            .needs(GetAccount)
            .gives::<ExportDetail>(200)
            .refuses(&[NotFound]),
        get!(
            exports::items,
            "/api/v1/exports/{export}/items",
            "Its attachments, without links"
        )
        .needs(RetrieveDataExport)
        .query(ITEMS)
        .gives_page::<Item>()
        .refuses(&[NotFound]),
        get!(
            manifest::download,
            "/api/v1/exports/{export}/manifest.csv",
            "The file with the live links, as CSV"
        )
        .needs(RetrieveDataExport)
        .records(Records::Operation)
        .media("text/csv")
        .gives::<String>(200)
        .refuses(&[NotFound, ExportNotReady, ExportExpired, ExportRevoked]),
        get!(
            manifest::download,
            "/api/v1/exports/{export}/manifest.txt",
            "The live links, one per line"
        )
        .needs(RetrieveDataExport)
        .records(Records::Operation)
        .media("text/plain")
        .gives::<String>(200)
        .refuses(&[NotFound, ExportNotReady, ExportExpired, ExportRevoked]),
        get!(
            manifest::download,
            "/api/v1/exports/{export}/manifest.ndjson",
            "The file with the live links, as NDJSON"
        )
        .needs(RetrieveDataExport)
        .records(Records::Operation)
        .media("application/x-ndjson")
        .gives::<String>(200)
        .refuses(&[NotFound, ExportNotReady, ExportExpired, ExportRevoked]),
        post!(
            exports::cancel,
            "/api/v1/exports/{export}/cancel",
            "Stop a running request"
        )
        .needs(StartDataExport)
        .gives::<Export>(200)
        .refuses(&[NotFound, IllegalTransition]),
        post!(
            exports::revoke,
            "/api/v1/exports/{export}/revoke",
            "Take the links of a ready request back"
        )
        .needs(StartDataExport)
        .gives::<Export>(200)
        .refuses(&[NotFound, IllegalTransition]),
        get!(audit::list, "/api/v1/audit/events", "The audit log, newest first")
            .needs(LookupEvents)
            .query(AUDIT)
            .gives_page::<AuditEvent>(),
        get!(audit::file, "/api/v1/audit/events.csv", "The audit log as CSV")
            .needs(LookupEvents)
            .query(AUDIT_FILE)
            .media("text/csv")
            .gives::<String>(200),
        get!(
            audit::file,
            "/api/v1/audit/events.ndjson",
            "The audit log's records, one per line"
        )
        .needs(LookupEvents)
        .query(AUDIT_FILE)
        .media("application/x-ndjson")
        .gives::<String>(200),
        get!(
            audit::verification,
            "/api/v1/audit/verification",
            "Whether the audit log is whole"
        )
        .needs(LookupEvents)
        .gives::<AuditVerification>(200),
        get!(
            events::listen,
            "/api/v1/events",
            "Server-sent events: the clock, and the progress of requests"
        )
        .media("text/event-stream")
        .gives::<String>(200),
        get!(
            notifications::list,
            "/api/v1/notifications",
            "What happened to attachment requests, newest first; empty for those who may not see any"
        )
        .query(PAGE)
        .gives::<Notifications>(200),
        post!(
            notifications::mark_read,
            "/api/v1/notifications",
            "Mark notifications as read"
        )
        .takes::<MarkRead>()
        .status(204)
        .refuses(&[Invalid]),
        get!(clock::get, "/api/v1/clock", "The simulated clock").gives::<Clock>(200),
        Route::new(
            routing::patch(clock::patch),
            HttpMethod::Patch,
            "/api/v1/clock",
            "Change the simulated clock",
        )
        .takes::<ClockPatch>()
        .gives::<Clock>(200)
        .refuses(&[Invalid, ClockBackwards]),
        get!(openapi::get, "/api/v1/openapi.json", "This document")
            .open()
            .gives::<serde_json::Value>(200),
        get!(ops::metrics, "/metrics", "Counters in Prometheus' text format")
            .open()
            .media("text/plain")
            .gives::<String>(200),
    ];
    table.extend(access::table());
    table.extend(assistant::table());
    table.extend(directory::table());
    table.extend(simulator::table());
    table
}
