//! The audit log's table: records with their hashes, and the columns that are searched.

mod list;

pub use list::{Filter, Place, batch, list};

use super::{Conn, Result};
use attache_wire::{audit::AuditOutcome, id::AccountId};

use crate::clock::Millis;

/// Bytes of a key and of a hash.
pub const HASH_BYTES: usize = 32;

/// A hash.
pub type Hash = [u8; HASH_BYTES];

/// A place in the log: a record's number and hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tip {
    /// The record's number; 0 before the first.
    pub sequence: i64,
    /// Its hash.
    pub hash: Hash,
}

/// What is searched by, or shown in lists: all of it follows from the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The record's id.
    pub id: String,
    /// Simulated time.
    pub at: Millis,
    /// The service.
    pub source: String,
    /// The action.
    pub name: String,
    /// Who.
    pub principal: String,
    /// Their name.
    pub principal_name: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// The code of the refusal.
    pub error_code: Option<String>,
    /// Where it came from.
    pub address: Option<String>,
    /// The account that it is about.
    pub account: Option<AccountId>,
}

/// The log's end.
///
/// # Errors
/// When the query fails.
pub async fn tip(conn: &mut Conn) -> Result<Tip> {
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT seq, hash FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)")
            .fetch_optional(conn)
            .await?;
    Ok(last.map_or_else(Tip::default, |(sequence, hash)| Tip {
        sequence,
        // One of another length was tampered with: the log goes on, and a check finds it.
        hash: hash.try_into().unwrap_or_default(),
    }))
}

/// A record's hash, if it is there and has the length of one.
///
/// # Errors
/// When the query fails.
pub async fn hash(conn: &mut Conn, sequence: i64) -> Result<Option<Hash>> {
    let hash: Option<Vec<u8>> = sqlx::query_scalar("SELECT hash FROM audit_events WHERE seq = ?")
        .bind(sequence)
        .fetch_optional(conn)
        .await?;
    Ok(hash.and_then(|hash| hash.try_into().ok()))
}

/// Appends a record.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut Conn, place: &Tip, columns: &Columns, record: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO audit_events (seq, id, at, source, name, principal_id, principal_name, outcome, error_code, address,
                                   account_id, record, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(place.sequence)
    .bind(&columns.id)
    .bind(columns.at)
    .bind(&columns.source)
    .bind(&columns.name)
    .bind(&columns.principal)
    .bind(&columns.principal_name)
    .bind(columns.outcome.as_str())
    .bind(&columns.error_code)
    .bind(&columns.address)
    .bind(&columns.account)
    .bind(record)
    .bind(&place.hash[..])
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a record that an older version wrote its number, hash and columns.
///
/// # Errors
/// When the query fails.
pub async fn chain(conn: &mut Conn, sequence: i64, place: &Tip, columns: &Columns) -> Result<()> {
    sqlx::query(
        "UPDATE audit_events SET seq = ?, id = ?, at = ?, source = ?, name = ?, principal_id = ?, principal_name = ?,
                outcome = ?, error_code = ?, address = ?, account_id = ?, hash = ?
         WHERE seq = ?",
    )
    .bind(place.sequence)
    .bind(&columns.id)
    .bind(columns.at)
    .bind(&columns.source)
    .bind(&columns.name)
    .bind(&columns.principal)
    .bind(&columns.principal_name)
    .bind(columns.outcome.as_str())
    .bind(&columns.error_code)
    .bind(&columns.address)
    .bind(&columns.account)
    .bind(&place.hash[..])
    .bind(sequence)
    .execute(conn)
    .await?;
    Ok(())
}

/// A row as it lies there, for a check. Bytes, not text: who tampers need not write valid UTF-8.
#[derive(Debug, sqlx::FromRow)]
pub struct StoredRecord {
    /// Its number.
    pub sequence: i64,
    /// Its id.
    pub id: Vec<u8>,
    /// When it happened.
    pub at: Millis,
    source: Vec<u8>,
    name: Vec<u8>,
    principal_id: Vec<u8>,
    principal_name: Vec<u8>,
    outcome: Vec<u8>,
    error_code: Option<Vec<u8>>,
    address: Option<Vec<u8>>,
    account_id: Option<Vec<u8>>,
    /// The record.
    pub record: Vec<u8>,
    /// Its hash; empty in one that an older version wrote.
    pub hash: Vec<u8>,
}

impl StoredRecord {
    /// The first column that is not as it should be.
    pub fn differs(&self, columns: &Columns) -> Option<&'static str> {
        let same = |stored: &[u8], should: &str| stored == should.as_bytes();
        let optional =
            |stored: &Option<Vec<u8>>, should: Option<&str>| stored.as_deref() == should.map(str::as_bytes);
        [
            ("id", same(&self.id, &columns.id)),
            ("at", self.at == columns.at),
            ("source", same(&self.source, &columns.source)),
            ("name", same(&self.name, &columns.name)),
            ("principal_id", same(&self.principal_id, &columns.principal)),
            (
                "principal_name",
                same(&self.principal_name, &columns.principal_name),
            ),
            ("outcome", same(&self.outcome, columns.outcome.as_str())),
            (
                "error_code",
                optional(&self.error_code, columns.error_code.as_deref()),
            ),
            ("address", optional(&self.address, columns.address.as_deref())),
            (
                "account_id",
                optional(&self.account_id, columns.account.as_deref()),
            ),
        ]
        .into_iter()
        .find_map(|(column, same)| (!same).then_some(column))
    }
}

/// The next rows from a number on, in order.
///
/// # Errors
/// When the query fails.
pub async fn from(conn: &mut Conn, sequence: i64, limit: u32) -> Result<Vec<StoredRecord>> {
    sqlx::query_as(
        "SELECT seq AS sequence, CAST(id AS BLOB) AS id, at, CAST(source AS BLOB) AS source, CAST(name AS BLOB) AS name,
                CAST(principal_id AS BLOB) AS principal_id, CAST(principal_name AS BLOB) AS principal_name,
                CAST(outcome AS BLOB) AS outcome, CAST(error_code AS BLOB) AS error_code,
                CAST(address AS BLOB) AS address, CAST(account_id AS BLOB) AS account_id,
                CAST(record AS BLOB) AS record, hash
         FROM audit_events WHERE seq >= ? ORDER BY seq LIMIT ?",
    )
    .bind(sequence)
    .bind(limit)
    .fetch_all(conn)
    .await
}
