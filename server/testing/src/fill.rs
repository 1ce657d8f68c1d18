//! The small world: two accounts, a few users, and an attachment for each clause of the scope rule.

use attache_server::{
    access::policy::managed::{POLICIES, PRINCIPALS},
    clock::{SECOND, parse_rfc3339},
    store,
    workspace::{Workspace, blobs::Blobs},
};
use object_store::ObjectStoreExt;
use sha2::{Digest, Sha256};

use crate::{DAY, JUNIPER, KITE, START};

/// The attachments of the small world: id, container, sender, file name and content.
pub const ATTACHMENTS: &[(&str, &str, &str, &str, &str)] = &[
    ("a-direct", "c-direct", "ana", "rates.csv", "from,to,rate\n"),
    (
        "a-direct-2",
        "c-direct",
        "ana",
        "rates.csv",
        "from,to,rate\nA,B,1\n",
    ),
    ("a-outsider", "c-direct", "odd", "not-ours.txt", "an outsider's"),
    (
        "a-room",
        "c-room",
        "odd",
        "=cmd().txt",
        "an outsider's in our room",
    ),
    ("a-suspended", "c-group", "sus", "../../etc/passwd", "suspended"),
    ("a-released", "c-group", "rel", "gone.txt", "released"),
    (
        "a-elsewhere",
        "c-foreign",
        "ana",
        "elsewhere.txt",
        "in an outsider's room",
    ),
];

/// The ids of the attachments in Juniper Freight's scope, in manifest order.
pub const IN_SCOPE: [&str; 4] = ["a-direct", "a-direct-2", "a-room", "a-suspended"];

pub(crate) async fn fill(workspace: &Workspace) {
    let mut tx = workspace.store.write().await.unwrap();
    let made = parse_rfc3339(START).unwrap() - 100 * DAY * SECOND;
    store::seed::access(&mut tx, &POLICIES, &PRINCIPALS)
        .await
        .unwrap();
    for (id, name, kind) in [
        (JUNIPER, "Juniper Freight", "EnterpriseLWA"),
        (KITE, "Kite Studio", "Team"),
    ] {
        let account = "INSERT INTO accounts (id, name, type, created_at) VALUES (?, ?, ?, ?)";
        sqlx::query(account)
            .bind(id)
            .bind(name)
            .bind(kind)
            .bind(made)
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    sqlx::query("INSERT INTO domains (id, account_id, name, status, claimed_at, verified_at) VALUES ('d-1', ?, 'juniperfreight.example', 'Verified', ?, ?)")
        .bind(JUNIPER)
        .bind(made)
        .bind(made)
        .execute(&mut *tx)
        .await
        .unwrap();
    for (id, account, name, registration) in [
        ("ana", Some(JUNIPER), "Ana Lima", "Registered"),
        ("bo", Some(JUNIPER), "Bo Åkesson", "Registered"),
        ("sus", Some(JUNIPER), "Sus Pended", "Suspended"),
        ("rel", Some(JUNIPER), "Re Leased", "Released"),
        ("new", Some(JUNIPER), "Nova Newcomer", "Unregistered"),
        ("kit", Some(KITE), "Kit Kite", "Registered"),
        ("odd", None, "Odd Outsider", "Registered"),
    ] {
        sqlx::query(
            "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier, joined_at)
             VALUES (?, ?, ?, ?, ?, ?, 'Accepted', 'Pro', ?)",
        )
        .bind(id)
        .bind(account)
        .bind(format!("{id}@juniperfreight.example"))
        .bind(name)
        .bind(name.to_lowercase())
        .bind(registration)
        .bind((registration != "Unregistered").then_some(made))
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    for (id, kind, creator) in [
        ("c-direct", "direct", None),
        ("c-group", "group", None),
        ("c-room", "room", Some("bo")),
        ("c-foreign", "room", Some("odd")),
    ] {
        sqlx::query("INSERT INTO containers VALUES (?, ?, ?, ?, ?, NULL)")
            .bind(id)
            .bind(kind)
            .bind(format!("Name of {id}"))
            .bind(creator)
            .bind(made)
            .execute(&mut *tx)
            .await
            .unwrap();
        for user in ["ana", "odd"] {
            let join = "INSERT INTO memberships VALUES (?, ?, 'Member')";
            sqlx::query(join)
                .bind(id)
                .bind(user)
                .execute(&mut *tx)
                .await
                .unwrap();
        }
    }
    for (nth, (id, container, sender, file_name, content)) in (0_i64..).zip(ATTACHMENTS) {
        let at = made + nth * 1_001;
        let sha256 = hex::encode(Sha256::digest(content));
        let size = i64::try_from(content.len()).unwrap();
        workspace
            .blobs
            .objects()
            .put(&Blobs::path(&sha256), (*content).into())
            .await
            .unwrap();
        let message = format!("m-{id}");
        sqlx::query("INSERT INTO messages VALUES (?, ?, ?, ?, NULL, NULL)")
            .bind(&message)
            .bind(container)
            .bind(sender)
            .bind(at)
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("INSERT OR IGNORE INTO blobs (sha256, size_bytes) VALUES (?, ?)")
            .bind(&sha256)
            .bind(size)
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("INSERT INTO attachments VALUES (?, ?, ?, ?, 'text/plain', ?, ?)")
            .bind(id)
            .bind(&message)
            .bind(&sha256)
            .bind(file_name)
            .bind(size)
            .bind(at)
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}
