//! Searches records, newest first.
//!
//! Every set of filters has its own index, followed by the class and then the time, and the query names the index it
//! uses. So a page costs the same however many records exist and however few match.

use crate::store::Conn;
use attache_wire::{
    audit::{AuditEvent, AuditOutcome},
    id::AccountId,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::Class;
use crate::clock::{Millis, rfc3339};
use crate::store::{Result, cursor, page, spelled};

/// The search filters.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// At or after this time.
    pub from: Option<Millis>,
    /// Before this time.
    pub to: Option<Millis>,
    /// Only this principal (or this export's links).
    pub principal: Option<String>,
    /// Only events with this name, ignoring case.
    pub event: Option<String>,
    /// Only events with this outcome.
    pub outcome: Option<AuditOutcome>,
    /// Leave out reads that were allowed.
    pub without_reads: bool,
    /// Only events about this account.
    pub account: Option<String>,
}

/// A record's position in the list: its time, then its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place(Millis, i64);

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    id: String,
    at: Millis,
    source: String,
    name: String,
    principal_id: String,
    principal_name: String,
    class: String,
    error_code: Option<String>,
    address: Option<String>,
    account_id: Option<AccountId>,
    record: String,
}

impl Row {
    fn place(&self) -> Place {
        Place(self.at, self.seq)
    }

    fn shaped(self) -> Result<AuditEvent> {
        let class = spelled(Class::parse(&self.class), "class")?;
        Ok(AuditEvent {
            sequence: u64::try_from(self.seq).unwrap_or(0),
            id: self.id,
            at: rfc3339(self.at),
            source: self.source,
            name: self.name,
            principal: self.principal_id,
            principal_name: self.principal_name,
            outcome: class.outcome(),
            read_only: class == Class::Read,
            error_code: self.error_code,
            address: self.address,
            account_id: self.account_id,
            record: self.record,
        })
    }
}

/// Returns the records before a position, newest first, and the next page's cursor.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut Conn,
    filter: &Filter,
    before: Option<Place>,
    limit: u32,
) -> Result<(Vec<AuditEvent>, Option<String>)> {
    let rows = rows(conn, filter, before, limit + 1).await?;
    let (rows, next) = page(rows, limit, |row| cursor::encode(&row.place()));
    let events = rows.into_iter().map(Row::shaped).collect::<Result<_>>()?;
    Ok((events, next))
}

/// Returns the same as [`list()`], but with the position itself instead of a cursor.
///
/// # Errors
/// When the query fails.
pub async fn batch(
    conn: &mut Conn,
    filter: &Filter,
    before: Option<Place>,
    limit: u32,
) -> Result<(Vec<AuditEvent>, Option<Place>)> {
    let rows = rows(conn, filter, before, limit).await?;
    let full = rows.len() == limit as usize;
    let next = rows.last().filter(|_| full).map(Row::place);
    let events = rows.into_iter().map(Row::shaped).collect::<Result<_>>()?;
    Ok((events, next))
}

async fn rows(conn: &mut Conn, filter: &Filter, before: Option<Place>, limit: u32) -> Result<Vec<Row>> {
    let end = Place(filter.to.unwrap_or(Millis::MAX), i64::MIN);
    let end = before.map_or(end, |before| before.min(end));
    sqlx::query_as(AssertSqlSafe(statement(filter, end.1 != i64::MIN)))
        .bind(&filter.account)
        .bind(&filter.principal)
        .bind(&filter.event)
        .bind(filter.from.unwrap_or(Millis::MIN))
        .bind(end.0)
        .bind(end.1)
        .bind(limit)
        .fetch_all(conn)
        .await
}

/// Returns the statement for this set of filters. `within` is true if the page starts among records of the same time.
/// These get a subquery of their own, so that the index can seek to the position among them. The statement contains no
/// caller-supplied text.
fn statement(filter: &Filter, within: bool) -> String {
    let mut index = "audit_events_".to_owned();
    let mut equal = String::new();
    for (given, letter, condition) in [
        (filter.account.is_some(), 'a', "account_id = ?1 AND "),
        (filter.principal.is_some(), 'p', "principal_id = ?2 AND "),
        (filter.event.is_some(), 'n', "name = ?3 AND "),
    ] {
        if given {
            index.push(letter);
            equal.push_str(condition);
        }
    }
    index.push('c');
    let earlier = "at >= ?4 AND at < ?5";
    let spans: &[&str] = match within {
        true => &["at = ?5 AND seq < ?6 AND ?4 <= ?5", earlier],
        false => &[earlier],
    };
    let mut parts = Vec::new();
    for class in Class::ALL {
        let other = filter.outcome.is_some_and(|wanted| wanted != class.outcome());
        if other || (filter.without_reads && class == Class::Read) {
            continue;
        }
        let class = class.as_str();
        for span in spans {
            parts.push(format!(
                "SELECT * FROM (SELECT seq, id, at, source, name, principal_id, principal_name, class, error_code,
                                       address, account_id, record
                                FROM audit_events INDEXED BY {index}
                                WHERE {equal}class = '{class}' AND {span}
                                ORDER BY at DESC, seq DESC LIMIT ?7)"
            ));
        }
    }
    let parts = parts.join("\nUNION ALL ");
    format!("{parts} ORDER BY at DESC, seq DESC LIMIT ?7")
}
