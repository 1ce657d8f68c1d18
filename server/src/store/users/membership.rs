//! Who belongs to an account: joining, leaving, being blocked.

use crate::store::Conn;
use attache_wire::{
    id::AccountId,
    id::UserId,
    user::{Registration, Tier},
};

use super::Result;
use crate::clock::Millis;

/// A person as invitations judge them.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct Person {
    pub id: UserId,
    pub account_id: Option<AccountId>,
    pub email: String,
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
        "SELECT id, account_id, email, email_domain, registration, tier, joined_at IS NOT NULL AS has_joined FROM users "
    };
}

/// Those who have one of these addresses.
///
/// # Errors
/// When the query fails.
pub async fn with_addresses(conn: &mut Conn, emails: &[&str]) -> Result<Vec<Person>> {
    sqlx::query_as(concat!(
        person!(),
        "WHERE email IN (SELECT value FROM json_each(?))"
    ))
    .bind(list(emails))
    .fetch_all(conn)
    .await
}

/// Those of the ids that are users of the account.
///
/// # Errors
/// When the query fails.
pub async fn among(conn: &mut Conn, account: &AccountId, ids: &[UserId]) -> Result<Vec<Person>> {
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
#[derive(Debug, serde::Serialize)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct NewPerson {
    pub id: UserId,
    pub email: String,
    pub display_name: String,
    pub sort_name: String,
}

/// Writes those who are invited to an account and whom the chat has not known.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut Conn, people: &[NewPerson], account: &AccountId, now: Millis) -> Result<()> {
    sqlx::query(
        "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier, invited_at)
         SELECT value ->> 'id', ?2, value ->> 'email', value ->> 'display_name', value ->> 'sort_name',
                'Unregistered', 'Pending', 'Basic', ?3
         FROM json_each(?1)",
    )
    .bind(serde_json::json!(people).to_string())
    .bind(account)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Invites people whom the chat knows and who belong to nobody: who uses it is in the account at once.
///
/// # Errors
/// When the query fails.
pub async fn invite(conn: &mut Conn, ids: &[&str], account: &AccountId, now: Millis) -> Result<()> {
    sqlx::query(
        "UPDATE users SET account_id = ?2, invited_at = ?3,
                registration = iif(joined_at IS NULL, 'Unregistered', 'Registered'),
                invitation = iif(joined_at IS NULL, 'Pending', 'Accepted')
         WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .bind(list(ids))
    .bind(account)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Sends invitations again to people who were invited before. No index has what this changes.
///
/// # Errors
/// When the query fails.
pub async fn invite_again(conn: &mut Conn, ids: &[&str], now: Millis) -> Result<()> {
    sqlx::query(
        "UPDATE users SET invited_at = ?2, invitation = 'Pending' WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .bind(list(ids))
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the status of these users.
///
/// # Errors
/// When the query fails.
pub async fn set_registration(conn: &mut Conn, ids: &[UserId], registration: Registration) -> Result<()> {
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
pub async fn set_tier(conn: &mut Conn, ids: &[UserId], tier: Tier) -> Result<()> {
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
pub async fn remove(conn: &mut Conn, ids: &[UserId]) -> Result<()> {
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

/// Texts as the JSON array that `json_each` takes apart.
fn list<T: serde::Serialize>(texts: &[T]) -> String {
    serde_json::json!(texts).to_string()
}
