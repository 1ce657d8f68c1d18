//! Claims of domains: lookups, their results, and the effects on accounts, users and requests.

use attache_server::workspace::dns::{NoAnswer, Resolver};
use axum::http::StatusCode;
use futures::future::BoxFuture;
use serde_json::{Value, json};

use attache_testing::{Actor, DAY, HOUR, JUNIPER, KITE, Server, Settings};

const DOMAINS: &str = "/api/v1/accounts/kite-studio/domains";
const NAME: &str = "kite.example";

/// Adds users with an address in Kite Studio's domain: outsiders, members of a Team account, and one whom another
/// account released.
async fn people(server: &Server) {
    let mut tx = server.workspace.store.write().await.unwrap();
    for (id, account, registration) in [
        ("out", None, "Registered"),
        ("team", Some(KITE), "Registered"),
        ("gone", Some(JUNIPER), "Released"),
        ("invited", Some(KITE), "Unregistered"),
    ] {
        sqlx::query(
            "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier, joined_at)
             VALUES (?, ?, ?, ?, ?, ?, 'Accepted', 'Pro', ?)",
        )
        .bind(id)
        .bind(account)
        .bind(format!("{id}@{NAME}"))
        .bind(id)
        .bind(id)
        .bind(registration)
        .bind((registration != "Unregistered").then_some(1))
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn claim(actor: &Actor, account: &str, name: &str) -> Value {
    let path = format!("/api/v1/accounts/{account}/domains");
    let reply = actor.post(&path, &json!({ "name": name })).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    reply.json()
}

async fn add_record(actor: &Actor, name: &str, value: &str) -> String {
    let body = json!({ "name": name, "value": value });
    let reply = actor.post("/api/v1/simulator/dns", &body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    reply.json()["id"].as_str().unwrap().to_owned()
}

fn path(detail: &Value) -> String {
    format!("{DOMAINS}/{}", detail["domain"]["id"].as_str().unwrap())
}

/// Returns status and finding.
async fn standing(actor: &Actor, path: &str) -> (String, String) {
    let detail = actor.get(path).await.json();
    let text = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    (text(&detail["domain"]["status"]), text(&detail["finding"]))
}

async fn registrations(server: &Server, account: &str) -> Vec<(String, String)> {
    let mut conn = server.workspace.store.read().await.unwrap();
    sqlx::query_as("SELECT id, registration FROM users WHERE account_id = ? ORDER BY id")
        .bind(account)
        .fetch_all(&mut *conn)
        .await
        .unwrap()
}

async fn account_type(actor: &Actor, account: &str) -> Value {
    actor.get(&format!("/api/v1/accounts/{account}")).await.json()["type"].clone()
}

#[tokio::test]
async fn claiming_a_domain_makes_its_users_managed() {
    let server = Server::start().await;
    people(&server).await;
    let admin = server.sign_in("full-access").await;
    let detail = claim(&admin, KITE, " KITE.example. ").await;
    let (name, value) = (
        detail["record"]["name"].as_str().unwrap(),
        detail["record"]["value"].as_str().unwrap(),
    );
    assert_eq!(name, "_attache-challenge.kite.example");
    assert!(
        value.starts_with("attache-domain-verification=") && value.len() == 60,
        "{value}"
    );
    assert_eq!(detail["domain"]["status"], "PendingVerification");
    let path = path(&detail);

    server.advance(HOUR).await;
    assert_eq!(
        standing(&admin, &path).await,
        ("PendingVerification".into(), "noRecord".into())
    );

    let wrong = add_record(&admin, name, "v=spf1 -all").await;
    add_record(&admin, &format!("{name}.{NAME}"), "something else").await;
    server.advance(HOUR).await;
    assert_eq!(
        standing(&admin, &path).await,
        ("PendingVerification".into(), "wrongValue".into())
    );
    assert_eq!(admin.get(&path).await.json()["found"], json!(["v=spf1 -all"]));

    let doubled = add_record(&admin, &format!("{name}.{NAME}."), value).await;
    server.advance(HOUR).await;
    assert_eq!(
        standing(&admin, &path).await,
        ("PendingVerification".into(), "doubledSuffix".into())
    );
    for record in [wrong, doubled] {
        let gone = admin.delete(&format!("/api/v1/simulator/dns/{record}")).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
    }

    // The record becomes visible half an hour later. The next check finds it at once.
    add_record(&admin, name, value).await;
    let check = format!("{path}/check");
    assert_eq!(admin.post(&check, &json!({})).await.json()["finding"], "noRecord");
    assert_eq!(account_type(&admin, KITE).await, "Team");
    server.advance(HOUR / 2).await;
    let verified = admin.post(&check, &json!({})).await.json();
    assert_eq!(verified["domain"]["status"], "Verified");
    assert_eq!(verified["domain"]["users"], 4);
    assert_eq!(
        verified["removal"],
        json!({ "released": 3, "suspended": 0, "uninvited": 1, "becomesTeam": true })
    );
    assert_eq!(account_type(&admin, KITE).await, "EnterpriseLWA");
    let here = registrations(&server, KITE).await;
    let here: Vec<(&str, &str)> = here.iter().map(|(id, to)| (id.as_str(), to.as_str())).collect();
    // Users whose address is in none of the account's domains have been released.
    let expected = [
        ("gone", "Registered"),
        ("invited", "Unregistered"),
        ("kit", "Released"),
        ("out", "Registered"),
        ("team", "Registered"),
    ];
    assert_eq!(here, expected);
    let reply = admin.submit(KITE, "tok").await;
    assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.text());
}

#[tokio::test]
async fn an_unproved_claim_fails_after_three_days_and_can_be_repeated() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let detail = claim(&admin, KITE, NAME).await;
    let path = path(&detail);
    server.advance(3 * DAY - 1).await;
    assert_eq!(
        standing(&admin, &path).await,
        ("PendingVerification".into(), "noRecord".into())
    );
    server.advance(1).await;
    assert_eq!(
        standing(&admin, &path).await,
        ("Failed".into(), "noRecord".into())
    );
    let again = admin.post(&format!("{path}/check"), &json!({})).await.json();
    assert_eq!(again["domain"]["status"], "PendingVerification");
    let (name, value) = (&detail["record"]["name"], &detail["record"]["value"]);
    add_record(&admin, name.as_str().unwrap(), value.as_str().unwrap()).await;
    server.advance(HOUR).await;
    assert_eq!(standing(&admin, &path).await, ("Verified".into(), "–".into()));
    // Checking a verified domain changes nothing, even if the record is gone.
    server.advance(30 * DAY).await;
    assert_eq!(standing(&admin, &path).await.0, "Verified");
}

#[tokio::test]
async fn a_domain_belongs_to_the_first_account_to_prove_it() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let taken = admin
        .post(DOMAINS, &json!({ "name": "juniperfreight.example" }))
        .await;
    assert_eq!(
        (taken.status, taken.json()["code"].clone()),
        (StatusCode::CONFLICT, json!("conflict"))
    );
    let ours = claim(&admin, JUNIPER, NAME).await;
    let theirs = claim(&admin, KITE, NAME).await;
    let twice = admin.post(DOMAINS, &json!({ "name": NAME })).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    for detail in [&ours, &theirs] {
        let record = &detail["record"];
        add_record(
            &admin,
            record["name"].as_str().unwrap(),
            record["value"].as_str().unwrap(),
        )
        .await;
    }
    server.advance(HOUR / 2).await;
    let id = ours["domain"]["id"].as_str().unwrap();
    let check = format!("/api/v1/accounts/{JUNIPER}/domains/{id}/check");
    assert_eq!(
        admin.post(&check, &json!({})).await.json()["domain"]["status"],
        "Verified"
    );
    server.advance(HOUR).await;
    let lost = standing(&admin, &path(&theirs)).await;
    assert_eq!(lost, ("Failed".into(), "heldByAnother".into()));
    assert_eq!(account_type(&admin, KITE).await, "Team");
}

#[tokio::test]
async fn removing_the_last_domain_restores_a_team_account_and_cancels_its_request() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let submitted = admin.submit(JUNIPER, "tok").await.json();
    let path = format!("/api/v1/accounts/{JUNIPER}/domains/d-1");
    let removal = admin.get(&path).await.json()["removal"].clone();
    assert_eq!(
        removal,
        json!({ "released": 2, "suspended": 1, "uninvited": 1, "becomesTeam": true, "cancels": submitted["id"] })
    );
    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.delete(&path).await.status, StatusCode::NOT_FOUND);
    let here = registrations(&server, JUNIPER).await;
    let here: Vec<(&str, &str)> = here.iter().map(|(id, to)| (id.as_str(), to.as_str())).collect();
    let expected = [
        ("ana", "Released"),
        ("bo", "Released"),
        ("rel", "Released"),
        ("sus", "Suspended"),
    ];
    assert_eq!(here, expected);
    assert_eq!(account_type(&admin, JUNIPER).await, "Team");
    let export = admin
        .get(&format!("/api/v1/exports/{}", submitted["id"].as_str().unwrap()))
        .await;
    let export = export.json();
    assert_eq!(export["state"], "Cancelled");
    let last = export["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!(last["actor"]["kind"], "system");
    assert_eq!(admin.submit(JUNIPER, "tok-2").await.json()["code"], "teamAccount");
}

#[tokio::test]
async fn invalid_domains_and_records_are_refused() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    for name in [
        "",
        "co.uk",
        "127.0.0.1",
        "a b.example",
        "\u{202e}x.example",
        "https://x.example",
    ] {
        let reply = admin.post(DOMAINS, &json!({ "name": name })).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
        assert_eq!(reply.json()["errors"][0]["field"], "name");
    }
    let detail = claim(&admin, KITE, "BÜCHER.example").await;
    assert_eq!(detail["domain"]["name"], "xn--bcher-kva.example");
    assert_eq!(detail["domain"]["unicodeName"], "bücher.example");
    for (name, value) in [("", "x"), ("a b", "x"), ("x", ""), ("x", "a\nb")] {
        let reply = admin
            .post("/api/v1/simulator/dns", &json!({ "name": name, "value": value }))
            .await;
        assert_eq!(
            reply.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name:?} {value:?}"
        );
    }
}

struct Silent;

impl Resolver for Silent {
    fn txt<'a>(&'a self, _: &'a str, _: i64) -> BoxFuture<'a, Result<Vec<String>, NoAnswer>> {
        Box::pin(async { Err(NoAnswer) })
    }
}

#[tokio::test]
async fn a_dns_failure_has_its_own_finding() {
    let settings = Settings {
        dns: Some(|| Box::new(Silent)),
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    let admin = server.sign_in("full-access").await;
    let detail = claim(&admin, KITE, NAME).await;
    server.advance(HOUR).await;
    let standing = standing(&admin, &path(&detail)).await;
    assert_eq!(standing, ("PendingVerification".into(), "noAnswer".into()));
}

#[tokio::test]
async fn a_record_at_the_wrong_place_or_with_something_around_its_value_is_named() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let detail = claim(&admin, KITE, "mail.team.example.com").await;
    let value = detail["record"]["value"].as_str().unwrap();
    let path = path(&detail);
    let right = "_attache-challenge.mail.team.example.com";
    assert_eq!(detail["record"]["name"], right);
    for (name, value, finding, found) in [
        (
            format!("{right}.mail.team.example.com"),
            value.to_owned(),
            "doubledSuffix",
            format!("{right}.mail.team.example.com"),
        ),
        (
            format!("{right}.example.com"),
            value.to_owned(),
            "doubledSuffix",
            format!("{right}.example.com"),
        ),
        (
            "mail.team.example.com".into(),
            value.to_owned(),
            "atDomain",
            "mail.team.example.com".into(),
        ),
        (
            right.into(),
            format!("\"{value}\""),
            "decoratedValue",
            format!("\"{value}\""),
        ),
        (
            right.into(),
            format!("{value}."),
            "decoratedValue",
            format!("{value}."),
        ),
    ] {
        let record = add_record(&admin, &name, &value).await;
        server.advance(HOUR).await;
        let now = admin.get(&path).await.json();
        assert_eq!(
            (&now["finding"], &now["found"]),
            (&json!(finding), &json!([found])),
            "{name}"
        );
        admin.delete(&format!("/api/v1/simulator/dns/{record}")).await;
        server.advance(HOUR).await;
    }
}
