//! Domains that accounts claim or hold, and the effect of a claim on users.

use std::collections::BTreeSet;

use attache_wire::{
    account::{Domain, DomainStatus},
    domain::{DomainFinding, Removal},
    id::{AccountId, DomainId},
};

use super::{Conn, Result, cursor};
use crate::clock::{Millis, rfc3339};

/// A stored domain.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct DomainRow {
    pub id: DomainId,
    pub account_id: AccountId,
    pub name: String,
    pub status: String,
    pub claimed_at: Millis,
    pub verified_at: Option<Millis>,
    pub token: String,
    pub checked_at: Option<Millis>,
    pub next_check_at: Option<Millis>,
    pub gives_up_at: Option<Millis>,
    pub finding: Option<String>,
    pub found: String,
    pub users: u64,
}

macro_rules! columns {
    () => {
        "SELECT id, account_id, name, status, claimed_at, verified_at, token, checked_at, next_check_at, gives_up_at,
                finding, found,
                (SELECT count(*) FROM users u WHERE u.account_id = d.account_id AND u.email_domain = d.name) AS users
         FROM domains d "
    };
}

impl DomainRow {
    /// Returns the status of the claim.
    ///
    /// # Errors
    /// When the stored value is unknown.
    pub fn status(&self) -> Result<DomainStatus> {
        super::spelled(DomainStatus::parse(&self.status), "domains.status")
    }

    /// Returns the finding of the last DNS look-up.
    ///
    /// # Errors
    /// When the stored value is unknown.
    pub fn finding(&self) -> Result<Option<DomainFinding>> {
        let finding = self.finding.as_deref();
        finding
            .map(|text| super::spelled(DomainFinding::parse(text), "domains.finding"))
            .transpose()
    }

    /// Returns the values found instead of the expected one.
    ///
    /// # Errors
    /// When the stored value is not a JSON array of strings.
    pub fn found(&self) -> Result<Vec<String>> {
        super::spelled(serde_json::from_str(&self.found).ok(), "domains.found")
    }

    /// Returns the domain as the API shows it.
    ///
    /// # Errors
    /// When the stored status is unknown.
    pub fn shape(&self) -> Result<Domain> {
        let (unicode, _) = idna::domain_to_unicode(&self.name);
        Ok(Domain {
            id: self.id.clone(),
            name: self.name.clone(),
            unicode_name: (unicode != self.name).then_some(unicode),
            status: self.status()?,
            claimed_at: rfc3339(self.claimed_at),
            verified_at: self.verified_at.map(rfc3339),
            users: self.users,
        })
    }
}

/// Returns a page of an account's domains, sorted by name. `None` if the cursor does not belong to this list.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut Conn,
    account: &AccountId,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<(Vec<Domain>, Option<String>)>> {
    let name: Option<String> = match after {
        None => None,
        Some(text) => match cursor::decode(text) {
            None => return Ok(None),
            key => key,
        },
    };
    let rows: Vec<DomainRow> = sqlx::query_as(concat!(
        columns!(),
        "WHERE account_id = ? AND name > ? ORDER BY name LIMIT ?"
    ))
    .bind(account)
    .bind(name.unwrap_or_default())
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    let domains = rows.iter().map(DomainRow::shape).collect::<Result<Vec<_>>>()?;
    Ok(Some(super::page(domains, limit, |last| {
        cursor::encode(&last.name)
    })))
}

/// Returns one domain of an account.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut Conn, account: &AccountId, id: &DomainId) -> Result<Option<DomainRow>> {
    sqlx::query_as(concat!(columns!(), "WHERE id = ? AND account_id = ?"))
        .bind(id)
        .bind(account)
        .fetch_optional(conn)
        .await
}

/// Returns true if the account already claims or holds this name.
///
/// # Errors
/// When the query fails.
pub async fn is_claimed(conn: &mut Conn, account: &AccountId, name: &str) -> Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM domains WHERE account_id = ? AND name = ?)")
        .bind(account)
        .bind(name)
        .fetch_one(conn)
        .await
}

/// Counts the domains that the account claims or holds.
///
/// # Errors
/// When the query fails.
pub async fn count(conn: &mut Conn, account: &AccountId) -> Result<u64> {
    sqlx::query_scalar("SELECT count(*) FROM domains WHERE account_id = ?")
        .bind(account)
        .fetch_one(conn)
        .await
}

/// Returns true if another account has verified this name.
///
/// # Errors
/// When the query fails.
pub async fn is_held_by_another(conn: &mut Conn, account: &AccountId, name: &str) -> Result<bool> {
    let held = held_by_others(conn, account, &BTreeSet::from([name])).await?;
    Ok(!held.is_empty())
}

/// Returns the names among these that other accounts have verified.
///
/// # Errors
/// When the query fails.
pub async fn held_by_others(
    conn: &mut Conn,
    account: &AccountId,
    names: &BTreeSet<&str>,
) -> Result<BTreeSet<String>> {
    let held: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM domains
         WHERE name IN (SELECT value FROM json_each(?)) AND status = 'Verified' AND account_id <> ?",
    )
    .bind(serde_json::json!(names).to_string())
    .bind(account)
    .fetch_all(conn)
    .await?;
    Ok(held.into_iter().collect())
}

/// A new claim.
#[derive(Debug)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct NewDomain<'d> {
    pub id: &'d DomainId,
    pub account: &'d AccountId,
    pub name: &'d str,
    pub token: &'d str,
    pub claimed_at: Millis,
    pub next_check_at: Millis,
    pub gives_up_at: Millis,
}

/// Inserts a new claim.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut Conn, new: &NewDomain<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO domains (id, account_id, name, status, claimed_at, token, next_check_at, gives_up_at)
         VALUES (?, ?, ?, 'PendingVerification', ?, ?, ?, ?)",
    )
    .bind(new.id)
    .bind(new.account)
    .bind(new.name)
    .bind(new.claimed_at)
    .bind(new.token)
    .bind(new.next_check_at)
    .bind(new.gives_up_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Returns the pending claims whose look-up is due at `now`, as account and id.
///
/// # Errors
/// When the query fails.
pub async fn due(conn: &mut Conn, now: Millis) -> Result<Vec<(AccountId, DomainId)>> {
    sqlx::query_as(
        "SELECT account_id, id FROM domains WHERE status = 'PendingVerification' AND next_check_at <= ?
         ORDER BY next_check_at LIMIT 50",
    )
    .bind(now)
    .fetch_all(conn)
    .await
}

/// Returns when the next look-up of a pending claim is due.
///
/// # Errors
/// When the query fails.
pub async fn next_check(conn: &mut Conn) -> Result<Option<Millis>> {
    sqlx::query_scalar("SELECT min(next_check_at) FROM domains WHERE status = 'PendingVerification'")
        .fetch_one(conn)
        .await
}

/// The result of a DNS look-up.
#[derive(Debug)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct Checked<'d> {
    pub id: &'d str,
    pub status: DomainStatus,
    pub at: Millis,
    pub next_check_at: Option<Millis>,
    pub gives_up_at: Option<Millis>,
    pub finding: Option<DomainFinding>,
    pub found: &'d [String],
}

/// Stores the result of a DNS look-up.
///
/// # Errors
/// When the query fails.
pub async fn note(conn: &mut Conn, checked: &Checked<'_>) -> Result<()> {
    let verified_at = (checked.status == DomainStatus::Verified).then_some(checked.at);
    let found = serde_json::to_string(checked.found).unwrap_or_default();
    sqlx::query(
        "UPDATE domains SET status = ?, verified_at = ?, checked_at = ?, next_check_at = ?, gives_up_at = ?,
                finding = ?, found = ?
         WHERE id = ?",
    )
    .bind(checked.status.as_str())
    .bind(verified_at)
    .bind(checked.at)
    .bind(checked.next_check_at)
    .bind(checked.gives_up_at)
    .bind(checked.finding.map(DomainFinding::as_str))
    .bind(found)
    .bind(checked.id)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a claim.
///
/// # Errors
/// When the query fails.
pub async fn delete(conn: &mut Conn, id: &DomainId) -> Result<()> {
    sqlx::query("DELETE FROM domains WHERE id = ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Returns true if the account has verified a domain other than the given one.
///
/// # Errors
/// When the query fails.
pub async fn holds_another(conn: &mut Conn, account: &AccountId, id: &DomainId) -> Result<bool> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM domains WHERE account_id = ? AND status = 'Verified' AND id <> ?)",
    )
    .bind(account)
    .bind(id)
    .fetch_one(conn)
    .await
}

/// Moves every user with an address in the domain into the account. Suspended users of the account stay suspended.
///
/// # Errors
/// When the query fails.
pub async fn adopt(conn: &mut Conn, account: &AccountId, name: &str) -> Result<u64> {
    let adopted = sqlx::query(
        "UPDATE users SET account_id = ?1,
                registration = CASE WHEN account_id IS ?1 AND registration = 'Suspended' THEN 'Suspended'
                                    WHEN joined_at IS NULL THEN 'Unregistered' ELSE 'Registered' END
         WHERE email_domain = ?2 AND deleted_at IS NULL AND NOT (account_id IS ?1 AND registration <> 'Released')",
    )
    .bind(account)
    .bind(name)
    .execute(conn)
    .await?;
    Ok(adopted.rows_affected())
}

/// Releases the account's users whose address is in none of its verified domains, because an Enterprise account only
/// manages users in its domains. Ends invitations that were not accepted.
///
/// # Errors
/// When a query fails.
pub async fn release_others(conn: &mut Conn, account: &AccountId) -> Result<()> {
    for update in [
        "UPDATE users SET registration = 'Released' WHERE account_id = ?1 AND registration = 'Registered'
            AND email_domain NOT IN (SELECT name FROM domains WHERE account_id = ?1 AND status = 'Verified')",
        "UPDATE users SET account_id = NULL WHERE account_id = ?1 AND registration = 'Unregistered'
            AND email_domain NOT IN (SELECT name FROM domains WHERE account_id = ?1 AND status = 'Verified')",
    ] {
        sqlx::query(update).bind(account).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Counts the users affected by removing the domain. The caller fills in the other fields.
///
/// # Errors
/// When the query fails.
pub async fn removal(conn: &mut Conn, account: &AccountId, name: &str) -> Result<Removal> {
    let (released, suspended, uninvited): (u64, u64, u64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE registration = 'Registered'),
                count(*) FILTER (WHERE registration = 'Suspended'),
                count(*) FILTER (WHERE registration = 'Unregistered')
         FROM users WHERE account_id = ? AND email_domain = ?",
    )
    .bind(account)
    .bind(name)
    .fetch_one(conn)
    .await?;
    Ok(Removal {
        released,
        suspended,
        uninvited,
        ..Removal::default()
    })
}
