//! The simulator's faults: stored files that are broken on purpose.

use attache_wire::simulator::{Fault, FaultKind};

use super::{Conn, Result, spelled};

/// Returns the stored form of a fault kind.
pub const fn kind_text(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::MissingBlob => "missingBlob",
        FaultKind::CorruptBlob => "corruptBlob",
    }
}

fn parse_kind(text: &str) -> Option<FaultKind> {
    [FaultKind::MissingBlob, FaultKind::CorruptBlob]
        .into_iter()
        .find(|kind| kind_text(*kind) == text)
}

/// Returns all faults, sorted by file.
///
/// # Errors
/// When the query fails.
pub async fn list(conn: &mut Conn) -> Result<Vec<Fault>> {
    let rows: Vec<(String, String, u64)> = sqlx::query_as(
        "SELECT sha256, kind, (SELECT count(*) FROM attachments a WHERE a.sha256 = f.sha256) FROM faults f ORDER BY sha256",
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(sha256, kind, attachments)| {
            Ok(Fault {
                kind: spelled(parse_kind(&kind), "faults.kind")?,
                sha256,
                attachments,
            })
        })
        .collect()
}

/// Returns the SHA-256 and the size in bytes of an attachment's file. Without an id, picks an intact file that few
/// attachments share, one of them in the scope of an Enterprise account.
///
/// # Errors
/// When the query fails.
pub async fn target(conn: &mut Conn, attachment: Option<&str>) -> Result<Option<(String, u64)>> {
    match attachment {
        Some(id) => {
            sqlx::query_as("SELECT sha256, size_bytes FROM attachments WHERE id = ?")
                .bind(id)
                .fetch_optional(conn)
                .await
        }
        None => {
            sqlx::query_as(
                "SELECT a.sha256, a.size_bytes FROM attachments a
                 JOIN messages m ON m.id = a.message_id
                 JOIN containers c ON c.id = m.container_id
                 JOIN users u ON u.id = m.sender_id
                 JOIN accounts o ON o.id = u.account_id
                 WHERE a.size_bytes > 0 AND a.sha256 NOT IN (SELECT sha256 FROM faults)
                     AND c.kind IN ('direct', 'group') AND m.redacted_at IS NULL AND m.expires_at IS NULL
                     AND u.registration = 'Registered' AND o.type <> 'Team'
                 GROUP BY a.sha256 ORDER BY count(*), a.sha256 LIMIT 1",
            )
            .fetch_optional(conn)
            .await
        }
    }
}

/// Inserts a fault, replacing the file's previous one, if any.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut Conn, sha256: &str, kind: FaultKind) -> Result<()> {
    sqlx::query("INSERT INTO faults (sha256, kind) VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET kind = excluded.kind")
        .bind(sha256)
        .bind(kind_text(kind))
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes all faults.
///
/// # Errors
/// When the query fails.
pub async fn clear(conn: &mut Conn) -> Result<()> {
    sqlx::query("DELETE FROM faults").execute(conn).await?;
    Ok(())
}
