//! Who belongs to an account: joining, leaving, being blocked.

use attache_wire::user::{Registration, Tier};
use sqlx::SqliteConnection;

use super::Result;
use crate::clock::Millis;

/// A person as invitations judge them.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct Person {
    pub id: String,
    pub account_id: Option<String>,
    pub email_domain: String,
    pub registration: String,
    pub tier: String,
    /// Whether they have ever signed in.
    pub has_joined: bool,
}

impl Person {
    /// Whether they take part.
    ///
    /// # Errors
    /// When the stored spelling is unknown.
    pub fn registration(&self) -> Result<Registration> {
        super::super::spelled(Registration::parse(&self.registration), "users.registration")
    }
}

macro_rules! person {
    () => {
        "SELECT id, account_id, email_domain, registration, tier, joined_at IS NOT NULL AS has_joined FROM users "
    };
}

/// Whoever has this address.
///
/// # Errors
/// When the query fails.
pub async fn by_address(conn: &mut SqliteConnection, email: &str) -> Result<Option<Person>> {
    sqlx::query_as(concat!(person!(), "WHERE email = ?"))
        .bind(email)
        .fetch_optional(conn)
        .await
}

/// Those of the ids that are users of the account.
///
/// # Errors
/// When the query fails.
pub async fn among(conn: &mut SqliteConnection, account: &str, ids: &[String]) -> Result<Vec<Person>> {
    sqlx::query_as(concat!(
        person!(),
        "WHERE id IN (SELECT value FROM json_each(?)) AND +account_id = ?"
    ))
    .bind(list(ids))
    .bind(account)
    .fetch_all(conn)
    .await
}

/// Somebody whom the chat has not known.
#[derive(Debug)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct NewPerson<'p> {
    pub id: &'p str,
    pub account: &'p str,
    pub email: &'p str,
    pub name: &'p str,
}

/// Writes somebody who is invited and whom the chat has not known.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut SqliteConnection, new: &NewPerson<'_>, now: Millis) -> Result<()> {
    sqlx::query(
        "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier, invited_at)
         VALUES (?, ?, ?, ?, ?, 'Unregistered', 'Pending', 'Basic', ?)",
    )
    .bind(new.id)
    .bind(new.account)
    .bind(new.email)
    .bind(new.name)
    .bind(new.name.to_lowercase())
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Invites somebody whom the chat knows: who uses it is in the account at once.
///
/// # Errors
/// When the query fails.
pub async fn invite(conn: &mut SqliteConnection, user: &str, account: &str, now: Millis) -> Result<()> {
    sqlx::query(
        "UPDATE users SET account_id = ?2, invited_at = ?3,
                registration = iif(joined_at IS NULL, 'Unregistered', 'Registered'),
                invitation = iif(joined_at IS NULL, 'Pending', 'Accepted')
         WHERE id = ?1",
    )
    .bind(user)
    .bind(account)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the status of these users.
///
/// # Errors
/// When the query fails.
pub async fn set_registration(
    conn: &mut SqliteConnection,
    ids: &[String],
    registration: Registration,
) -> Result<()> {
    sqlx::query("UPDATE users SET registration = ? WHERE id IN (SELECT value FROM json_each(?))")
        .bind(registration.as_str())
        .bind(list(ids))
        .execute(conn)
        .await?;
    Ok(())
}

/// Sets the tier of these users.
///
/// # Errors
/// When the query fails.
pub async fn set_tier(conn: &mut SqliteConnection, ids: &[String], tier: Tier) -> Result<()> {
    sqlx::query("UPDATE users SET tier = ? WHERE id IN (SELECT value FROM json_each(?))")
        .bind(tier.as_str())
        .bind(list(ids))
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets these users go: who uses the chat goes on doing so for themselves, who was invited is not any more.
///
/// # Errors
/// When the query fails.
pub async fn remove(conn: &mut SqliteConnection, ids: &[String]) -> Result<()> {
    sqlx::query(
        "UPDATE users SET account_id = NULL, tier = 'Basic',
                registration = iif(joined_at IS NULL, 'Unregistered', 'Registered')
         WHERE id IN (SELECT value FROM json_each(?))",
    )
    .bind(list(ids))
    .execute(conn)
    .await?;
    Ok(())
}

/// Ids as the JSON array that `json_each` takes apart.
fn list(ids: &[String]) -> String {
    serde_json::Value::from(ids).to_string()
}
