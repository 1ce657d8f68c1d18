//! The limits of what a body may contain, from the constants that the server checks. The wire's types do not have them:
//! an attribute takes only literals.

use attache_wire::{
    access::{MAX_POLICY_CHARACTERS, MAX_POLICY_NAME_CHARACTERS},
    account::MAX_ACCOUNT_NAME_CHARS,
    assistant::MAX_MESSAGE_CHARS,
    clock::{MAX_ADVANCE_DAYS, MAX_SPEED, MIN_SPEED},
    export::MAX_REASON_CHARS,
    retention::{MAX_RETENTION_DAYS, MIN_RETENTION_DAYS},
    simulator::{
        MAX_GROUP_MEMBERS, MAX_SLOWNESS_MILLIS, MAX_WORKER_SKEW_SECONDS, MIN_GROUP_MEMBERS, ResetWorld,
    },
    user::{MAX_INVITATIONS, MAX_USERS_AT_ONCE, Tier},
};
use serde_json::{Map, Value, json};

use crate::{
    access::passwords,
    accounts::domains,
    administration::{MAX_CONTEXT, MAX_CONTEXT_VALUE, MAX_NAME},
    http::MAX_BODY,
    simulator::dns,
};

/// No control characters, and not only white space.
const NAME: &str = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$";
/// No control characters but white space, and not only white space.
const MESSAGE: &str = r"^[^\x00-\x08\x0E-\x1F\x7F-\x84\x86-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0E-\x1F\x7F-\x84\x86-\x9F]*$";
/// No control characters but line feeds.
const REASON: &str = r"^[^\x00-\x09\x0B-\x1F\x7F-\x9F]*$";

/// Adds the limits to a document: to the schemas of bodies those of [`limits`]; to every other string of a body the
/// length of the body itself; and to every other integer the range of its format, which the database's columns share.
pub(super) fn add(document: &mut Value) {
    let empty = Map::new();
    let bodies: Vec<String> = document["paths"]
        .as_object()
        .unwrap_or(&empty)
        .values()
        .flat_map(|methods| methods.as_object().into_iter().flat_map(Map::values))
        .filter_map(|operation| {
            let body = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            body.as_str()?.rsplit('/').next().map(str::to_owned)
        })
        .collect();
    let schemas = &mut document["components"]["schemas"];
    for (schema, place, limit) in limits() {
        let found = schemas
            .get_mut(schema)
            .and_then(|schema| schema.pointer_mut(place));
        if let (Some(Value::Object(found)), Value::Object(limit)) = (found, limit) {
            found.extend(limit);
        }
    }
    // Types in the bodies, such as ids, count as well.
    let mut ahead = bodies;
    let mut seen = Vec::new();
    while let Some(name) = ahead.pop() {
        if !seen.contains(&name) {
            let schema = &mut schemas[&name];
            bound_strings(schema);
            referenced(schema, &mut ahead);
            seen.push(name);
        }
    }
    bound_integers(document);
}

/// Returns the limits of bodies: the schema, the JSON pointer of the part, and what to add there.
fn limits() -> Vec<(&'static str, &'static str, Value)> {
    let text = |minimum: usize, maximum: usize| json!({ "minLength": minimum, "maxLength": maximum });
    let name = |maximum: usize| json!({ "minLength": 1, "maxLength": maximum, "pattern": NAME });
    let items = |minimum: usize, maximum: usize| json!({ "minItems": minimum, "maxItems": maximum });
    let days = json!({ "minimum": MIN_RETENTION_DAYS, "maximum": MAX_RETENTION_DAYS });
    let word = |characters: &str, minimum: usize, maximum: usize| {
        json!({
            "minLength": minimum, "maxLength": maximum, "pattern": format!("^[{characters}]+$"),
        })
    };
    vec![
        (
            "SavePolicy",
            "/properties/name",
            word("A-Za-z0-9+=,.@_-", 1, MAX_POLICY_NAME_CHARACTERS),
        ),
        (
            "SavePolicy",
            "/properties/document",
            text(1, MAX_POLICY_CHARACTERS),
        ),
        (
            "Simulate",
            "/properties/action",
            json!({ "minLength": 3, "maxLength": MAX_NAME, "pattern": "^[A-Za-z0-9-]+:[A-Za-z0-9]+$" }),
        ),
        ("Simulate", "/properties/resource", text(1, MAX_CONTEXT_VALUE)),
        ("Simulate", "/properties/context", items(0, MAX_CONTEXT)),
        (
            "ContextEntry",
            "/properties/key",
            json!({ "minLength": 3, "maxLength": MAX_NAME, "pattern": "^[A-Za-z0-9-]+:[A-Za-z0-9-]+" }),
        ),
        (
            "ContextEntry",
            "/properties/value",
            json!({ "maxLength": MAX_CONTEXT_VALUE, "pattern": r"^[^\x00-\x1F\x7F-\x9F]*$" }),
        ),
        ("NameAccount", "/properties/name", name(MAX_ACCOUNT_NAME_CHARS)),
        ("NewGroup", "/properties/name", name(MAX_ACCOUNT_NAME_CHARS)),
        (
            "NewGroup",
            "/properties/members",
            items(MIN_GROUP_MEMBERS, MAX_GROUP_MEMBERS),
        ),
        ("NewRoom", "/properties/name", name(MAX_ACCOUNT_NAME_CHARS)),
        (
            "SubmitExport",
            "/properties/clientRequestToken",
            word("A-Za-z0-9_-", 2, 64),
        ),
        (
            "SubmitExport",
            "/properties/reason",
            json!({ "maxLength": MAX_REASON_CHARS, "pattern": REASON }),
        ),
        ("InviteUsers", "/properties/emails", items(1, MAX_INVITATIONS)),
        ("ChosenUsers", "/properties/userIds", items(1, MAX_USERS_AT_ONCE)),
        ("AssignTier", "/properties/userIds", items(1, MAX_USERS_AT_ONCE)),
        (
            "AssignTier",
            "/properties/tier",
            json!({ "enum": [Tier::Basic, Tier::Pro] }),
        ),
        (
            "ClaimDomain",
            "/properties/name",
            text(1, domains::name::MAX_ENTERED),
        ),
        (
            "NewDnsRecord",
            "/properties/name",
            json!({ "minLength": 1, "maxLength": dns::MAX_NAME, "pattern": r"^\s*[A-Za-z0-9._-]*[A-Za-z0-9_-]\.*\s*$" }),
        ),
        ("NewDnsRecord", "/properties/value", name(dns::MAX_VALUE)),
        (
            "WriteToAssistant",
            "/properties/text",
            json!({ "minLength": 1, "maxLength": MAX_MESSAGE_CHARS, "pattern": MESSAGE }),
        ),
        (
            "ResetWorld",
            "/properties/confirm",
            json!({ "enum": [ResetWorld::WORD] }),
        ),
        (
            "SignIn",
            "/properties/password",
            json!({ "maxLength": passwords::MAX_BYTES }),
        ),
        ("Retention", "/properties/conversationDays", days.clone()),
        ("Retention", "/properties/roomDays", days.clone()),
        ("SaveRetention", "/properties/conversationDays", days.clone()),
        ("SaveRetention", "/properties/roomDays", days),
        ("MarkRead", "/properties/upTo", json!({ "maximum": i64::MAX })),
        (
            "ClockPatch",
            "/properties/advanceSeconds",
            json!({ "minimum": 0, "maximum": MAX_ADVANCE_DAYS * 86_400 }),
        ),
        (
            "Speed",
            "/oneOf/1",
            json!({ "minimum": MIN_SPEED, "maximum": MAX_SPEED }),
        ),
        (
            "Machinery",
            "/properties/storeDelayMillis",
            json!({ "maximum": MAX_SLOWNESS_MILLIS }),
        ),
        (
            "Machinery",
            "/properties/workerSkewSeconds",
            json!({ "minimum": -MAX_WORKER_SKEW_SECONDS, "maximum": MAX_WORKER_SKEW_SECONDS }),
        ),
    ]
}

/// Returns true if the schema has this type, alone or beside `null`.
fn is(schema: &Map<String, Value>, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    }
}

/// Limits every string that has no limit yet to the length of a body.
fn bound_strings(schema: &mut Value) {
    each(schema, &mut |schema| {
        if is(schema, "string") && !schema.contains_key("enum") && !schema.contains_key("maxLength") {
            schema.insert("maxLength".into(), MAX_BODY.into());
        }
    });
}

/// Limits every integer that has no limit yet to the range of its format.
fn bound_integers(document: &mut Value) {
    each(document, &mut |schema| {
        if is(schema, "integer") {
            let (least, most) = match schema.get("format").and_then(Value::as_str) {
                Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
                _ => (i64::MIN, i64::MAX),
            };
            schema.entry("minimum").or_insert(least.into());
            schema.entry("maximum").or_insert(most.into());
        }
    });
}

/// Collects the names of the schemas that a schema refers to.
fn referenced(schema: &mut Value, names: &mut Vec<String>) {
    each(schema, &mut |schema| {
        let name = schema.get("$ref").and_then(Value::as_str);
        names.extend(name.and_then(|name| name.rsplit('/').next()).map(str::to_owned));
    });
}

/// Calls `change` with every object in a value, the outer one first.
fn each(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            change(fields);
            fields.values_mut().for_each(|field| each(field, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, change)),
        _ => {}
    }
}
