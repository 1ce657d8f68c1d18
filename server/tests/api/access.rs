//! Policy decisions: effective permissions, the simulator, and conditions on tags.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::policies::{attach, document, make};
use attache_testing::{Actor, JUNIPER, Server};

async fn permissions(actor: &Actor, principal: &str) -> Value {
    let path = format!("/api/v1/access/principals/{principal}/permissions");
    actor.get(&path).await.json()
}

async fn simulated(actor: &Actor, body: &Value) -> Value {
    let reply = actor.post("/api/v1/access/simulate", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.json()
}

#[tokio::test]
async fn effective_permissions_list_every_known_action_and_its_statement() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let deny = make(&ines, "NoInvitations", &document("Deny", "chime:Invite*")).await;
    attach(&ines, "user-management", &deny).await;
    let found = permissions(&ines, "user-management").await;
    assert_eq!(
        (&found["principal"], &found["at"]),
        (&json!("user-management"), &json!("2026-01-22T01:10:00Z"))
    );
    let lines: Vec<String> = found["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let by = match &row["statement"] {
                Value::Null => String::new(),
                by => format!(
                    " by {}#{} {} lines {}-{}",
                    by["policyName"], by["statement"], by["sid"], by["firstLine"], by["lastLine"]
                ),
            };
            let used = if row["used"] == true { "" } else { " (unused)" };
            format!("{}{used}: {}{by}", row["action"], row["ruling"]).replace('"', "")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    chime:ActivateUsers: allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:AddDomain: deniedByDefault
    chime:AddOrUpdateGroups (unused): deniedByDefault
    chime:AuthorizeDirectory (unused): deniedByDefault
    chime:BatchSuspendUser (unused): allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:BatchUnsuspendUser (unused): allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:BatchUpdateUser (unused): allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:ConnectDirectory (unused): deniedByDefault
    chime:CreateAccount: deniedByDefault
    chime:DeleteAccount: deniedByDefault
    chime:DeleteDomain: deniedByDefault
    chime:GetAccount: allowed by UserManagement#1 Look lines 4-21
    chime:GetAccountSettings: allowed by UserManagement#1 Look lines 4-21
    chime:GetDomain: allowed by UserManagement#1 Look lines 4-21
    chime:GetUser: allowed by UserManagement#1 Look lines 4-21
    chime:GetUserByEmail (unused): allowed by UserManagement#1 Look lines 4-21
    chime:InviteUsers: explicitlyDenied by NoInvitations#1 null lines 1-1
    chime:ListAccounts: allowed by UserManagement#1 Look lines 4-21
    chime:ListDelegates (unused): allowed by UserManagement#1 Look lines 4-21
    chime:ListDirectories (unused): allowed by UserManagement#1 Look lines 4-21
    chime:ListDomains: allowed by UserManagement#1 Look lines 4-21
    chime:ListGroups (unused): allowed by UserManagement#1 Look lines 4-21
    chime:ListUsers: allowed by UserManagement#1 Look lines 4-21
    chime:LogoutUser (unused): allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:RenameAccount: deniedByDefault
    chime:ResetPersonalPIN (unused): allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:RetrieveDataExport: deniedByDefault
    chime:SearchAvailablePhoneNumbers (unused): deniedByDefault
    chime:StartDataExport: deniedByDefault
    chime:SubmitSupportRequest (unused): allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:SuspendUsers: allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:UpdateAccountSettings: allowed by UserManagement#2 LookAfterUsers lines 22-39
    chime:UpdateUserLicenses: allowed by UserManagement#2 LookAfterUsers lines 22-39
    cloudtrail:LookupEvents: deniedByDefault
    iam:AttachUserPolicy: deniedByDefault
    iam:DeletePolicy: deniedByDefault
    iam:DetachUserPolicy: deniedByDefault
    iam:GetPolicy: deniedByDefault
    iam:ListPolicies: deniedByDefault
    iam:ListUsers: deniedByDefault
    iam:PutUserPolicy: deniedByDefault
    iam:SimulatePrincipalPolicy: deniedByDefault
    ");
    let missing = ines.get("/api/v1/access/principals/nope/permissions").await;
    assert_eq!(missing.refusal(), (404, "notFound".into()));
}

#[tokio::test]
async fn every_action_in_the_initial_policies_is_known() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let known = permissions(&ines, "owner").await.to_string();
    for policy in attache_server::access::policy::managed::POLICIES {
        for action in policy
            .document
            .split('"')
            .filter(|text| text.starts_with("chime:"))
        {
            let named = action.contains('*') || known.contains(&format!("\"{action}\""));
            assert!(named, "{action} of {}", policy.name);
        }
    }
}

#[tokio::test]
async fn the_simulator_predicts_decisions() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let text = r#"{
  "Statement": [
    { "Sid": "Morning", "Effect": "Allow", "Action": "chime:Start*", "Resource": "*",
      "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-01-22T12:00:00Z" } } },
    {
      "Sid": "NotFromThere",
      "Effect": "Deny",
      "Action": "*",
      "Resource": "*",
      "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
    }
  ]
}"#;
    let policy = make(&ines, "Careful", text).await;
    attach(&ines, "denied", &policy).await;
    let ask = async |action: &str, context: Value| {
        let body = json!({ "principal": "denied", "action": action, "context": context });
        simulated(&ines, &body).await
    };

    let mut now = ask("chime:StartDataExport", json!([])).await;
    assert_eq!(now["document"], text);
    now["document"] = json!("…");
    now["statement"]["policyId"] = json!("…");
    insta::assert_json_snapshot!(now, @r#"
    {
      "context": [
        {
          "key": "aws:CurrentTime",
          "value": "2026-01-22T01:10:00Z"
        },
        {
          "key": "aws:EpochTime",
          "value": "1769044200"
        },
        {
          "key": "aws:MultiFactorAuthPresent",
          "value": "false"
        },
        {
          "key": "aws:PrincipalTag/department",
          "value": "Sales"
        },
        {
          "key": "aws:SourceIp",
          "value": "127.0.0.1"
        },
        {
          "key": "aws:username",
          "value": "denied"
        }
      ],
      "document": "…",
      "ruling": "allowed",
      "statement": {
        "firstLine": 3,
        "lastLine": 4,
        "policyId": "…",
        "policyName": "Careful",
        "sid": "Morning",
        "statement": 1
      }
    }
    "#);

    let late = ask(
        "chime:startdataexport",
        json!([{ "key": "AWS:currenttime", "value": "2026-01-22T12:00:00Z" }]),
    )
    .await;
    assert_eq!(
        (&late["ruling"], &late["statement"], &late["document"]),
        (&json!("deniedByDefault"), &Value::Null, &Value::Null)
    );

    let abroad = ask(
        "iam:Anything",
        json!([{ "key": "aws:SourceIp", "value": "203.0.113.9" }]),
    )
    .await;
    assert_eq!(abroad["ruling"], "explicitlyDenied");
    let statement = &abroad["statement"];
    let place = (
        &statement["statement"],
        &statement["sid"],
        &statement["firstLine"],
        &statement["lastLine"],
    );
    assert_eq!(place, (&json!(2), &json!("NotFromThere"), &json!(5), &json!(11)));

    // A condition without its key does not hold. Unknown keys are accepted.
    let unknown = ask(
        "chime:StartDataExport",
        json!([{ "key": "aws:SourceIp" }, { "key": "my:Own/key", "value": "ü" }, { "key": "aws:NotThere" }]),
    )
    .await;
    assert_eq!(unknown["ruling"], "allowed");
    let keys: Vec<&str> = unknown["context"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["key"].as_str().unwrap())
        .collect();
    assert_eq!(
        keys,
        [
            "aws:CurrentTime",
            "aws:EpochTime",
            "aws:MultiFactorAuthPresent",
            "aws:PrincipalTag/department",
            "aws:username",
            "my:Own/key"
        ]
    );
    // The simulator had no side effects.
    let robin = server.sign_in("denied").await;
    assert_eq!(robin.submit(JUNIPER, "tok-1").await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn the_simulator_supports_resources() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let rooms = json!({ "Statement": { "Effect": "Allow", "Action": "chime:*", "Resource": "arn:aws:chime::123456789012:room/*" } });
    let policy = make(&ines, "Rooms", &rooms.to_string()).await;
    attach(&ines, "denied", &policy).await;
    for (resource, ruling) in [
        (json!("arn:aws:chime::123456789012:room/7"), "allowed"),
        (json!("arn:aws:chime::123456789012:user/7"), "deniedByDefault"),
        (json!("*"), "deniedByDefault"),
        (Value::Null, "deniedByDefault"),
    ] {
        let body = json!({ "principal": "denied", "action": "chime:GetRoom", "resource": resource });
        assert_eq!(simulated(&ines, &body).await["ruling"], ruling, "{resource}");
    }
}

#[tokio::test]
async fn invalid_questions_are_refused_by_field() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let long = "x".repeat(3_000);
    let key = |key: &str, value: &str| json!([{ "key": key, "value": value }]);
    let many: Vec<Value> = (0..51)
        .map(|nth| json!({ "key": format!("a:b{nth}"), "value": "" }))
        .collect();
    for (field, value) in [
        ("principal", json!("nope")),
        ("action", json!("")),
        ("action", json!("StartDataExport")),
        ("action", json!("chime:*")),
        ("action", json!("chime:Start DataExport")),
        ("action", json!("chime:Start\u{0}")),
        ("action", json!(format!("chime:{long}"))),
        ("resource", json!("room/7")),
        ("resource", json!("arn:aws:chime::123456789012:\u{7}")),
        ("resource", json!(format!("arn:aws:chime:::{long}"))),
        ("context", key("username", "x")),
        ("context", key("aws:PrincipalTag/\u{1b}", "x")),
        ("context", key("aws:username", "\u{0}")),
        ("context", key("aws:username", &long)),
        ("context", key(&format!("aws:{long}"), "x")),
        (
            "context",
            json!([{ "key": "aws:username" }, { "key": "AWS:UserName" }]),
        ),
        ("context", json!(many)),
    ] {
        let mut body = json!({ "principal": "denied", "action": "chime:GetAccount" });
        body[field] = value;
        let refused = ines.post("/api/v1/access/simulate", &body).await;
        assert_eq!(refused.refusal(), (422, "invalid".into()), "{body}");
        assert_eq!(refused.json()["errors"][0]["field"], field, "{body}");
    }
}

#[tokio::test]
async fn conditions_on_tags_affect_decisions() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    for principal in ["retrieve-only", "user-management"] {
        attach(&ines, principal, "export-for-legal").await;
    }
    // June is in the legal department, Noor is not.
    let (june, noor) = (
        server.sign_in("retrieve-only").await,
        server.sign_in("user-management").await,
    );
    assert_eq!(
        noor.submit(JUNIPER, "tok-1").await.refusal(),
        (403, "accessDenied".into())
    );
    assert_eq!(june.submit(JUNIPER, "tok-1").await.status, StatusCode::ACCEPTED);
    let what_if = json!({ "principal": "user-management", "action": "chime:StartDataExport",
        "context": [{ "key": "aws:PrincipalTag/department", "value": "Legal" }] });
    assert_eq!(simulated(&ines, &what_if).await["ruling"], "allowed");
}
