//! Account membership: joining, leaving and suspending.

use crate::store::Conn;
use attache_wire::{
    id::{AccountId, UserId},
    user::{Registration, Tier},
};

use super::Result;
use crate::clock::Millis;

/// A user as invitations and batch changes check them.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct UserRow {
    pub id: UserId,
    pub account_id: Option<AccountId>,
    pub email: String,
    pub email_domain: String,
    pub registration: String,
    pub tier: String,
    /// True if they have ever signed in.
    pub has_joined: bool,
}

impl UserRow {
    /// Returns the registration status.
    ///
    /// # Errors
    /// When the stored value is unknown.
    pub fn registration(&self) -> Result<Registration> {
        super::super::spelled(Registration::parse(&self.registration), "users.registration")
    }
}

macro_rules! person {
    () => {
        "SELECT id, account_id, email, email_domain, registration, tier, joined_at IS NOT NULL AS has_joined FROM users "
    };
}

/// Returns the people with these addresses.
///
/// # Errors
/// When the query fails.
pub async fn with_addresses(conn: &mut Conn, emails: &[&str]) -> Result<Vec<UserRow>> {
    sqlx::query_as(concat!(
        person!(),
        "WHERE email IN (SELECT value FROM json_each(?))"
    ))
    .bind(list(emails))
    .fetch_all(conn)
    .await
}

/// Returns the people among these ids who are users of the account.
///
/// # Errors
/// When the query fails.
pub async fn among(conn: &mut Conn, account: &AccountId, ids: &[UserId]) -> Result<Vec<UserRow>> {
    sqlx::query_as(concat!(
        person!(),
        "WHERE id IN (SELECT value FROM json_each(?)) AND +account_id = ?"
    ))
    .bind(list(ids))
    .bind(account)
    .fetch_all(conn)
    .await
}

/// A person who is new to the chat.
#[derive(Debug, serde::Serialize)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct NewPerson {
    pub id: UserId,
    pub email: String,
    pub display_name: String,
    pub sort_name: String,
}

/// Inserts invited people who are new to the chat.
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

/// Invites people who are known to the chat and belong to no account. Those who already use it join the account
/// immediately.
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

/// Resends invitations. No index contains the columns that this changes.
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

/// Sets the registration status of these users.
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

/// Removes these users from their account. Those who use the chat keep using it on their own; pending invitations end.
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

/// Serialises texts as a JSON array for `json_each`.
fn list<T: serde::Serialize>(texts: &[T]) -> String {
    serde_json::json!(texts).to_string()
}
