//! Loads a world in bulk, and clears a partially loaded one. The caller decides on transactions.

pub mod indexes;
pub mod rows;

use attache_wire::account::DomainStatus;
use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Sqlite, query_builder::Separated};

use self::rows::{
    AccountRow, BlobRow, ContainerRow, DomainRow, MembershipRow, SeedPolicy, SeedPrincipal, UploadRow,
    UserRow,
};
use super::{Conn, Result};

/// Rows per statement; more make it no faster, and SQLite allows 32,766 values.
const ROWS: usize = 250;

/// Empties every table that [`crate::simulator::world`] fills, except principals and policies.
///
/// # Errors
/// When a statement fails.
pub async fn clear(conn: &mut Conn) -> Result<()> {
    for statement in [
        "DELETE FROM attachments",
        "DELETE FROM messages",
        "DELETE FROM memberships",
        "DELETE FROM containers",
        "DELETE FROM users",
        "DELETE FROM domains",
        "DELETE FROM accounts",
        "DELETE FROM blobs_to_review",
        "DELETE FROM blobs",
    ] {
        sqlx::query(statement).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Deletes all principals and policies.
///
/// # Errors
/// When a statement fails.
pub async fn clear_access(conn: &mut Conn) -> Result<()> {
    for statement in ["DELETE FROM principals", "DELETE FROM policies"] {
        sqlx::query(statement).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Inserts the demo's policies, its principals that do not exist yet, and the attachments between them.
///
/// # Errors
/// When a statement fails.
pub async fn access(conn: &mut Conn, policies: &[SeedPolicy], principals: &[SeedPrincipal]) -> Result<()> {
    insert(
        conn,
        "policies (id, name, managed, document)",
        policies,
        |row, policy| {
            row.push_bind(policy.id)
                .push_bind(policy.name)
                .push_bind(policy.managed)
                .push_bind(policy.document);
        },
    )
    .await?;
    let there: Vec<String> = sqlx::query_scalar("SELECT id FROM principals")
        .fetch_all(&mut *conn)
        .await?;
    let is_new = |principal: &SeedPrincipal| !there.iter().any(|id| id == principal.id);
    let added: Vec<_> = (0_i64..)
        .zip(principals)
        .filter(|(_, principal)| is_new(principal))
        .collect();
    insert(
        conn,
        "principals (id, name, description, position)",
        &added,
        |row, (position, principal)| {
            row.push_bind(principal.id)
                .push_bind(principal.name)
                .push_bind(principal.description)
                .push_bind(*position);
        },
    )
    .await?;
    let tags: Vec<_> = principals
        .iter()
        .filter(|principal| is_new(principal))
        .flat_map(|principal| {
            principal
                .tags
                .iter()
                .map(|(key, value)| (principal.id, *key, *value))
        })
        .collect();
    insert(
        conn,
        "principal_tags (principal_id, key, value)",
        &tags,
        |row, (principal, key, value)| {
            row.push_bind(*principal).push_bind(*key).push_bind(*value);
        },
    )
    .await?;
    let attached: Vec<(&str, &str)> = principals
        .iter()
        .flat_map(|principal| principal.policies.iter().map(|policy| (principal.id, *policy)))
        .collect();
    insert(
        conn,
        "principal_policies (principal_id, policy_id)",
        &attached,
        |row, (principal, policy)| {
            row.push_bind(*principal).push_bind(*policy);
        },
    )
    .await
}

/// Inserts accounts.
///
/// # Errors
/// When a statement fails.
pub async fn accounts(conn: &mut Conn, rows: &[AccountRow]) -> Result<()> {
    insert(
        conn,
        "accounts (id, name, type, created_at, conversation_retention_days, room_retention_days)",
        rows,
        |row, account| {
            row.push_bind(account.id).push_bind(account.name);
            row.push_bind(account.account_type.as_str())
                .push_bind(account.created_at);
            row.push_bind(account.retention.conversation_days)
                .push_bind(account.retention.room_days);
        },
    )
    .await
}

/// Inserts domains. A pending one is only looked up on request, because its check period is long over.
///
/// # Errors
/// When a statement fails.
pub async fn domains(conn: &mut Conn, rows: &[DomainRow]) -> Result<()> {
    insert(
        conn,
        "domains (id, account_id, name, status, claimed_at, verified_at, token)",
        rows,
        |row, domain| {
            let status = match domain.verified_at {
                Some(_) => DomainStatus::Verified,
                None => DomainStatus::PendingVerification,
            };
            row.push_bind(domain.id)
                .push_bind(domain.account_id)
                .push_bind(domain.name)
                .push_bind(status.as_str());
            row.push_bind(domain.claimed_at).push_bind(domain.verified_at);
            // Derived from the id, so that the same seed gives the same world. Secrecy is irrelevant in a simulated
            // world.
            row.push_bind(hex::encode(&Sha256::digest(domain.id)[..16]));
        },
    )
    .await
}

/// Inserts users.
///
/// # Errors
/// When a statement fails.
pub async fn users(conn: &mut Conn, rows: &[UserRow]) -> Result<()> {
    let columns = "users (id, account_id, email, display_name, sort_name, registration, invitation, tier, invited_at,
        joined_at, last_active_at, personal_pin, private, phone, messages_sent, meetings_attended, meetings_organised)";
    insert(conn, columns, rows, |row, user| {
        row.push_bind(&user.id)
            .push_bind(user.account_id)
            .push_bind(&user.email)
            .push_bind(&user.display_name);
        row.push_bind(user.display_name.to_lowercase())
            .push_bind(user.registration.as_str());
        row.push_bind(user.invitation.as_str())
            .push_bind(user.tier.as_str())
            .push_bind(user.invited_at);
        row.push_bind(user.joined_at)
            .push_bind(user.last_active_at)
            .push_bind(&user.personal_pin);
        row.push_bind(user.private)
            .push_bind(&user.phone)
            .push_bind(user.messages_sent);
        row.push_bind(user.meetings_attended)
            .push_bind(user.meetings_organised);
    })
    .await
}

/// Inserts containers with their members.
///
/// # Errors
/// When a statement fails.
pub async fn containers(conn: &mut Conn, rows: &[(ContainerRow, Vec<MembershipRow>)]) -> Result<()> {
    insert(
        conn,
        "containers (id, kind, name, creator_id, created_at, deleted_at)",
        rows,
        |row, (container, _)| {
            row.push_bind(&container.id)
                .push_bind(container.kind.as_str())
                .push_bind(&container.name);
            row.push_bind(&container.creator_id)
                .push_bind(container.created_at)
                .push_bind(container.deleted_at);
        },
    )
    .await?;
    let members: Vec<&MembershipRow> = rows.iter().flat_map(|(_, members)| members).collect();
    insert(
        conn,
        "memberships (container_id, user_id, role)",
        &members,
        |row, member| {
            let role = if member.administrator {
                "Administrator"
            } else {
                "Member"
            };
            row.push_bind(&member.container_id)
                .push_bind(&member.user_id)
                .push_bind(role);
        },
    )
    .await
}

/// Inserts distinct files.
///
/// # Errors
/// When a statement fails.
pub async fn blobs(conn: &mut Conn, rows: &[BlobRow]) -> Result<()> {
    insert(conn, "blobs (sha256, size_bytes)", rows, |row, blob| {
        row.push_bind(&blob.sha256).push_bind(blob.size_bytes);
    })
    .await
}

/// Inserts messages, each with its attachment.
///
/// # Errors
/// When a statement fails.
pub async fn uploads(conn: &mut Conn, rows: &[UploadRow]) -> Result<()> {
    let columns = "messages (id, container_id, sender_id, sent_at, redacted_at, expires_at)";
    insert(conn, columns, rows, |row, upload| {
        row.push_bind(&upload.message_id)
            .push_bind(&upload.container_id)
            .push_bind(&upload.sender_id);
        row.push_bind(upload.sent_at)
            .push_bind(upload.redacted_at)
            .push_bind(upload.expires_at);
    })
    .await?;
    let columns = "attachments (id, message_id, sha256, file_name, content_type, size_bytes, uploaded_at)";
    insert(conn, columns, rows, |row, upload| {
        row.push_bind(&upload.attachment_id)
            .push_bind(&upload.message_id)
            .push_bind(&upload.sha256);
        row.push_bind(&upload.file_name).push_bind(&upload.content_type);
        row.push_bind(upload.size_bytes).push_bind(upload.sent_at);
    })
    .await
}

/// Inserts rows, many per statement. `columns` is the table with its columns; `bind` binds one row's values.
async fn insert<R>(
    conn: &mut Conn,
    columns: &str,
    rows: &[R],
    bind: impl Fn(&mut Separated<'_, Sqlite, &'static str>, &R),
) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        let mut query = QueryBuilder::new(format!("INSERT INTO {columns} "));
        query.push_values(rows, |mut row, values| bind(&mut row, values));
        query.build().execute(&mut *conn).await?;
    }
    Ok(())
}
