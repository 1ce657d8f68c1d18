//! Changing retention settings.

use axum::http::StatusCode;
use serde_json::{Value, json};

use attache_testing::{Actor, JUNIPER, KITE, Reply, Server};

pub(crate) const SETTINGS: &str = "/api/v1/accounts/juniper-freight/settings/retention";

/// Saves settings to replace the given ones.
pub(crate) async fn save(actor: &Actor, path: &str, settings: &Value, replaces: &Value) -> Reply {
    let mut body = settings.clone();
    body["replaces"] = replaces.clone();
    actor.put(path, &body).await
}

/// Saves settings to replace the current ones.
pub(crate) async fn put(actor: &Actor, settings: &Value) {
    let before = actor.get(SETTINGS).await.json();
    let reply = save(actor, SETTINGS, settings, &before).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(&reply.json(), settings);
}

#[tokio::test]
async fn invalid_settings_are_refused() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    for (field, days) in [("conversationDays", 0), ("roomDays", 5_476)] {
        let reply = save(&actor, SETTINGS, &json!({ field: days }), &json!({})).await;
        assert_eq!(reply.refusal(), (422, "invalid".to_owned()));
        assert_eq!(reply.json()["errors"][0]["field"], field);
        let reply = actor.get(&format!("{SETTINGS}/effect?{field}={days}")).await;
        assert_eq!(reply.refusal(), (422, "invalid".to_owned()));
    }
    let reply = actor.get(&format!("{SETTINGS}/effect?roomDays=soon")).await;
    assert_eq!(reply.refusal(), (400, "badRequest".to_owned()));
    for days in [1, 5_475] {
        put(&actor, &json!({ "roomDays": days })).await;
    }

    let team = SETTINGS.replace(JUNIPER, KITE);
    assert_eq!(actor.get(&team).await.json(), json!({}));
    let reply = save(&actor, &team, &json!({ "roomDays": 30 }), &json!({})).await;
    assert_eq!(reply.refusal(), (409, "conflict".to_owned()));
    let nobodys = SETTINGS.replace(JUNIPER, "nobody");
    assert_eq!(actor.get(&nobodys).await.refusal().0, 404);
    let reader = server.sign_in("read-only").await;
    let reply = save(&reader, SETTINGS, &json!({}), &json!({})).await;
    assert_eq!(reply.json()["missingAction"], "chime:UpdateAccountSettings");
}

#[tokio::test]
async fn the_second_of_two_editors_gets_a_conflict_and_the_first_change_is_kept() {
    let server = Server::start().await;
    let (first, second) = (server.sign_in("full-access").await, server.sign_in("owner").await);
    let (mine, theirs) = (json!({ "roomDays": 400 }), json!({ "conversationDays": 200 }));
    let changes = async || {
        let events = "/api/v1/audit/events?event=UpdateAccountSettings&outcome=allowed";
        let events = second.get(events).await.json();
        events["items"].as_array().unwrap().len()
    };
    let before = changes().await;
    put(&first, &mine).await;

    let refused = save(&second, SETTINGS, &theirs, &json!({})).await;
    assert_eq!(refused.refusal(), (409, "conflict".to_owned()));
    insta::assert_snapshot!(
        refused.json()["detail"].as_str().unwrap(),
        @"Someone else has changed these settings. Reload them and repeat your change."
    );
    assert_eq!(second.get(SETTINGS).await.json(), mine);
    assert_eq!(changes().await, before + 1);

    // Saving is idempotent, so a call whose response was lost can be retried.
    let again = save(&first, SETTINGS, &mine, &json!({})).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    assert_eq!(
        save(&second, SETTINGS, &theirs, &mine).await.status,
        StatusCode::OK
    );
    assert_eq!(first.get(SETTINGS).await.json(), theirs);

    let unsaid = first.put(SETTINGS, &mine).await;
    assert_eq!(unsaid.refusal(), (422, "invalid".to_owned()));
    assert_eq!(first.get(SETTINGS).await.json(), theirs);
}
