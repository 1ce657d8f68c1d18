//! Creating, renaming and deleting accounts.

use axum::http::StatusCode;
use serde_json::json;

use attache_testing::{DAY, HOUR, JUNIPER, KITE, Server};

const ACCOUNTS: &str = "/api/v1/accounts";

#[tokio::test]
async fn an_account_can_be_created_renamed_and_deleted() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let made = admin.post(ACCOUNTS, &json!({ "name": "  Linden & Søn " })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let account = made.json();
    assert_eq!(
        (&account["name"], &account["type"]),
        (&json!("Linden & Søn"), &json!("Team"))
    );
    let path = format!("{ACCOUNTS}/{}", account["id"].as_str().unwrap());

    let renamed = admin.patch(&path, &json!({ "name": "ø".repeat(100) })).await;
    assert_eq!(renamed.json()["name"], "ø".repeat(100));
    for bad in [String::new(), "  ".into(), "a\u{7}b".into(), "x".repeat(101)] {
        let reply = admin.patch(&path, &json!({ "name": bad })).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
    }

    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.delete(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get(&path).await.status, StatusCode::NOT_FOUND);
    let listed = admin.get(ACCOUNTS).await.json()["items"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(listed, 2, "a deleted account is in no list");
}

#[tokio::test]
async fn a_refused_deletion_names_its_obstacle() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let team = admin.delete(&format!("{ACCOUNTS}/{KITE}")).await;
    assert_eq!(team.status, StatusCode::CONFLICT);
    assert_eq!(
        team.json()["detail"],
        "The account still has 1 user(s). Remove them first."
    );
    let enterprise = admin.delete(&format!("{ACCOUNTS}/{JUNIPER}")).await;
    assert_eq!(enterprise.status, StatusCode::CONFLICT);
    assert!(
        enterprise.json()["detail"]
            .as_str()
            .unwrap()
            .contains("1 domain(s)")
    );
}

#[tokio::test]
async fn deleting_an_account_revokes_its_links() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let export = server.delivered(&admin).await;
    server.advance(HOUR).await;
    let domain = format!("{ACCOUNTS}/{JUNIPER}/domains/d-1");
    assert_eq!(admin.delete(&domain).await.status, StatusCode::NO_CONTENT);
    let state = async || admin.get(&format!("/api/v1/exports/{export}")).await.json()["state"].clone();
    assert_eq!(
        state().await,
        "Ready",
        "a delivered request stays live in a Team account"
    );
    // Keep only the suspended user.
    let mut tx = server.workspace.store.write().await.unwrap();
    let remove = "UPDATE users SET account_id = NULL WHERE registration = 'Suspended'";
    sqlx::query(remove).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let gone = admin.delete(&format!("{ACCOUNTS}/{JUNIPER}")).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text());
    assert_eq!(state().await, "Revoked");
    let file = admin.get(&format!("/api/v1/exports/{export}/manifest.csv")).await;
    assert_eq!(file.json()["code"], "exportRevoked");
    server.advance(DAY).await;
}
