//! Every route of the console's site except the console itself. The router and the OpenAPI document are both built from
//! this table; each route is defined next to its handler.

use super::{
    access, accounts, assistant, audit, chat, clock, domains, events, exports, manifest, notifications,
    openapi, ops, retention, route::Route, session, simulator, users,
};

/// Returns every route of the API.
pub fn table() -> Vec<Route> {
    [
        session::routes(),
        accounts::routes(),
        users::routes(),
        domains::routes(),
        retention::routes(),
        exports::routes(),
        manifest::routes(),
        access::routes(),
        audit::routes(),
        notifications::routes(),
        events::routes(),
        clock::routes(),
        openapi::routes(),
        ops::routes(),
        simulator::routes(),
        chat::routes(),
        assistant::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
