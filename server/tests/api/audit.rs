//! The audit log: its content, its search and its download.

use std::collections::BTreeSet;

use attache_server::audit::{Event, Identity, Origin, Outcome};
use axum::http::{Method, header};
use serde_json::{Value, json};

use attache_testing::{Actor, DAY, JUNIPER, Server};

const EVENTS: &str = "/api/v1/audit/events";

/// Returns the whole log in order, as lines `number source:name principal outcome code`.
async fn lines(actor: &Actor, query: &str) -> Vec<String> {
    let page = actor.get(&format!("{EVENTS}?limit=200&{query}")).await.json();
    let mut items = page["items"].as_array().unwrap().clone();
    items.sort_by_key(|event| event["sequence"].as_u64());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |event: &Value| {
        let [source, name, principal, outcome, code] =
            ["source", "name", "principal", "outcome", "errorCode"].map(|field| text(&event[field]));
        format!("{source}:{name} {principal} {outcome} {code}")
            .trim_end()
            .to_owned()
    };
    items.iter().map(line).collect()
}

#[tokio::test]
async fn successful_and_refused_calls_are_logged() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let reader = server.sign_in("read-only").await;
    reader.get("/api/v1/accounts").await;
    reader.submit(JUNIPER, "tok-1").await;
    owner.submit("kite-studio", "tok-2").await;
    let id = owner.submit(JUNIPER, "tok-3").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    owner
        .post(&format!("/api/v1/exports/{id}/cancel"), &json!({}))
        .await;
    owner.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    insta::assert_snapshot!(lines(&owner, "").await.join("\n"), @r"
    signin:ConsoleLogin owner allowed
    signin:ConsoleLogin read-only allowed
    chime:StartDataExport owner allowed
    chime:CancelDataExport owner allowed
    chime:ListAccounts read-only allowed
    chime:StartDataExport read-only denied AccessDenied
    chime:StartDataExport owner failed TeamAccount
    chime:RetrieveDataExport owner failed ExportNotReady
    ");
    assert_eq!(
        lines(&owner, &format!("account={JUNIPER}")).await.len(),
        4,
        "including the cancellation and the refused manifest"
    );

    let page = owner
        .get(&format!("{EVENTS}?event=StartDataExport&outcome=denied"))
        .await
        .json();
    let record: Value = serde_json::from_str(page["items"][0]["record"].as_str().unwrap()).unwrap();
    let mut record = record;
    for random in ["eventID", "requestID"] {
        assert!(record[random].as_str().unwrap().len() > 30);
        record[random] = "…".into();
    }
    insta::assert_json_snapshot!(record, @r#"
    {
      "additionalEventData": {
        "accountId": "juniper-freight",
        "outcome": "denied",
        "permission": "chime:StartDataExport",
        "wallTime": "2026-01-22T01:10:00Z"
      },
      "errorCode": "AccessDenied",
      "errorMessage": "None of your policies allows chime:StartDataExport. Ask an administrator for permission.",
      "eventID": "…",
      "eventName": "StartDataExport",
      "eventSource": "chime",
      "eventTime": "2026-01-22T01:10:00Z",
      "eventVersion": "1.0",
      "requestID": "…",
      "requestParameters": {
        "accountId": "juniper-freight"
      },
      "responseElements": null,
      "sourceIPAddress": "127.0.0.1",
      "userAgent": "",
      "userIdentity": {
        "principalId": "read-only",
        "type": "Principal",
        "userName": "Mila Petrov"
      }
    }
    "#);
}

#[tokio::test]
async fn filters_and_pages_find_each_record_once() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    for nth in 0..60 {
        let event = Event::new(
            format!("e-{nth}"),
            server.workspace.now() + nth / 20,
            ["chime:GetAccount", "s3:GetObject"][usize::try_from(nth % 2).unwrap()],
            Identity {
                kind: "Principal",
                id: format!("p-{}", nth % 3),
                name: "P".to_owned(),
            },
            Outcome::ALL[usize::try_from(nth % 5 % 3).unwrap()],
            Origin::default(),
        );
        let account = (nth % 4 > 0).then(|| format!("a-{}", nth % 4));
        server
            .workspace
            .audit
            .later(event.about(account.map(Into::into)))
            .await
            .unwrap();
    }
    let all = owner
        .get(&format!("{EVENTS}?limit=200&event=&principal="))
        .await
        .json();
    let all = all["items"].as_array().unwrap();
    let newest_first = |event: &Value| {
        let at = event["at"].as_str().unwrap().to_owned();
        std::cmp::Reverse((at.len() > 20, at, event["sequence"].as_u64()))
    };
    assert!(all.is_sorted_by_key(newest_first));
    let starts = ["", "from=2026-01-22T01:10:00.001Z", "to=2026-01-22T01:10:00.002Z"];
    for bits in 0..48 {
        let wanted = [
            ("principal", "p-1", bits & 1),
            ("name", "GetAccount", bits & 2),
            ("outcome", "denied", bits & 4),
            ("accountId", "a-3", bits & 8),
        ];
        let span = starts[bits / 16];
        let mut query = format!("{EVENTS}?limit=7&{span}");
        for (field, value, given) in wanted {
            let name = [("name", "event"), ("accountId", "account")];
            let name = name
                .iter()
                .find(|(from, _)| *from == field)
                .map_or(field, |(_, to)| to);
            if given > 0 {
                query += &format!("&{name}={}", if field == "name" { "getACCOUNT" } else { value });
            }
        }
        let expected: Vec<&Value> = all
            .iter()
            .filter(|event| {
                wanted
                    .iter()
                    .all(|(field, value, given)| *given == 0 || event[field] == *value)
            })
            .filter(|event| {
                let millis = event["at"].as_str().unwrap().get(20..23).unwrap_or("000");
                match bits / 16 {
                    1 => millis >= "001",
                    2 => millis < "002",
                    _ => true,
                }
            })
            .map(|event| &event["id"])
            .collect();
        let (mut found, mut path) = (Vec::new(), query.clone());
        loop {
            let page = owner.get(&path).await.json();
            // Each read is recorded as well.
            let items = page["items"].as_array().unwrap().iter();
            found.extend(
                items
                    .filter(|event| event["name"] != "LookupEvents")
                    .map(|event| event["id"].clone()),
            );
            match page["nextCursor"].as_str() {
                Some(cursor) => path = format!("{query}&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    for (bad, name) in [
        ("from=yesterday", "from"),
        ("to=2026-13-01T00:00:00Z", "to"),
        ("outcome=fine", "outcome"),
        ("who=me", "who"),
        ("limit=0", "limit"),
    ] {
        let reply = owner.get(&format!("{EVENTS}?{bad}")).await;
        assert_eq!(reply.refusal(), (400, "badRequest".into()), "{bad}");
        assert_eq!(reply.json()["errors"][0]["field"], name, "{bad}");
    }
    for cursor in ["x", "bm9uZQ", "WzEsMl0x"] {
        let reply = owner.get(&format!("{EVENTS}?cursor={cursor}")).await;
        assert_eq!(reply.refusal(), (400, "badRequest".into()), "{cursor}");
    }
}

#[tokio::test]
async fn every_use_of_a_link_is_recorded_without_the_link() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let id = server.delivered(&owner).await;
    let links = owner
        .get(&format!("/api/v1/exports/{id}/manifest.txt"))
        .await
        .text();
    let link = links.lines().next().unwrap();
    let (path, query) = link.split_once('?').unwrap();
    let signature = query.rsplit_once("Signature=").unwrap().1;
    let forged = link.replace(signature, &"0".repeat(64));
    let elsewhere = link.replace(&id, "no-such-export");

    assert_eq!(server.follow(Method::GET, link, None).await.status, 200);
    assert_eq!(server.follow(Method::HEAD, link, None).await.status, 200);
    assert_eq!(
        server.follow(Method::GET, link, Some("bytes=0-3")).await.status,
        206
    );
    assert_eq!(
        server.follow(Method::GET, link, Some("bytes=9999-")).await.status,
        416
    );
    assert_eq!(server.follow(Method::GET, &forged, None).await.status, 403);
    assert_eq!(server.follow(Method::GET, path, None).await.status, 400);
    assert_eq!(server.follow(Method::GET, &elsewhere, None).await.status, 403);
    server.advance(6 * DAY).await;
    assert_eq!(server.follow(Method::GET, link, None).await.status, 403);

    let query = format!("principal={id}");
    insta::assert_snapshot!(lines(&owner, &query).await.join("\n").replace(&id, "EXPORT"), @r"
    s3:GetObject EXPORT allowed
    s3:GetObject EXPORT failed InvalidRange
    s3:GetObject EXPORT denied SignatureDoesNotMatch
    s3:GetObject EXPORT denied AuthorizationQueryParametersError
    s3:GetObject EXPORT denied AccessDenied
    ");
    assert_eq!(
        lines(&owner, "event=GetObject").await.len(),
        5,
        "an unknown path leaves no record"
    );
    let page = owner.get(&format!("{EVENTS}?{query}&account={JUNIPER}")).await;
    assert_eq!(page.json()["items"].as_array().unwrap().len(), 5);
    for secret in [signature, "X-Amz-Credential=", "Signature="] {
        assert!(!page.text().contains(secret), "{secret} is in the log");
    }
    let record = |code: Option<&str>| {
        let items = page.json()["items"].as_array().unwrap().clone();
        let records = items
            .iter()
            .map(|item| serde_json::from_str(item["record"].as_str().unwrap()).unwrap());
        let mut found = records.filter(|record: &Value| record["errorCode"].as_str() == code);
        found.next().unwrap()
    };
    let refused = record(Some("InvalidRange"));
    assert_eq!(refused["userIdentity"]["type"], "Link");
    assert_eq!(
        refused["requestParameters"],
        json!({ "bucketName": "attachments", "exportId": id, "attachmentId": "a-direct", "range": "bytes=9999-" })
    );
    let answered = record(None);
    assert_eq!(
        answered["requestParameters"],
        json!({ "bucketName": "attachments", "exportId": id })
    );
    assert_eq!(answered["responseElements"]["uses"], 3, "{answered}");
    assert_eq!(answered["sourceIPAddress"], "127.0.0.1");
}

#[tokio::test]
async fn the_log_can_be_downloaded() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    for nth in 0..1_234 {
        let event = Event::new(
            format!("e-{nth}"),
            server.workspace.now(),
            "chime:GetAccount",
            Identity {
                kind: "Principal",
                id: "p".to_owned(),
                name: "=HYPERLINK(\"http://x\"),\r\n\"é".to_owned(),
            },
            Outcome::Allowed,
            Origin::default(),
        );
        server.workspace.audit.later(event).await.unwrap();
    }
    let file = owner.get("/api/v1/audit/events.csv?principal=p").await;
    assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(
        file.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"audit-2026-01-22.csv\""
    );
    for (account, name) in [
        (JUNIPER, "audit-juniper-freight-2026-01-22.csv"),
        ("%22%0D%0Ax:%C3%A9/..", "audit-___x___..-2026-01-22.csv"),
    ] {
        let of_one = owner.get(&format!("{EVENTS}.csv?account={account}")).await;
        assert_eq!(
            of_one.headers[header::CONTENT_DISPOSITION],
            format!("attachment; filename=\"{name}\"")
        );
    }
    let text = file.text();
    assert!(text.ends_with("\r\n"));
    insta::assert_snapshot!(text.lines().next().unwrap(), @"sequence,event_time,event_source,event_name,principal_id,principal_name,outcome,error_code,source_ip_address,account_id,event_id,record");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let sequences: BTreeSet<u32> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!((rows.len(), sequences.len()), (1_234, 1_234));
    assert_eq!(&rows[0][5], "'=HYPERLINK(\"http://x\"),\r\n\"é", "no formula");

    let file = owner.get("/api/v1/audit/events.ndjson?principal=p").await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/x-ndjson");
    let records: Vec<Value> = file
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), 1_234);
    for (row, record) in rows.iter().zip(&records) {
        assert_eq!(row[10], record["eventID"]);
        assert_eq!(serde_json::from_str::<Value>(&row[11]).unwrap(), *record);
    }
    let none = owner.get("/api/v1/audit/events.csv?principal=nobody").await;
    assert_eq!(none.text().lines().count(), 1);
}

#[tokio::test]
async fn records_beyond_the_queues_capacity_are_written_immediately() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let numbered = |nth: usize| {
        let who = Identity {
            kind: "System",
            id: "system".to_owned(),
            name: "Attaché".to_owned(),
        };
        Event::new(
            format!("e-{nth}"),
            0,
            "attache:Test",
            who,
            Outcome::Allowed,
            Origin::default(),
        )
    };
    // No background task writes the records here; the callers do.
    for nth in 0..10_000 {
        server.workspace.audit.later(numbered(nth)).await.unwrap();
    }
    let result = owner.get("/api/v1/audit/verification").await.json();
    assert_eq!(result["intact"], 10_001);
    let log = &server.workspace.audit;
    let checks = futures::future::join_all((0..8).map(|_| log.verification())).await;
    for check in checks {
        assert_eq!(check.unwrap().intact, 10_002, "with the check before");
    }
}
