//! The audit log's table: records with their hashes, and the searchable columns.

mod list;

pub use list::{Filter, Place, batch, list};

use super::{Conn, Result};
use attache_wire::{audit::AuditOutcome, id::AccountId};

use crate::clock::Millis;

/// Length of a key and of a hash, in bytes.
pub const HASH_BYTES: usize = 32;

/// A record's hash.
pub type Hash = [u8; HASH_BYTES];

/// A position in the log: a record's number and hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tip {
    /// The record's number; 0 before the first.
    pub sequence: i64,
    /// Its hash.
    pub hash: Hash,
}

/// What a list can leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It was allowed, and could change nothing.
    Read,
    /// Everything else, by outcome.
    Ended(AuditOutcome),
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 4] = [
        Self::Read,
        Self::Ended(AuditOutcome::Allowed),
        Self::Ended(AuditOutcome::Denied),
        Self::Ended(AuditOutcome::Failed),
    ];

    /// Returns the class of an event.
    pub fn of(outcome: AuditOutcome, read_only: bool) -> Self {
        match (read_only, outcome) {
            (true, AuditOutcome::Allowed) => Self::Read,
            _ => Self::Ended(outcome),
        }
    }

    /// Returns the outcome of the class's events.
    pub const fn outcome(self) -> AuditOutcome {
        match self {
            Self::Read => AuditOutcome::Allowed,
            Self::Ended(outcome) => outcome,
        }
    }

    /// Returns the spelling in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ended(outcome) => outcome.as_str(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }
}

/// The columns that are searched or listed. All of them are derived from the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The record's id.
    pub id: String,
    /// When it happened, in simulated time.
    pub at: Millis,
    /// The service that the event belongs to.
    pub source: String,
    /// The action's name.
    pub name: String,
    /// The id of the principal.
    pub principal: String,
    /// The principal's name.
    pub principal_name: String,
    /// The class.
    pub class: Class,
    /// The refusal's error code.
    pub error_code: Option<String>,
    /// The address that the request came from.
    pub address: Option<String>,
    /// The account that the event is about.
    pub account: Option<AccountId>,
}

/// Returns the end of the log.
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
        // A hash of another length was tampered with: the log goes on, and a check finds it.
        hash: hash.try_into().unwrap_or_default(),
    }))
}

/// Returns a record's hash; `None` if it is missing or has the wrong length.
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
        "INSERT INTO audit_events (seq, id, at, source, name, principal_id, principal_name, class, error_code, address,
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
    .bind(columns.class.as_str())
    .bind(&columns.error_code)
    .bind(&columns.address)
    .bind(&columns.account)
    .bind(record)
    .bind(&place.hash[..])
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets number, hash and columns of a record written by an older version.
///
/// # Errors
/// When the query fails.
pub async fn chain(conn: &mut Conn, sequence: i64, place: &Tip, columns: &Columns) -> Result<()> {
    sqlx::query(
        "UPDATE audit_events SET seq = ?, id = ?, at = ?, source = ?, name = ?, principal_id = ?, principal_name = ?,
                class = ?, error_code = ?, address = ?, account_id = ?, hash = ?
         WHERE seq = ?",
    )
    .bind(place.sequence)
    .bind(&columns.id)
    .bind(columns.at)
    .bind(&columns.source)
    .bind(&columns.name)
    .bind(&columns.principal)
    .bind(&columns.principal_name)
    .bind(columns.class.as_str())
    .bind(&columns.error_code)
    .bind(&columns.address)
    .bind(&columns.account)
    .bind(&place.hash[..])
    .bind(sequence)
    .execute(conn)
    .await?;
    Ok(())
}

/// A raw row, for a check. Columns are bytes, not text: tampered rows need not be valid UTF-8.
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
    class: Vec<u8>,
    error_code: Option<Vec<u8>>,
    address: Option<Vec<u8>>,
    account_id: Option<Vec<u8>>,
    /// The record.
    pub record: Vec<u8>,
    /// Its hash; empty if an older version wrote the record.
    pub hash: Vec<u8>,
}

impl StoredRecord {
    /// Returns the first column that differs from the expected value.
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
            ("class", same(&self.class, columns.class.as_str())),
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

/// Returns the rows starting at a number, in order.
///
/// # Errors
/// When the query fails.
pub async fn from(conn: &mut Conn, sequence: i64, limit: u32) -> Result<Vec<StoredRecord>> {
    sqlx::query_as(
        "SELECT seq AS sequence, CAST(id AS BLOB) AS id, at, CAST(source AS BLOB) AS source, CAST(name AS BLOB) AS name,
                CAST(principal_id AS BLOB) AS principal_id, CAST(principal_name AS BLOB) AS principal_name,
                CAST(class AS BLOB) AS class, CAST(error_code AS BLOB) AS error_code,
                CAST(address AS BLOB) AS address, CAST(account_id AS BLOB) AS account_id,
                CAST(record AS BLOB) AS record, hash
         FROM audit_events WHERE seq >= ? ORDER BY seq LIMIT ?",
    )
    .bind(sequence)
    .bind(limit)
    .fetch_all(conn)
    .await
}
