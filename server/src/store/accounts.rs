//! Accounts.

use attache_wire::{
    account::{Account, AccountStatus, AccountType},
    id::AccountId,
};
use sqlx::AssertSqlSafe;

use super::{
    Conn, Result, Search, cursor,
    search::{MAX_WORDS, Part},
};
use crate::clock::{Millis, rfc3339};

type Row = (AccountId, String, String, String, Millis, u64, u64, String);

macro_rules! columns {
    () => {
        "SELECT a.id, a.name, a.type, a.status, a.created_at, a.users, a.managed_users,
                (SELECT json_group_array(name) FROM
                    (SELECT name FROM domains d WHERE d.account_id = a.id AND d.status = 'Verified' ORDER BY name))
         FROM accounts a "
    };
}

fn account(row: Row) -> Result<Account> {
    let (id, name, account_type, status, created_at, users, managed_users, domains) = row;
    Ok(Account {
        account_type: super::spelled(AccountType::parse(&account_type), "accounts.type")?,
        status: super::spelled(AccountStatus::parse(&status), "accounts.status")?,
        created_at: rfc3339(created_at),
        domains: serde_json::from_str(&domains).map_err(|error| sqlx::Error::Decode(error.into()))?,
        id,
        name,
        users,
        managed_users,
    })
}

/// The conditions for one part of a search: it must start words of the account's name, or one of its verified domains.
struct Wanted {
    /// A full-text query on the name.
    name: String,
    /// The prefix of a domain, in ASCII.
    domain: String,
}

impl Wanted {
    fn new(part: &Part) -> Self {
        let domain = idna::domain_to_ascii(&part.typed).unwrap_or_else(|_| part.typed.to_lowercase());
        Self {
            name: part.full_text(),
            domain,
        }
    }
}

/// Returns a page of the accounts that match a search, sorted by name. `None` if the cursor does not belong to this
/// list.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut Conn,
    search: Option<&Search>,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<(Vec<Account>, Option<String>)>> {
    let key: Option<(String, String)> = match after {
        None => None,
        Some(text) => match cursor::decode(text) {
            None => return Ok(None),
            key => key,
        },
    };
    let (name, id) = key.unwrap_or_default();
    let parts = search.map_or(&[][..], Search::parts);
    if search.is_some() && parts.is_empty() {
        return Ok(Some((Vec::new(), None)));
    }
    let wanted: Vec<Wanted> = parts.iter().take(MAX_WORDS).map(Wanted::new).collect();
    let mut sql = concat!(
        columns!(),
        "WHERE a.deleted_at IS NULL AND (a.name COLLATE NOCASE, a.id) > (?, ?)"
    )
    .to_owned();
    for _ in &wanted {
        sql.push_str(
            " AND (a.id IN (SELECT account_id FROM accounts_search WHERE accounts_search MATCH ?)
                   OR EXISTS (SELECT 1 FROM domains d WHERE d.account_id = a.id AND d.status = 'Verified'
                              AND d.name BETWEEN ? AND ? || char(1114111)))",
        );
    }
    sql.push_str(" ORDER BY a.name COLLATE NOCASE, a.id LIMIT ?");
    // `sql` contains only constants of this function.
    let mut page = sqlx::query_as::<_, Row>(AssertSqlSafe(sql)).bind(name).bind(id);
    for word in &wanted {
        page = page.bind(&word.name).bind(&word.domain).bind(&word.domain);
    }
    let rows = page.bind(limit + 1).fetch_all(conn).await?;
    let accounts = rows.into_iter().map(account).collect::<Result<Vec<_>>>()?;
    Ok(Some(super::page(accounts, limit, |last| {
        cursor::encode(&(&last.name, &last.id))
    })))
}

/// Returns one account.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut Conn, id: &str) -> Result<Option<Account>> {
    let row: Option<Row> = sqlx::query_as(concat!(columns!(), "WHERE a.id = ? AND a.deleted_at IS NULL"))
        .bind(id)
        .fetch_optional(conn)
        .await?;
    row.map(account).transpose()
}

/// Returns true if an account with this id exists.
///
/// # Errors
/// When the query fails.
pub async fn exists(conn: &mut Conn, id: &str) -> Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ? AND deleted_at IS NULL)")
        .bind(id)
        .fetch_one(conn)
        .await
}

/// Returns the active Enterprise or Team account with the most users.
///
/// # Errors
/// When the query fails.
pub async fn largest(conn: &mut Conn, enterprise: bool) -> Result<Option<AccountId>> {
    sqlx::query_scalar(
        "SELECT id FROM accounts WHERE deleted_at IS NULL AND status = 'Active' AND (type <> 'Team') = ?
         ORDER BY users DESC, created_at, id LIMIT 1",
    )
    .bind(enterprise)
    .fetch_optional(conn)
    .await
}

/// Creates a Team account.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut Conn, id: &str, name: &str, now: Millis) -> Result<()> {
    sqlx::query("INSERT INTO accounts (id, name, type, created_at) VALUES (?, ?, 'Team', ?)")
        .bind(id)
        .bind(name)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Renames an account.
///
/// # Errors
/// When the query fails.
pub async fn rename(conn: &mut Conn, id: &str, name: &str) -> Result<()> {
    sqlx::query("UPDATE accounts SET name = ? WHERE id = ?")
        .bind(name)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Changes an account's type.
///
/// # Errors
/// When the query fails.
pub async fn set_type(conn: &mut Conn, id: &str, kind: AccountType) -> Result<()> {
    sqlx::query("UPDATE accounts SET type = ? WHERE id = ?")
        .bind(kind.as_str())
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Counts the users that block deleting an account: all but the released ones.
///
/// # Errors
/// When the query fails.
pub async fn present_users(conn: &mut Conn, id: &str) -> Result<u64> {
    sqlx::query_scalar(
        "SELECT a.users - (SELECT count(*) FROM users u WHERE u.account_id = a.id AND u.registration = 'Released')
         FROM accounts a WHERE a.id = ?",
    )
    .bind(id)
    .fetch_one(conn)
    .await
}

/// Marks an account as deleted, detaches its users and deletes its domains.
///
/// # Errors
/// When a query fails.
pub async fn delete(conn: &mut Conn, id: &str, now: Millis) -> Result<()> {
    sqlx::query("UPDATE users SET account_id = NULL WHERE account_id = ?")
        .bind(id)
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM domains WHERE account_id = ?")
        .bind(id)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE accounts SET deleted_at = ? WHERE id = ?")
        .bind(now)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}
