//! The API's routes, in one table: path, method, the action it needs, what it takes and gives. The router and the OpenAPI
//! document are both made from it.

use attache_wire::{
    account::{Account, AccountSummary, Domain, Estimate},
    clock::{Clock, ClockPatch},
    error::ErrorCode::{self, *},
    export::{Export, ExportDetail, SubmitExport},
    item::Item,
    page::Page,
    permission::Action,
    session::{Principal, Session, SignIn},
    simulator::{Fault, NewFault},
    user::User,
};
use axum::routing::{self, MethodRouter};
use utoipa::{
    ToSchema,
    openapi::{HttpMethod, RefOr, Schema},
};

use super::{App, access, accounts, clock, events, exports, manifest, openapi, ops, session, simulator};

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anybody.
    Nothing,
    /// Whoever is signed in.
    Session,
    /// Whoever is signed in and whose policies allow this.
    Action(Action),
}

/// A type as the OpenAPI document shows it.
pub(super) struct Shape {
    /// A reference to it, or itself.
    pub(super) schema: RefOr<Schema>,
    /// It and what it consists of, by name.
    pub(super) parts: Vec<(String, RefOr<Schema>)>,
}

fn shape<T: ToSchema>() -> Shape {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    Shape {
        schema: T::schema(),
        parts,
    }
}

/// A route of the API.
pub struct Route {
    /// Method.
    pub method: HttpMethod,
    /// Path, in the router's and OpenAPI's common spelling.
    pub path: &'static str,
    /// Who may call it.
    pub needs: Needs,
    /// Status of success.
    pub status: u16,
    pub(super) summary: &'static str,
    pub(super) query: &'static [(&'static str, &'static str)],
    pub(super) takes: Option<Shape>,
    pub(super) gives: Option<Shape>,
    pub(super) media: &'static str,
    /// The refusals that are its own, beside those of any call.
    pub refuses: &'static [ErrorCode],
    pub(super) handler: MethodRouter<App>,
}

impl Route {
    fn new(
        handler: MethodRouter<App>,
        method: HttpMethod,
        path: &'static str,
        summary: &'static str,
    ) -> Self {
        Self {
            method,
            path,
            needs: Needs::Session,
            status: 200,
            summary,
            query: &[],
            takes: None,
            gives: None,
            media: "application/json",
            refuses: &[],
            handler,
        }
    }

    fn open(mut self) -> Self {
        self.needs = Needs::Nothing;
        self
    }

    fn needs(mut self, action: Action) -> Self {
        self.needs = Needs::Action(action);
        self
    }

    fn query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    fn takes<T: ToSchema>(mut self) -> Self {
        self.takes = Some(shape::<T>());
        self
    }

    fn gives<T: ToSchema>(mut self, status: u16) -> Self {
        self.status = status;
        self.gives = Some(shape::<T>());
        self
    }

    fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    fn media(mut self, media: &'static str) -> Self {
        self.media = media;
        self
    }

    fn refuses(mut self, codes: &'static [ErrorCode]) -> Self {
        self.refuses = codes;
        self
    }
}

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

macro_rules! delete {
    ($handler:path, $path:literal, $summary:literal) => {
        Route::new(routing::delete($handler), HttpMethod::Delete, $path, $summary)
    };
}

const PAGE: &[(&str, &str)] = &[
    ("cursor", "The page's `nextCursor`; without it, the first page."),
    ("limit", "Rows of the page, 1 to 200; 50 if not given."),
];

const USERS: &[(&str, &str)] = &[
    (
        "q",
        "Words; each must begin a word of the name or the e-mail address.",
    ),
    ("status", "Only this registration status."),
    (
        "sort",
        "`name` (the default), `email`, `joined` or `lastActive`; with a leading `-`, downwards.",
    ),
    PAGE[0],
    PAGE[1],
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

/// Every route of the console's site but the console itself.
pub fn table() -> Vec<Route> {
    use Action::*;
    vec![
        get!(
            session::principals,
            "/api/v1/principals",
            "Who can sign in to this demo"
        )
        .open()
        .gives::<Vec<Principal>>(200),
        post!(session::sign_in, "/api/v1/session", "Sign in")
            .open()
            .takes::<SignIn>()
            .gives::<Session>(201),
        get!(session::get, "/api/v1/session", "Who am I, and what may I do").gives::<Session>(200),
        delete!(session::sign_out, "/api/v1/session", "Sign out")
            .open()
            .status(204),
        get!(accounts::list, "/api/v1/accounts", "The accounts")
            .needs(ListAccounts)
            .query(PAGE)
            .gives::<Page<Account>>(200),
        get!(
            accounts::get,
            "/api/v1/accounts/{account}",
            "An account, and where its requests stand"
        )
        .needs(GetAccount)
        .gives::<AccountSummary>(200)
        .refuses(&[NotFound]),
        get!(
            accounts::users,
            "/api/v1/accounts/{account}/users",
            "An account's users"
        )
        .needs(ListUsers)
        .query(USERS)
        .gives::<Page<User>>(200)
        .refuses(&[NotFound]),
        get!(
            accounts::domains,
            "/api/v1/accounts/{account}/domains",
            "An account's domains"
        )
        .needs(ListDomains)
        .query(PAGE)
        .gives::<Page<Domain>>(200)
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
        .gives::<Page<Export>>(200)
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
        .gives::<Page<Item>>(200)
        .refuses(&[NotFound]),
        get!(
            manifest::download,
            "/api/v1/exports/{export}/manifest.csv",
            "The file with the live links, as CSV"
        )
        .needs(RetrieveDataExport)
        .media("text/csv")
        .gives::<String>(200)
        .refuses(&[NotFound, ExportNotReady, ExportExpired, ExportRevoked]),
        get!(
            manifest::download,
            "/api/v1/exports/{export}/manifest.txt",
            "The live links, one per line"
        )
        .needs(RetrieveDataExport)
        .media("text/plain")
        .gives::<String>(200)
        .refuses(&[NotFound, ExportNotReady, ExportExpired, ExportRevoked]),
        get!(
            manifest::download,
            "/api/v1/exports/{export}/manifest.ndjson",
            "The file with the live links, as NDJSON"
        )
        .needs(RetrieveDataExport)
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
        get!(
            access::principals,
            "/api/v1/access/principals",
            "Principals and their policies"
        )
        .needs(ListPrincipals)
        .gives::<Vec<Principal>>(200),
        get!(
            events::listen,
            "/api/v1/events",
            "Server-sent events: the clock, and the progress of requests"
        )
        .media("text/event-stream")
        .gives::<String>(200),
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
        get!(
            simulator::list,
            "/api/v1/simulator/faults",
            "The files that are broken on purpose"
        )
        .gives::<Vec<Fault>>(200),
        post!(
            simulator::add,
            "/api/v1/simulator/faults",
            "Break an attachment's stored file"
        )
        .takes::<NewFault>()
        .gives::<Vec<Fault>>(201)
        .refuses(&[NotFound]),
        delete!(
            simulator::clear,
            "/api/v1/simulator/faults",
            "Mend every stored file"
        )
        .status(204),
        get!(openapi::get, "/api/v1/openapi.json", "This document")
            .open()
            .gives::<serde_json::Value>(200),
        get!(ops::metrics, "/metrics", "Counters in Prometheus' text format")
            .open()
            .media("text/plain")
            .gives::<String>(200),
    ]
}
