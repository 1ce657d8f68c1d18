//! Creating, renaming and deleting accounts.

use axum::http::StatusCode;
use serde_json::json;

use attache_testing::{DAY, HOUR, JUNIPER, KITE, Server};
use attache_wire::account::AccountType;

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

#[tokio::test]
async fn the_rules_treat_every_enterprise_type_alike() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let account = format!("{ACCOUNTS}/{JUNIPER}");
    for kind in AccountType::ALL {
        if !kind.is_enterprise() {
            continue;
        }
        let mut tx = server.workspace.store.write().await.unwrap();
        sqlx::query("UPDATE accounts SET type = ? WHERE id = ?")
            .bind(kind.as_str())
            .bind(JUNIPER)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let token = kind.as_str();
        assert_eq!(admin.get(&account).await.json()["type"], token);
        let listed = admin.get(ACCOUNTS).await.json();
        assert!(listed.to_string().contains(token), "{listed}");
        let submitted = admin.submit(JUNIPER, token).await;
        assert_eq!(
            submitted.status,
            StatusCode::ACCEPTED,
            "{token}: {}",
            submitted.text()
        );
        let export = submitted.json()["id"].as_str().unwrap().to_owned();
        let cancelled = admin
            .post(&format!("/api/v1/exports/{export}/cancel"), &json!({}))
            .await;
        assert_eq!(cancelled.status, StatusCode::OK, "{token}");
        let before = admin.get(&format!("{account}/settings/retention")).await.json();
        let days = json!({ "conversationDays": 900, "roomDays": 900, "replaces": before });
        let kept = admin.put(&format!("{account}/settings/retention"), &days).await;
        assert_eq!(kept.status, StatusCode::OK, "{token}: {}", kept.text());

        // Another domain leaves the type as it is.
        let name = format!("{}.example", token.to_lowercase());
        let claim = json!({ "name": name });
        let claim = admin.post(&format!("{account}/domains"), &claim).await.json();
        let record = json!({ "name": claim["record"]["name"], "value": claim["record"]["value"] });
        admin.post("/api/v1/simulator/dns", &record).await;
        server.advance(HOUR).await;
        let id = claim["domain"]["id"].as_str().unwrap();
        let domain = format!("{account}/domains/{id}");
        admin.post(&format!("{domain}/check"), &json!({})).await;
        assert_eq!(
            admin.get(&domain).await.json()["domain"]["status"],
            "Verified",
            "{token}"
        );
        assert_eq!(admin.get(&account).await.json()["type"], token);
    }
}
