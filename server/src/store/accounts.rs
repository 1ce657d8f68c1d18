//! Accounts and domains.

use attache_wire::account::{Account, AccountStatus, AccountType, Domain, DomainStatus};
use sqlx::SqliteConnection;

use super::{Result, cursor};
use crate::clock::{Millis, rfc3339};

type Row = (String, String, String, String, Millis, u64, u64, String);

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
        status: if status == "Active" {
            AccountStatus::Active
        } else {
            AccountStatus::Suspended
        },
        created_at: rfc3339(created_at),
        domains: serde_json::from_str(&domains).map_err(|error| sqlx::Error::Decode(error.into()))?,
        id,
        name,
        users,
        managed_users,
    })
}

/// A page of the accounts, by name. `None` when the cursor is not one of this list.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut SqliteConnection,
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
    let rows: Vec<Row> = sqlx::query_as(concat!(
        columns!(),
        "WHERE (a.name COLLATE NOCASE, a.id) > (?1, ?2) ORDER BY a.name COLLATE NOCASE, a.id LIMIT ?3"
    ))
    .bind(name)
    .bind(id)
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    let accounts = rows.into_iter().map(account).collect::<Result<Vec<_>>>()?;
    Ok(Some(super::page(accounts, limit, |last| {
        cursor::encode(&(&last.name, &last.id))
    })))
}

/// One account.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut SqliteConnection, id: &str) -> Result<Option<Account>> {
    let row: Option<Row> = sqlx::query_as(concat!(columns!(), "WHERE a.id = ?"))
        .bind(id)
        .fetch_optional(conn)
        .await?;
    row.map(account).transpose()
}

/// A page of an account's domains, by name. `None` when the cursor is not one of this list.
///
/// # Errors
/// When the query fails.
pub async fn domains(
    conn: &mut SqliteConnection,
    account: &str,
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
    let rows: Vec<(String, String, String, Millis, Option<Millis>, u64)> = sqlx::query_as(
        "SELECT id, name, status, claimed_at, verified_at,
                (SELECT count(*) FROM users u WHERE u.account_id = d.account_id AND u.email_domain = d.name)
         FROM domains d WHERE account_id = ? AND name > ? ORDER BY name LIMIT ?",
    )
    .bind(account)
    .bind(name.unwrap_or_default())
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    let domains = rows
        .into_iter()
        .map(|(id, name, status, claimed_at, verified_at, users)| {
            Ok(Domain {
                status: super::spelled(DomainStatus::parse(&status), "domains.status")?,
                claimed_at: rfc3339(claimed_at),
                verified_at: verified_at.map(rfc3339),
                id,
                name,
                users,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Some(super::page(domains, limit, |last| {
        cursor::encode(&last.name)
    })))
}
