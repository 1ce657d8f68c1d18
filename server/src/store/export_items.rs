//! An export's items: the list on its page, and the rows of the manifest.

use attache_wire::{
    export::{ContainerCount, FileTypeCount},
    id::{AccountId, AttachmentId, ContainerId, ExportId, MessageId},
    item::{ContainerKind, Item, ItemError, ItemStatus, Rule},
};
use sqlx::AssertSqlSafe;

use super::{Conn, Result, Search, cursor, exports::ExportRow, spelled};
use crate::clock::{Millis, rfc3339};

/// The parameters of an item list.
#[derive(Debug, Clone, Default)]
pub struct ItemQuery {
    /// What was typed; each word must start a word of the file's, uploader's or container's name.
    pub q: String,
    /// Only items included by this rule.
    pub rule: Option<Rule>,
    /// Only items with this status.
    pub status: Option<ItemStatus>,
    /// The page's cursor.
    pub after: Option<String>,
    /// The page size.
    pub limit: u32,
}

/// A row of `export_items`.
#[derive(Debug, Clone, sqlx::FromRow)]
struct ItemRow {
    seq: i64,
    attachment_id: AttachmentId,
    file_name: String,
    content_type: String,
    size_bytes: u64,
    sha256: String,
    uploader_email: String,
    container_kind: String,
    container_name: String,
    container_id: ContainerId,
    room_creator_email: Option<String>,
    message_id: MessageId,
    uploaded_at: Millis,
    rule: String,
    path: String,
    status: String,
    error: Option<String>,
    downloads: Option<u32>,
    downloaded_at: Option<Millis>,
}

/// Returns a page of an export's items, in manifest order; `search` is the query's `q`. `None` if the cursor does not
/// belong to this list.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut Conn,
    export: &ExportRow,
    query: &ItemQuery,
    search: Option<&Search>,
) -> Result<Option<(Vec<Item>, Option<String>)>> {
    let after: i64 = match &query.after {
        None => export.first_seq - 1,
        Some(text) => match cursor::decode(text) {
            None => return Ok(None),
            Some(seq) => seq,
        },
    };
    let words = search.map(Search::full_text);
    let lead = lead(conn, export, query, words.is_some()).await?;
    let rule = if query.rule.is_some() {
        " AND i.rule = ?3"
    } else {
        ""
    };
    let status = if query.status.is_some() {
        " AND i.status = ?4"
    } else {
        ""
    };
    let (from, seq, matching) = match lead {
        Lead::Words => (
            "export_items_search s CROSS JOIN export_items i ON i.seq = s.rowid",
            "s.rowid",
            " AND export_items_search MATCH ?2",
        ),
        Lead::Order => ("export_items i NOT INDEXED", "i.seq", ""),
        Lead::Status => (
            "export_items i INDEXED BY export_items_by_status",
            "i.seq",
            EACH_MATCHES,
        ),
        Lead::Rule => (
            "export_items i INDEXED BY export_items_by_rule",
            "i.seq",
            EACH_MATCHES,
        ),
    };
    let matching = if words.is_some() { matching } else { "" };
    let sql = format!(
        "SELECT i.*, d.downloads, d.last_at AS downloaded_at FROM {from} LEFT JOIN item_downloads d
             ON d.export_id = i.export_id AND d.attachment_id = i.attachment_id
         WHERE {seq} > ?5 AND {seq} <= ?1 AND i.export_id = ?7{matching}{rule}{status}
         ORDER BY {seq} LIMIT ?6"
    );
    // The statement contains only constants of this function.
    let rows: Vec<ItemRow> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(export.last_seq)
        .bind(words.unwrap_or_default())
        .bind(query.rule.map_or("", Rule::as_str))
        .bind(query.status.map_or("", ItemStatus::as_str))
        .bind(after.max(export.first_seq - 1))
        .bind(query.limit + 1)
        .bind(&export.id)
        .fetch_all(conn)
        .await?;
    let (rows, next) = super::page(rows, query.limit, |last| cursor::encode(&last.seq));
    let items = rows.into_iter().map(item).collect::<Result<Vec<_>>>()?;
    Ok(Some((items, next)))
}

/// How a list finds its items. Each variant returns them in order of `seq`, the list's order, and stops after a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Scan the items themselves: there is no filter.
    Order,
    /// Use the full-text index.
    Words,
    /// Use the index on the status.
    Status,
    /// Use the index on the rule.
    Rule,
}

/// Up to this many items with a status or rule are matched against the words one by one. With more, the full-text index
/// leads, because enough common matches to fill a page are found quickly.
const FEW: i64 = 500;

/// Condition that a row found by another index matches the words.
const EACH_MATCHES: &str = " AND EXISTS (SELECT 1 FROM export_items_search s WHERE s.rowid = i.seq AND export_items_search MATCH ?2)";

async fn lead(conn: &mut Conn, export: &ExportRow, query: &ItemQuery, words: bool) -> Result<Lead> {
    if let Some(status) = query.status {
        let count =
            "SELECT count(*) FROM (SELECT 1 FROM export_items WHERE export_id = ? AND status = ? LIMIT ?)";
        if few(conn, count, &export.id, status.as_str()).await? {
            return Ok(Lead::Status);
        }
    }
    if let Some(rule) = query.rule {
        let count =
            "SELECT count(*) FROM (SELECT 1 FROM export_items WHERE export_id = ? AND rule = ? LIMIT ?)";
        if !words || few(conn, count, &export.id, rule.as_str()).await? {
            return Ok(Lead::Rule);
        }
    }
    Ok(match (words, query.status) {
        (true, _) => Lead::Words,
        (false, Some(_)) => Lead::Status,
        (false, None) => Lead::Order,
    })
}

async fn few(conn: &mut Conn, count: &'static str, export: &ExportId, value: &str) -> Result<bool> {
    let count: i64 = sqlx::query_scalar(count)
        .bind(export)
        .bind(value)
        .bind(FEW + 1)
        .fetch_one(conn)
        .await?;
    Ok(count <= FEW)
}

fn item(row: ItemRow) -> Result<Item> {
    let error = row
        .error
        .map(|text| spelled(ItemError::parse(&text), "export_items.error"))
        .transpose()?;
    Ok(Item {
        container_kind: spelled(
            ContainerKind::parse(&row.container_kind),
            "export_items.container_kind",
        )?,
        rule: spelled(Rule::parse(&row.rule), "export_items.rule")?,
        status: spelled(ItemStatus::parse(&row.status), "export_items.status")?,
        error,
        uploaded_at: rfc3339(row.uploaded_at),
        attachment_id: row.attachment_id,
        file_name: row.file_name,
        content_type: row.content_type,
        size_bytes: row.size_bytes,
        sha256: row.sha256,
        uploader_email: row.uploader_email,
        container_name: row.container_name,
        container_id: row.container_id,
        room_creator_email: row.room_creator_email,
        message_id: row.message_id,
        path: row.path,
        downloads: row.downloads.unwrap_or(0),
        downloaded_at: row.downloaded_at.map(rfc3339),
    })
}

/// Counts the attachments by container kind and by media type.
///
/// # Errors
/// When the query fails.
pub async fn counts(conn: &mut Conn, export: &ExportId) -> Result<(Vec<ContainerCount>, Vec<FileTypeCount>)> {
    let rows: Vec<(String, String, u64, u64)> = sqlx::query_as(
        "SELECT dimension, value, items, bytes FROM export_counts WHERE export_id = ? ORDER BY items DESC, value",
    )
    .bind(export)
    .fetch_all(conn)
    .await?;
    let (mut containers, mut types) = (Vec::new(), Vec::new());
    for (dimension, value, items, bytes) in rows {
        if dimension == "container" {
            let kind = spelled(ContainerKind::parse(&value), "export_counts.value")?;
            containers.push(ContainerCount { kind, items, bytes });
        } else {
            types.push(FileTypeCount {
                content_type: value,
                items,
                bytes,
            });
        }
    }
    Ok((containers, types))
}

/// The file behind an item's link, as the files site needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LinkedFile {
    /// The suggested path; its last segment is the last part of the object's key.
    pub path: String,
    /// Lower-case hex SHA-256.
    pub sha256: String,
    /// Media type at upload.
    pub content_type: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// The time of the upload.
    pub uploaded_at: Millis,
    /// The account that the export is for.
    pub account_id: Option<AccountId>,
}

/// Returns the file of an item that has a link.
///
/// # Errors
/// When the query fails.
pub async fn linked_file(
    conn: &mut Conn,
    export: &ExportId,
    attachment: &AttachmentId,
) -> Result<Option<LinkedFile>> {
    sqlx::query_as(
        "SELECT path, sha256, content_type, size_bytes, uploaded_at,
                (SELECT account_id FROM exports WHERE id = export_id) AS account_id
         FROM export_items WHERE export_id = ? AND attachment_id = ? AND status = 'ok'",
    )
    .bind(export)
    .bind(attachment)
    .fetch_optional(conn)
    .await
}

/// Returns the manifest rows with `after < seq <= to` as one JSON text: an array of rows, each an array of `[seq,
/// attachment_id, file_name, content_type, size_bytes, sha256, uploader_email, container_kind, container_name,
/// container_id, room_creator_email, message_id, uploaded_at, rule, path]`.
///
/// The driver's thread passes one row per batch instead of one per item, which makes the manifest fast. The primary key
/// yields the rows in order; an `ORDER BY` in the aggregate would sort them again and take longer than everything else.
/// The reader can check the order by `seq`.
///
/// # Errors
/// When the query fails.
pub async fn manifest_batch(conn: &mut Conn, after: i64, to: i64) -> Result<String> {
    sqlx::query_scalar(
        "SELECT json_group_array(json_array(seq, attachment_id, file_name, content_type, size_bytes, sha256,
                    uploader_email, container_kind, container_name, container_id, room_creator_email, message_id,
                    uploaded_at, rule, path))
         FROM (SELECT * FROM export_items WHERE seq > ? AND seq <= ? AND status = 'ok' ORDER BY seq)",
    )
    .bind(after)
    .bind(to)
    .fetch_one(conn)
    .await
}
