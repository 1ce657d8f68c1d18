//! The OpenAPI document states the limits of everything that a call can contain, and the server keeps to them.

use axum::http::header;
use serde_json::{Value, json};

use attache_testing::{Actor, JUNIPER, Server};

/// Returns the operations of the document: method, path and operation.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let methods = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap();
        methods
            .iter()
            .map(move |(method, operation)| (&**method, &**path, operation))
    });
    methods.collect()
}

/// Returns the schema itself, where it is a reference.
fn resolved<'d>(schema: &'d Value, document: &'d Value) -> &'d Value {
    match schema["$ref"].as_str() {
        Some(name) => &document["components"]["schemas"][name.rsplit('/').next().unwrap()],
        None => schema,
    }
}

fn is(schema: &Value, name: &str) -> bool {
    schema["type"] == name
        || schema["type"]
            .as_array()
            .is_some_and(|types| types.contains(&json!(name)))
}

/// Calls `visit` with every schema of a body, and the JSON pointer of the values that it describes.
fn each<'d>(schema: &'d Value, document: &'d Value, place: &str, visit: &mut impl FnMut(&'d Value, &str)) {
    let target = resolved(schema, document);
    visit(target, place);
    if target != schema && schema["enum"].is_array() {
        visit(schema, place);
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        for part in target[several].as_array().into_iter().flatten() {
            each(part, document, place, visit);
        }
    }
    for (name, property) in target["properties"].as_object().into_iter().flatten() {
        each(property, document, &format!("{place}/{name}"), visit);
    }
    if !target["items"].is_null() {
        each(&target["items"], document, &format!("{place}/0"), visit);
    }
}

fn json_body(operation: &Value) -> Option<&Value> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    (!schema.is_null()).then_some(schema)
}

/// Returns a value that fits a schema.
fn example(schema: &Value, document: &Value) -> Value {
    if let Some(values) = schema["enum"].as_array() {
        return values[0].clone();
    }
    let schema = resolved(schema, document);
    if let Some(values) = schema["enum"].as_array() {
        return values[0].clone();
    }
    for several in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[several].as_array() {
            return example(
                parts.iter().find(|part| part["type"] != "null").unwrap(),
                document,
            );
        }
    }
    let least = |name: &str| usize::try_from(schema[name].as_u64().unwrap_or(1)).unwrap();
    if is(schema, "string") {
        let pattern = schema["pattern"].as_str().unwrap_or_default();
        return match pattern.contains("]+:[") {
            true => json!("aws:Key"),
            false => json!("x".repeat(least("minLength").max(1))),
        };
    }
    if is(schema, "integer") || is(schema, "number") {
        return json!(least("minimum"));
    }
    if is(schema, "boolean") {
        return json!(true);
    }
    if is(schema, "array") {
        return json!(vec![
            example(&schema["items"], document);
            least("minItems").max(1)
        ]);
    }
    let properties = schema["properties"].as_object().unwrap();
    let fields = properties
        .iter()
        .map(|(name, schema)| (name.clone(), example(schema, document)));
    Value::Object(fields.collect())
}

/// Returns values just outside a schema's limits.
fn outside(schema: &Value, value: &Value) -> Vec<Value> {
    let size = |name: &str| schema[name].as_u64().map(|size| usize::try_from(size).unwrap());
    let mut values = Vec::new();
    if is(schema, "string") {
        values.extend(size("maxLength").map(|most| json!("x".repeat(most + 1))));
        values.extend(
            size("minLength")
                .filter(|least| *least > 0)
                .map(|least| json!("x".repeat(least - 1))),
        );
        if schema["pattern"].is_string() {
            values.extend([json!("\u{0}\u{1}"), json!("a\u{7f}b")]);
        }
        if schema["enum"].is_array() {
            values.push(json!("none of them"));
        }
    }
    if is(schema, "integer") || is(schema, "number") {
        // Of 2^63 and more, too, so as text.
        let beyond = |name: &str, by: i128| {
            let text = schema[name]
                .as_i64()
                .map(|limit| (i128::from(limit) + by).to_string());
            text.map(|text| serde_json::from_str(&text).unwrap())
        };
        values.extend(beyond("maximum", 1));
        values.extend(beyond("minimum", -1));
        values.push(json!("1"));
    }
    if is(schema, "array") {
        let items = |count: usize| json!(vec![value[0].clone(); count]);
        values.extend(size("maxItems").map(|most| items(most + 1)));
        values.extend(
            size("minItems")
                .filter(|least| *least > 0)
                .map(|least| items(least - 1)),
        );
    }
    values
}

#[tokio::test]
async fn every_string_integer_and_answer_of_a_call_has_its_limits_in_the_document() {
    let server = Server::start().await;
    let document = server.anybody().get("/api/v1/openapi.json").await.json();
    for (method, path, operation) in operations(&document) {
        let answers = operation["responses"].as_object().unwrap();
        for family in ["2", "4", "5"] {
            let is_there = answers.keys().any(|status| status.starts_with(family));
            assert!(is_there, "{method} {path}: no {family}xx");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let schema = &parameter["schema"];
            let is_bounded = match parameter["in"].as_str().unwrap() {
                // An id that is too long does not exist.
                "path" => true,
                _ => {
                    is(schema, "boolean")
                        || schema["maxLength"].is_u64()
                        || schema["enum"].is_array()
                        || schema["format"] == "date-time"
                        || (schema["minimum"].is_number() && schema["maximum"].is_number())
                }
            };
            assert!(is_bounded, "{method} {path}: {parameter}");
        }
        let Some(body) = json_body(operation) else {
            continue;
        };
        each(body, &document, "", &mut |schema, place| {
            let is_bounded = match () {
                () if is(schema, "string") => schema["maxLength"].is_u64() || schema["enum"].is_array(),
                () if is(schema, "integer") || is(schema, "number") => {
                    schema["minimum"].is_number() && schema["maximum"].is_number()
                }
                () => true,
            };
            assert!(is_bounded, "{method} {path} {place}: {schema}");
        });
    }
}

async fn send(actor: &Actor, method: &str, path: &str, body: &str) -> (u16, String) {
    let request = actor
        .request(method.to_uppercase().parse().unwrap(), path)
        .header(header::CONTENT_TYPE, "application/json");
    let reply = actor.send(request.body(body.to_owned().into()).unwrap()).await;
    (reply.status.as_u16(), reply.text())
}

#[tokio::test]
async fn the_server_refuses_what_is_outside_the_documents_limits() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let document = server.anybody().get("/api/v1/openapi.json").await.json();
    let statement =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let policy = json!({ "name": "Mine", "document": statement });
    let policy = owner.post("/api/v1/access/policies", &policy).await.json();
    let policy = policy["policy"]["id"].as_str().unwrap();
    let mut refused = 0;
    for (method, path, operation) in operations(&document) {
        let Some(schema) = json_body(operation) else {
            continue;
        };
        let path = path.replace("{account}", JUNIPER).replace("{user}", "ana");
        let path = path.replace("{policy}", policy);
        let body = example(schema, &document);
        let mut wrong = Vec::new();
        each(schema, &document, "", &mut |schema, place| {
            let value = body.pointer(place).unwrap();
            wrong.extend(
                outside(schema, value)
                    .into_iter()
                    .map(|value| (place.to_owned(), value)),
            );
        });
        for (place, value) in wrong {
            let mut changed = body.clone();
            *changed.pointer_mut(&place).unwrap() = value;
            let (status, text) = send(&owner, method, &path, &changed.to_string()).await;
            let sent: String = changed.to_string().chars().take(300).collect();
            assert!(
                [400, 413, 422].contains(&status),
                "{method} {path} {place}: {status} {text}\n{sent}"
            );
            refused += 1;
        }
    }
    assert!(refused > 80, "only {refused} bodies were wrong");
}

#[tokio::test]
async fn query_values_outside_the_documents_limits_are_refused() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let document = server.anybody().get("/api/v1/openapi.json").await.json();
    let mut refused = 0;
    for (method, path, operation) in operations(&document) {
        let path = path.replace("{account}", JUNIPER).replace("{user}", "ana");
        if method != "get" || path.contains('{') {
            continue;
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] != "query" {
                continue;
            }
            let mut wrong: Vec<String> = outside(&parameter["schema"], &Value::Null)
                .iter()
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                .filter(|value| value != "1")
                .collect();
            if !is(&parameter["schema"], "string") || parameter["schema"]["format"] == "date-time" {
                wrong.extend([String::new(), "x".to_owned()]);
            }
            for value in wrong {
                let query = format!(
                    "{}={}",
                    parameter["name"].as_str().unwrap(),
                    attache_wire::paths::encode(&value)
                );
                let reply = owner.get(&format!("{path}?{query}")).await;
                let status = reply.status.as_u16();
                assert!(
                    [400, 422].contains(&status),
                    "{path}?{query}: {status} {}",
                    reply.text()
                );
                refused += 1;
            }
        }
    }
    assert!(refused > 40, "only {refused} queries were wrong");
}
