//! The description of an API route.

use attache_wire::{error::ErrorCode, page::Page, permission::Action};
use axum::{
    handler::Handler,
    http::Method,
    routing::{self, MethodRouter},
};
use utoipa::{
    ToSchema,
    openapi::{HttpMethod, Ref, RefOr, Schema},
};

use super::{App, shape};

/// The query parameters of a list.
pub(super) const PAGE: &[Parameter] = &[
    Parameter::new(
        "cursor",
        "The previous page's `nextCursor`; omit for the first page.",
        shape::cursor,
    ),
    Parameter::new("limit", "Rows per page, 1 to 200; 50 by default.", shape::limit),
];

/// A query parameter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// True if calls without it are refused.
    pub(super) required: bool,
    /// Returns its schema, whose limits are those that the handler checks.
    pub(super) schema: fn() -> Schema,
}

impl Parameter {
    /// Creates an optional parameter.
    pub(super) const fn new(name: &'static str, description: &'static str, schema: fn() -> Schema) -> Self {
        Self {
            name,
            description,
            required: false,
            schema,
        }
    }

    /// Creates a parameter that every call needs.
    pub(super) const fn required(
        name: &'static str,
        description: &'static str,
        schema: fn() -> Schema,
    ) -> Self {
        Self {
            required: true,
            ..Self::new(name, description, schema)
        }
    }
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anyone.
    Nothing,
    /// Any signed-in principal.
    Session,
    /// A signed-in principal whose policies allow this action.
    Action(Action),
}

/// Who writes a call's audit event. Denials and failures are always written by the layer that admits calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// The layer that admits calls, as a read: the operation can change nothing.
    Read,
    /// The layer that admits calls: for changes of the simulation.
    Call,
    /// The operation, together with its change.
    Operation,
}

/// A type in the OpenAPI document.
pub(super) struct Shape {
    /// A reference to the schema, or the schema itself.
    pub(super) schema: RefOr<Schema>,
    /// The schemas of the type and of its parts, by name.
    pub(super) parts: Vec<(String, RefOr<Schema>)>,
}

/// Returns the shape of `T`, which contains `R`s or is one.
fn shape_of<T: ToSchema, R: ToSchema>() -> Shape {
    let mut parts = vec![(R::name().into_owned(), R::schema())];
    R::schemas(&mut parts);
    T::schemas(&mut parts);
    Shape {
        schema: T::schema(),
        parts,
    }
}

/// A route of the API.
pub struct Route {
    pub(super) method: HttpMethod,
    /// Path, in the syntax that the router and OpenAPI share.
    pub path: &'static str,
    /// Who may call it.
    pub needs: Needs,
    /// Who writes its audit events.
    pub records: Records,
    operation: Option<&'static str>,
    /// True if it exists only on demo servers.
    pub demo: bool,
    /// True if it works while the world is incomplete.
    pub(super) worldless: bool,
    /// True if the simulator's API errors spare it, so that they can be ended.
    pub(super) spared: bool,
    /// Status code of a success.
    pub status: u16,
    pub(super) summary: &'static str,
    pub(super) query: &'static [Parameter],
    pub(super) takes: Option<Shape>,
    /// True if it accepts a body of any type and length, which its handler checks while reading.
    pub(super) takes_bytes: bool,
    pub(super) gives: Option<Shape>,
    pub(super) media: &'static str,
    /// The refusals specific to this route, beside those that any call can get.
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
        let records = match method {
            HttpMethod::Get => Records::Read,
            _ => Records::Operation,
        };
        Self {
            method,
            path,
            needs: Needs::Session,
            records,
            operation: None,
            demo: false,
            worldless: false,
            spared: false,
            status: 200,
            summary,
            query: &[],
            takes: None,
            takes_bytes: false,
            gives: None,
            media: "application/json",
            refuses: &[],
            handler,
        }
    }

    /// Creates a `GET` route.
    pub(super) fn get<H, T>(handler: H, path: &'static str, summary: &'static str) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(routing::get(handler), HttpMethod::Get, path, summary)
    }

    /// Creates a `POST` route.
    pub(super) fn post<H, T>(handler: H, path: &'static str, summary: &'static str) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(routing::post(handler), HttpMethod::Post, path, summary)
    }

    /// Creates a `PUT` route.
    pub(super) fn put<H, T>(handler: H, path: &'static str, summary: &'static str) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(routing::put(handler), HttpMethod::Put, path, summary)
    }

    /// Creates a `PATCH` route.
    pub(super) fn patch<H, T>(handler: H, path: &'static str, summary: &'static str) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(routing::patch(handler), HttpMethod::Patch, path, summary)
    }

    /// Creates a `DELETE` route.
    pub(super) fn delete<H, T>(handler: H, path: &'static str, summary: &'static str) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(routing::delete(handler), HttpMethod::Delete, path, summary)
    }

    /// The method, as a request spells it.
    pub fn method(&self) -> Method {
        match self.method {
            HttpMethod::Get => Method::GET,
            HttpMethod::Post => Method::POST,
            HttpMethod::Put => Method::PUT,
            HttpMethod::Delete => Method::DELETE,
            HttpMethod::Options => Method::OPTIONS,
            HttpMethod::Head => Method::HEAD,
            HttpMethod::Patch => Method::PATCH,
            HttpMethod::Trace => Method::TRACE,
        }
    }

    /// The operation's name in the audit log, `service:Name`: by default that of the action. `None` if its calls are not
    /// recorded.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.or(match self.needs {
            Needs::Action(action) => Some(action.as_str()),
            Needs::Nothing | Needs::Session => None,
        })
    }

    /// Names the operation in the audit log, where it is not the only one that needs its action.
    pub(super) fn called(mut self, operation: &'static str) -> Self {
        self.operation = Some(operation);
        self
    }

    pub(super) fn open(mut self) -> Self {
        self.needs = Needs::Nothing;
        self
    }

    /// Limits the route to demo servers: it acts as any user, which must not be possible where people have passwords.
    /// It belongs to the simulator, so the simulator's API errors spare it.
    pub(super) fn in_demo(mut self) -> Self {
        self.demo = true;
        self.spared = true;
        self
    }

    /// Lets the route work while the world is incomplete: for calls that create it or wait for it.
    pub(super) fn without_a_world(mut self) -> Self {
        self.worldless = true;
        self
    }

    /// Exempts the route from the simulator's API errors: the demo panel, which ends them, needs it.
    pub(super) fn spared_errors(mut self) -> Self {
        self.spared = true;
        self
    }

    pub(super) fn needs(mut self, action: Action) -> Self {
        self.needs = Needs::Action(action);
        self
    }

    pub(super) fn records(mut self, records: Records) -> Self {
        self.records = records;
        self
    }

    pub(super) fn query(mut self, query: &'static [Parameter]) -> Self {
        self.query = query;
        self
    }

    pub(super) fn takes<T: ToSchema>(mut self) -> Self {
        let shape = shape_of::<T, T>();
        self.takes = Some(Shape {
            schema: Ref::from_schema_name(T::name()).into(),
            ..shape
        });
        self
    }

    pub(super) fn takes_bytes(mut self) -> Self {
        self.takes_bytes = true;
        self
    }

    pub(super) fn gives<T: ToSchema>(mut self, status: u16) -> Self {
        self.status = status;
        self.gives = Some(shape_of::<T, T>());
        self
    }

    pub(super) fn gives_page<R: ToSchema>(mut self) -> Self {
        self.gives = Some(shape_of::<Page<R>, R>());
        self
    }

    pub(super) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(super) fn media(mut self, media: &'static str) -> Self {
        self.media = media;
        self
    }

    pub(super) fn refuses(mut self, codes: &'static [ErrorCode]) -> Self {
        self.refuses = codes;
        self
    }
}
