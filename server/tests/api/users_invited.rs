//! Inviting people: every outcome, its effects, and hostile lists.

use axum::http::StatusCode;
use serde_json::json;

use crate::users::{directory, estimate, invite, of, user, world};
use attache_testing::{JUNIPER, KITE, Server};

#[tokio::test]
async fn a_team_account_can_invite_anyone_outside_other_accounts_domains() {
    let server = Server::start().await;
    let admin = server.sign_in("user-management").await;
    world(
        &server,
        &["UPDATE users SET email = 'odd@elsewhere.example' WHERE id = 'odd'"],
    )
    .await;
    let table = [
        (" Dora.Diaz@Elsewhere.EXAMPLE. ", "invited"),
        ("dora.diaz@elsewhere.example", "repeated"),
        ("mia@bücher.example", "invited"),
        ("mia@xn--bcher-kva.example", "repeated"),
        ("odd@elsewhere.example", "joined"),
        ("kit@juniperfreight.example", "member"),
        ("ana@juniperfreight.example", "elsewhereManaged"),
        ("sus@juniperfreight.example", "elsewhereManaged"),
        ("new@juniperfreight.example", "elsewhereManaged"),
        ("rel@juniperfreight.example", "domainHeldByAnother"),
        ("stranger@juniperfreight.example", "domainHeldByAnother"),
        ("stranger", "notAnAddress"),
        ("stranger", "notAnAddress"),
    ];
    let emails = table.map(|(email, _)| email);
    assert_eq!(
        invite(&admin, KITE, &emails).await,
        table.map(|(_, outcome)| outcome)
    );

    let people = directory(&admin, KITE).await;
    assert_eq!(people.len(), 4, "{people:?}");
    assert_eq!(people["odd"], "Registered Accepted Pro");
    let found = admin.get(&of(KITE, "users?q=dora")).await.json();
    let dora = &found["items"][0];
    assert_eq!(
        [
            &dora["email"],
            &dora["displayName"],
            &dora["registration"],
            &dora["invitation"],
            &dora["tier"]
        ],
        [
            "dora.diaz@elsewhere.example",
            "dora.diaz",
            "Unregistered",
            "Pending",
            "Basic"
        ]
    );
    assert_eq!(dora["invitedAt"], "2026-01-22T01:10:00Z");

    server.advance(60).await;
    let again = invite(
        &admin,
        KITE,
        &["dora.diaz@elsewhere.example", "odd@elsewhere.example"],
    )
    .await;
    assert_eq!(again, ["invitedAgain", "member"]);
    let dora = user(&admin, KITE, dora["id"].as_str().unwrap()).await;
    assert_eq!(dora["invitedAt"], "2026-01-22T01:11:00Z");
}

#[tokio::test]
async fn an_enterprise_account_can_invite_only_its_own_domains() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    world(
        &server,
        &[
            "INSERT INTO accounts (id, name, type, created_at) VALUES ('acme', 'Acme', 'EnterpriseLWA', 0)",
            "INSERT INTO domains (id, account_id, name, status, claimed_at, verified_at)
             VALUES ('d-acme', 'acme', 'acme.example', 'Verified', 0, 0)",
            "INSERT INTO domains (id, account_id, name, status, claimed_at)
             VALUES ('d-hope', 'juniper-freight', 'hope.example', 'PendingVerification', 0)",
        ],
    )
    .await;
    assert_eq!(estimate(&admin, JUNIPER).await, 4);
    let table = [
        ("dora@juniperfreight.example", "invited"),
        ("new@juniperfreight.example", "invitedAgain"),
        ("ANA@juniperfreight.example", "member"),
        ("sus@juniperfreight.example", "suspended"),
        ("kit@juniperfreight.example", "elsewhereManaged"),
        ("x@elsewhere.example", "notYourDomain"),
        ("x@mail.juniperfreight.example", "notYourDomain"),
        ("x@hope.example", "notYourDomain"),
        ("x@acme.example", "domainHeldByAnother"),
    ];
    let emails = table.map(|(email, _)| email);
    assert_eq!(
        invite(&admin, JUNIPER, &emails).await,
        table.map(|(_, outcome)| outcome)
    );
    assert_eq!(estimate(&admin, JUNIPER).await, 4, "nobody has joined");

    let back = ["rel@juniperfreight.example", "odd@juniperfreight.example"];
    assert_eq!(invite(&admin, JUNIPER, &back).await, ["joined", "joined"]);
    assert_eq!(directory(&admin, JUNIPER).await["rel"], "Registered Accepted Pro");
    assert_eq!(
        estimate(&admin, JUNIPER).await,
        7,
        "their uploads, and those in the room that one of them created"
    );
}

#[tokio::test]
async fn concurrent_invitations_of_one_person_create_one_user() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let once = || invite(&admin, KITE, &["dora@elsewhere.example"]);
    let (first, second) = tokio::join!(once(), once());
    let mut both = [first, second].concat();
    both.sort();
    assert_eq!(both, ["invited", "invitedAgain"]);
    assert_eq!(directory(&admin, KITE).await.len(), 2);
}

#[tokio::test]
async fn hostile_lists_do_nothing() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let path = of(KITE, "invitations");
    let one = "x@elsewhere.example";
    for emails in [json!([]), json!(vec![one; 51])] {
        let reply = admin.post(&path, &json!({ "emails": emails })).await;
        assert_eq!(reply.refusal(), (422, "invalid".to_owned()));
        assert_eq!(reply.json()["errors"][0]["field"], "emails");
    }
    for body in [
        json!({}),
        json!({ "emails": one }),
        json!({ "emails": [1] }),
        json!({ "emails": [one], "x": 1 }),
    ] {
        assert_eq!(admin.post(&path, &body).await.refusal().0, 422, "{body}");
    }
    let nowhere = admin
        .post(&of("nowhere", "invitations"), &json!({ "emails": [] }))
        .await;
    assert_eq!(nowhere.refusal().0, 404);
    assert_eq!(directory(&admin, KITE).await.len(), 1);

    let long = format!("{}@elsewhere.example", "a".repeat(1_000));
    let hostile = [
        "",
        " ",
        "@",
        "a@b@c.example",
        "\u{0}@x.example",
        "x@x.example\r\nBcc: y@y.example",
        "'; DROP TABLE users; --@x.example",
        &long,
    ];
    let outcomes = invite(&admin, KITE, &hostile).await;
    assert_eq!(outcomes, vec!["notAnAddress"; hostile.len()]);
    assert_eq!(directory(&admin, KITE).await.len(), 1);

    let owner = server.sign_in("owner").await;
    let events = owner
        .get("/api/v1/audit/events?event=InviteUsers&outcome=allowed")
        .await;
    assert_eq!(events.status, StatusCode::OK);
    let record = &events.json()["items"][0]["record"];
    let request = match record.as_str() {
        Some(text) => serde_json::from_str(text).unwrap(),
        None => record.clone(),
    };
    let invitations = request["responseElements"]["invitations"].as_array().unwrap();
    assert_eq!(invitations.len(), hostile.len());
    assert_eq!(
        invitations[3],
        json!({ "email": "a@b@c.example", "outcome": "notAnAddress" })
    );
    assert_eq!(invitations[7]["email"].as_str().unwrap().len(), 254);
}
