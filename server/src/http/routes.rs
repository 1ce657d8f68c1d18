//! Every route of the console's site but the console itself. The router and the OpenAPI document are both made from it;
//! each route stands beside its handler.

use super::{
    access, accounts, assistant, audit, chat, clock, domains, events, exports, manifest, notifications,
    openapi, ops, retention, route::Route, session, simulator, users,
};

/// Every route of the API.
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
