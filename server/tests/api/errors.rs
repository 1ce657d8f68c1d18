//! Hostile and invalid calls get the right status and a problem document, and nothing breaks.

use axum::http::header;
use serde_json::{Value, json};

use attache_testing::{HOUR, JUNIPER, Server};

#[tokio::test]
async fn unknown_ids_and_paths_are_404() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    for path in [
        "/api/v1/accounts/nope",
        "/api/v1/accounts/nope/users",
        "/api/v1/accounts/nope/domains",
        "/api/v1/accounts/nope/exports",
        "/api/v1/accounts/nope/exports/estimate",
        "/api/v1/exports/nope",
        "/api/v1/exports/nope/items",
        "/api/v1/exports/nope/manifest.csv",
        "/api/v1/exports/nope/manifest.exe",
        "/api/v1/nope",
        "/api/nope",
        "/api/v1/accounts/%00",
        "/api/v1/accounts/%F0%9F%92%A9",
        "/nope.js",
    ] {
        assert_eq!(
            avery.get(path).await.refusal(),
            (404, "notFound".into()),
            "{path}"
        );
    }
    let cancel = avery.post("/api/v1/exports/nope/cancel", &json!({})).await;
    assert_eq!(cancel.refusal(), (404, "notFound".into()));
}

#[tokio::test]
async fn errors_name_invalid_parameters() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let users = format!("/api/v1/accounts/{JUNIPER}/users");
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("status=Nope", "status"),
        ("sort=pin", "sort"),
        ("nope=1", "nope"),
        ("q=a&q=b", "q"),
        (&*format!("q={}", "x".repeat(201)), "q"),
    ] {
        let reply = avery.get(&format!("{users}?{query}")).await;
        assert_eq!(reply.refusal(), (400, "badRequest".into()), "{query}");
        assert_eq!(reply.json()["errors"][0]["field"], field, "{query}");
    }
    for cursor in ["x", "%00", "bnVsbA", "W10", &"A".repeat(5_000)] {
        for list in [
            users.clone(),
            "/api/v1/accounts".into(),
            format!("/api/v1/accounts/{JUNIPER}/exports"),
        ] {
            let reply = avery.get(&format!("{list}?cursor={cursor}")).await;
            assert_eq!(reply.refusal(), (400, "badRequest".into()), "{list} {cursor}");
        }
    }
}

#[tokio::test]
async fn methods_and_broken_paths_are_refused() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    assert_eq!(
        avery.delete("/api/v1/accounts").await.refusal(),
        (405, "methodNotAllowed".into())
    );
    assert_eq!(
        avery.post("/", &json!({})).await.refusal(),
        (405, "methodNotAllowed".into())
    );
    let not_utf8 = avery.get("/api/v1/accounts/%FF").await;
    assert_eq!(not_utf8.refusal(), (400, "badRequest".into()));
}

#[tokio::test]
async fn the_openapi_document_has_every_route_and_no_dangling_reference() {
    let server = Server::start().await;
    let document = server.anybody().get("/api/v1/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for route in attache_server::http::table() {
        let method = route.method().as_str().to_lowercase();
        let operation = &document["paths"][route.path][&method];
        assert!(
            operation["responses"][route.status.to_string()].is_object(),
            "{} {method}",
            route.path
        );
        for code in route.refuses {
            assert!(
                operation["responses"][code.status().to_string()].is_object(),
                "{} {code:?}",
                route.path
            );
        }
    }
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name} is missing"
        );
    }
}

#[tokio::test]
async fn a_full_disk_is_reported_and_loses_nothing() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let limit = async |pages: &'static str| {
        let mut conn = server.workspace.store.writer().await.unwrap();
        sqlx::query(pages).execute(&mut *conn).await.unwrap();
    };
    // SQLite uses the current size as the limit if the given limit is smaller.
    limit("PRAGMA max_page_count = 1").await;
    let mut refused = 0;
    for _ in 0..200 {
        let body = json!({ "principal": "read-only" });
        let reply = server.anybody().post("/api/v1/session", &body).await;
        if reply.status == 503 {
            assert_eq!(reply.refusal(), (503, "unavailable".into()));
            assert!(reply.headers.contains_key(header::RETRY_AFTER));
            refused += 1;
        }
    }
    assert!(refused > 0, "the disk never filled up");
    assert_eq!(
        avery.get(&format!("/api/v1/exports/{id}")).await.status,
        200,
        "reading still works"
    );
    limit("PRAGMA max_page_count = 4294967294").await;
    server.work().await;
    server.advance(26 * HOUR).await;
    assert_eq!(
        avery.get(&format!("/api/v1/exports/{id}")).await.json()["state"],
        "Ready"
    );
    let log = server.workspace.audit.verification().await.unwrap();
    assert_eq!(log.fault, None, "what could not be written was written later");
}

#[tokio::test]
async fn a_whole_number_is_an_integer_however_it_is_written() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let advance = |seconds: &str| {
        let request = avery
            .request(axum::http::Method::PATCH, "/api/v1/clock")
            .header(header::CONTENT_TYPE, "application/json");
        let body = format!("{{\"advanceSeconds\":{seconds}}}");
        avery.send(request.body(body.into()).unwrap())
    };
    for whole in ["60", "60.0", "6e1", "-0.0"] {
        assert_eq!(advance(whole).await.status, 200, "{whole}");
    }
    for other in ["60.5", "1e300", "9223372036854775808", "\"60\"", "[60]"] {
        assert_eq!(advance(other).await.refusal(), (422, "invalid".into()), "{other}");
    }
}

/// Returns a value that fits a schema of the OpenAPI document.
fn example(schema: &Value, document: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return example(&document["components"]["schemas"][name], document);
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(schemas) = schema[several].as_array() {
            let some = schemas.iter().find(|schema| schema["type"] != "null").unwrap();
            return example(some, document);
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return values[0].clone();
    }
    match schema["type"]
        .as_str()
        .or(schema["type"][0].as_str())
        .unwrap_or("object")
    {
        "string" => json!("denied"),
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        "array" => json!([example(&schema["items"], document)]),
        _ => {
            let properties = schema["properties"].as_object();
            let examples = properties.into_iter().flatten();
            examples
                .map(|(name, schema)| (name.clone(), example(schema, document)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
    }
}

/// Returns these values in every order.
fn orders(values: &[Value]) -> Vec<Vec<Value>> {
    if values.is_empty() {
        return vec![Vec::new()];
    }
    (0..values.len())
        .flat_map(|first| {
            let mut rest = values.to_vec();
            let first = rest.remove(first);
            let with_first = move |order: Vec<Value>| [vec![first.clone()], order].concat();
            orders(&rest).into_iter().map(with_first)
        })
        .collect()
}

/// Returns arrays that serde would read as this object: its values in some order, or `null` for what may be missing.
fn as_arrays(object: &Value) -> Vec<Value> {
    let values: Vec<Value> = object.as_object().unwrap().values().cloned().collect();
    let mut arrays: Vec<Value> = (0..=values.len())
        .map(|count| json!(vec![Value::Null; count]))
        .collect();
    if values.len() <= 4 {
        arrays.extend(orders(&values).into_iter().map(Value::from));
    }
    arrays
}

/// Returns bodies with an array for the object itself, or for an object in it.
fn with_arrays(body: &Value) -> Vec<Value> {
    let mut bodies = as_arrays(body);
    for (name, value) in body.as_object().unwrap() {
        let inner = match value {
            Value::Object(_) => with_arrays(value),
            Value::Array(items) if items[0].is_object() => with_arrays(&items[0])
                .into_iter()
                .map(|item| json!([item]))
                .collect(),
            _ => Vec::new(),
        };
        for value in inner {
            let mut changed = body.clone();
            changed[name] = value;
            bodies.push(changed);
        }
    }
    bodies
}

#[tokio::test]
async fn an_array_is_refused_wherever_an_object_belongs() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let document = server.anybody().get("/api/v1/openapi.json").await.json();
    let mut routes = 0;
    for route in attache_server::http::table() {
        let method = route.method();
        let operation = &document["paths"][route.path][method.as_str().to_lowercase()];
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            continue;
        }
        routes += 1;
        let path = route.path.replace("{account}", JUNIPER).replace("{user}", "odd");
        for body in with_arrays(&example(schema, &document)) {
            let request = ines
                .request(method.clone(), &path)
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.to_string().into())
                .unwrap();
            let reply = ines.send(request).await;
            let (status, _) = reply.refusal();
            assert!([400, 422].contains(&status), "{status}: {method} {path} {body}");
        }
    }
    assert!(routes >= 20, "only {routes} routes take a body");
}

#[tokio::test]
async fn an_array_is_refused_for_an_object_inside_a_body() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let path = format!("/api/v1/accounts/{JUNIPER}/settings/retention");
    for replaces in [json!([]), json!([null, null])] {
        let body = json!({ "conversationDays": 400, "roomDays": 400, "replaces": replaces });
        assert_eq!(
            avery.put(&path, &body).await.refusal(),
            (422, "invalid".into()),
            "{body}"
        );
    }
    let body = json!({ "conversationDays": 400, "roomDays": 400, "replaces": {} });
    assert_eq!(avery.put(&path, &body).await.status, 200);
}
