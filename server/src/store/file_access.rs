//! Who has downloaded an export's file, and who has acknowledged that it must be kept safe.

use attache_wire::{
    access::{Acknowledgement, ManifestDownload},
    export::ManifestFormat,
    id::{ExportId, PrincipalId},
};

use super::{Conn, Result, spelled};
use crate::clock::{Millis, rfc3339};

/// Returns the downloads of an export's file, newest first. They are stored only in the audit log.
///
/// # Errors
/// When the query fails.
pub async fn downloads(conn: &mut Conn, export: &ExportId, limit: u32) -> Result<Vec<ManifestDownload>> {
    // The conditions must match the index `audit_events_downloads` exactly.
    let rows: Vec<(Millis, PrincipalId, String, String)> = sqlx::query_as(
        "SELECT at, principal_id, principal_name, json_extract(record, '$.requestParameters.format')
         FROM audit_events
         WHERE name = 'RetrieveDataExport' AND class = 'allowed'
           AND CASE WHEN json_valid(record) THEN json_extract(record, '$.requestParameters.format') END IS NOT NULL
           AND CASE WHEN json_valid(record) THEN json_extract(record, '$.requestParameters.exportId') END = ?
         ORDER BY seq DESC LIMIT ?",
    )
    .bind(export)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(at, principal, name, format)| {
            Ok(ManifestDownload {
                at: rfc3339(at),
                principal,
                name,
                format: spelled(ManifestFormat::parse(&format), "a download's format")?,
            })
        })
        .collect()
}

/// Returns the acknowledgements, newest first.
///
/// # Errors
/// When the query fails.
pub async fn acknowledgements(
    conn: &mut Conn,
    export: &ExportId,
    limit: u32,
) -> Result<Vec<Acknowledgement>> {
    let rows: Vec<(Millis, PrincipalId, String)> = sqlx::query_as(
        "SELECT at, principal_id, name FROM acknowledgements WHERE export_id = ? ORDER BY id DESC LIMIT ?",
    )
    .bind(export)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(at, principal, name)| Acknowledgement {
            at: rfc3339(at),
            principal,
            name,
        })
        .collect())
}

/// Inserts an acknowledgement.
///
/// # Errors
/// When the query fails.
pub async fn acknowledge(
    conn: &mut Conn,
    export: &ExportId,
    principal: &PrincipalId,
    name: &str,
    at: Millis,
) -> Result<()> {
    sqlx::query("INSERT INTO acknowledgements (export_id, principal_id, name, at) VALUES (?, ?, ?, ?)")
        .bind(export)
        .bind(principal)
        .bind(name)
        .bind(at)
        .execute(conn)
        .await?;
    Ok(())
}
