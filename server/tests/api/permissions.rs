//! Calls every route of the API as every caller and checks who is allowed.

use attache_server::http::{Needs, Route, table};
use attache_wire::error::{ErrorCode, Problem};
use axum::{
    body::{Body, to_bytes},
    http::{Method, StatusCode, header},
};

use attache_testing::{Actor, Server};

/// The callers, in the order of the columns below. `denying` has full access and a policy that denies
/// `StartDataExport`.
const CALLERS: [&str; 9] = [
    "nobody",
    "denied",
    "read-only",
    "user-management",
    "start-only",
    "retrieve-only",
    "full-access",
    "denying",
    "owner",
];

/// Calls a route with unknown ids and an empty body. Returns `401`, `403`, or `ok` if the call is allowed (and then
/// finds nothing or refuses the body).
async fn judged(actor: &Actor, route: &Route) -> &'static str {
    let path = route.path.replace(['{', '}'], "");
    let request = actor
        .request(route.method(), &path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    let response = actor.open(request).await;
    match response.status() {
        StatusCode::UNAUTHORIZED => "401",
        StatusCode::FORBIDDEN => {
            let body = to_bytes(response.into_body(), 10_000).await.unwrap();
            let problem: Problem = serde_json::from_slice(&body).unwrap();
            assert_eq!(problem.code, ErrorCode::AccessDenied, "{path}");
            let missing = problem.missing_action.map(Needs::Action);
            assert_eq!(missing, Some(route.needs), "{path} names another action");
            "403"
        }
        status => {
            assert!(!status.is_server_error(), "{path}: {status}");
            "ok"
        }
    }
}

/// Signs in a principal with full access and a policy that denies one of its actions.
async fn denying(server: &Server) -> Actor {
    let document = r#"{"Statement": {"Effect": "Deny", "Action": "chime:StartDataExport", "Resource": "*"}}"#;
    let mut tx = server.workspace.store.write().await.unwrap();
    for statement in [
        "INSERT INTO principals (id, name, description, position) VALUES ('denying', 'D', '', 99)",
        "INSERT INTO policies (id, name, managed, document) VALUES ('no-start', 'NoStart', 0, ?)",
        "INSERT INTO principal_policies VALUES ('denying', 'full-access'), ('denying', 'no-start')",
    ] {
        let query = sqlx::query(statement);
        let query = if statement.contains('?') {
            query.bind(document)
        } else {
            query
        };
        query.execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    server.sign_in("denying").await
}

#[tokio::test]
async fn each_route_allows_exactly_the_intended_callers() {
    let server = Server::start().await;
    // Make streams end at once.
    server.end();
    let mut callers = Vec::new();
    for name in CALLERS {
        callers.push(match name {
            "nobody" => server.anybody(),
            "denying" => denying(&server).await,
            name => server.sign_in(name).await,
        });
    }
    let mut rows = Vec::new();
    for route in table() {
        let mut row = String::new();
        for actor in &callers {
            // Signing out would end the caller's session for the routes after it.
            let signs_out = route.method() == Method::DELETE && route.path == "/api/v1/session";
            let judged = match signs_out {
                true => judged(&server.anybody(), &route).await,
                false => judged(actor, &route).await,
            };
            row += &format!("{judged:5}");
        }
        rows.push(format!("{row}{} {}", route.method(), route.path));
    }
    rows.sort();
    // The columns are the callers in the order of `CALLERS`.
    insta::assert_snapshot!(rows.join("\n"), @r"
    401  403  403  403  403  403  403  403  ok   DELETE /api/v1/access/policies/{policy}
    401  403  403  403  403  403  403  403  ok   DELETE /api/v1/access/principals/{principal}/policies/{policy}
    401  403  403  403  403  403  403  403  ok   GET /api/v1/access/policies
    401  403  403  403  403  403  403  403  ok   GET /api/v1/access/policies/{policy}
    401  403  403  403  403  403  403  403  ok   GET /api/v1/access/principals
    401  403  403  403  403  403  403  403  ok   GET /api/v1/access/principals/{principal}/permissions
    401  403  403  403  403  403  403  403  ok   GET /api/v1/audit/events
    401  403  403  403  403  403  403  403  ok   GET /api/v1/audit/events.csv
    401  403  403  403  403  403  403  403  ok   GET /api/v1/audit/events.ndjson
    401  403  403  403  403  403  403  403  ok   GET /api/v1/audit/verification
    401  403  403  403  403  403  403  403  ok   GET /api/v1/exports/{export}/access
    401  403  403  403  403  403  403  403  ok   GET /api/v1/exports/{export}/uses
    401  403  403  403  403  403  403  403  ok   POST /api/v1/access/check
    401  403  403  403  403  403  403  403  ok   POST /api/v1/access/policies
    401  403  403  403  403  403  403  403  ok   POST /api/v1/access/simulate
    401  403  403  403  403  403  403  403  ok   PUT /api/v1/access/policies/{policy}
    401  403  403  403  403  403  403  403  ok   PUT /api/v1/access/principals/{principal}/policies/{policy}
    401  403  403  403  403  403  ok   ok   ok   DELETE /api/v1/accounts/{account}
    401  403  403  403  403  403  ok   ok   ok   DELETE /api/v1/accounts/{account}/domains/{domain}
    401  403  403  403  403  403  ok   ok   ok   PATCH /api/v1/accounts/{account}
    401  403  403  403  403  403  ok   ok   ok   POST /api/v1/accounts
    401  403  403  403  403  403  ok   ok   ok   POST /api/v1/accounts/{account}/domains
    401  403  403  403  403  403  ok   ok   ok   POST /api/v1/accounts/{account}/domains/{domain}/check
    401  403  403  403  403  ok   ok   ok   ok   GET /api/v1/exports/{export}/items
    401  403  403  403  403  ok   ok   ok   ok   GET /api/v1/exports/{export}/manifest.csv
    401  403  403  403  403  ok   ok   ok   ok   GET /api/v1/exports/{export}/manifest.ndjson
    401  403  403  403  403  ok   ok   ok   ok   GET /api/v1/exports/{export}/manifest.txt
    401  403  403  403  403  ok   ok   ok   ok   POST /api/v1/exports/{export}/acknowledgements
    401  403  403  403  ok   403  ok   403  ok   GET /api/v1/accounts/{account}/exports/estimate
    401  403  403  403  ok   403  ok   403  ok   POST /api/v1/accounts/{account}/exports
    401  403  403  403  ok   403  ok   403  ok   POST /api/v1/exports/{export}/cancel
    401  403  403  403  ok   403  ok   403  ok   POST /api/v1/exports/{export}/revoke
    401  403  403  ok   403  403  ok   ok   ok   POST /api/v1/accounts/{account}/invitations
    401  403  403  ok   403  403  ok   ok   ok   POST /api/v1/accounts/{account}/user-changes/activate
    401  403  403  ok   403  403  ok   ok   ok   POST /api/v1/accounts/{account}/user-changes/remove
    401  403  403  ok   403  403  ok   ok   ok   POST /api/v1/accounts/{account}/user-changes/suspend
    401  403  403  ok   403  403  ok   ok   ok   POST /api/v1/accounts/{account}/user-changes/tier
    401  403  403  ok   403  403  ok   ok   ok   PUT /api/v1/accounts/{account}/settings/retention
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/domains
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/domains/{domain}
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/exports
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/settings/retention
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/settings/retention/effect
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/users
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/users/{user}
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/accounts/{account}/users/{user}/conversations
    401  403  ok   ok   ok   ok   ok   ok   ok   GET /api/v1/exports/{export}
    401  ok   ok   ok   ok   ok   ok   ok   ok   DELETE /api/v1/sessions
    401  ok   ok   ok   ok   ok   ok   ok   ok   DELETE /api/v1/sessions/{session}
    401  ok   ok   ok   ok   ok   ok   ok   ok   DELETE /api/v1/simulator/dns/{record}
    401  ok   ok   ok   ok   ok   ok   ok   ok   DELETE /api/v1/simulator/faults
    401  ok   ok   ok   ok   ok   ok   ok   ok   DELETE /api/v1/simulator/rooms/{room}
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/assistant/users
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/assistant/users/{user}/messages
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/clock
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/events
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/notifications
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/session
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/sessions
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/simulator/activity
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/simulator/dns
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/simulator/faults
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/simulator/machinery
    401  ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/simulator/people/{user}/conversations
    401  ok   ok   ok   ok   ok   ok   ok   ok   PATCH /api/v1/clock
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/assistant/users/{user}/messages
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/notifications
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/dns
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/faults
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/groups
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/reset
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/rooms
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/scenarios
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/uploads
    401  ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/simulator/worker-crash
    401  ok   ok   ok   ok   ok   ok   ok   ok   PUT /api/v1/simulator/activity
    401  ok   ok   ok   ok   ok   ok   ok   ok   PUT /api/v1/simulator/machinery
    ok   ok   ok   ok   ok   ok   ok   ok   ok   DELETE /api/v1/session
    ok   ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/openapi.json
    ok   ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/principals
    ok   ok   ok   ok   ok   ok   ok   ok   ok   GET /api/v1/sign-in
    ok   ok   ok   ok   ok   ok   ok   ok   ok   GET /metrics
    ok   ok   ok   ok   ok   ok   ok   ok   ok   POST /api/v1/session
    ");
}
