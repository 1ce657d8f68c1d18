//! Who may sign in and how. What principals may do is in [`super::access`].

use super::{Conn, Result};
use attache_wire::{id::PolicyId, id::PrincipalId};

/// What a sign-in is judged by.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Credentials {
    /// The principal's name.
    pub name: String,
    /// May not sign in.
    pub disabled: bool,
    /// The password's hash in PHC's format, if there is a password.
    pub password_hash: Option<String>,
}

/// A principal as the administrator of the machine sees it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PrincipalRow {
    /// Its id.
    pub id: PrincipalId,
    /// The person's name.
    pub name: String,
    /// May not sign in.
    pub disabled: bool,
    /// Has a password.
    pub has_password: bool,
    /// Names of the attached policies, by name, with commas between.
    pub policies: String,
}

/// A principal that is made.
#[derive(Debug)]
pub struct NewPrincipal<'n> {
    /// Its id.
    pub id: &'n str,
    /// The person's name.
    pub name: &'n str,
    /// What it is good for.
    pub description: &'n str,
    /// The password's hash in PHC's format.
    pub password_hash: &'n str,
}

/// What a sign-in as this principal is judged by.
///
/// # Errors
/// When the query fails.
pub async fn credentials(conn: &mut Conn, id: &PrincipalId) -> Result<Option<Credentials>> {
    sqlx::query_as("SELECT name, disabled, password_hash FROM principals WHERE id = ?")
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Whether anybody can sign in by password.
///
/// # Errors
/// When the query fails.
pub async fn any_password(conn: &mut Conn) -> Result<bool> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM principals WHERE password_hash IS NOT NULL AND disabled = 0)",
    )
    .fetch_one(conn)
    .await
}

/// Every principal, by id.
///
/// # Errors
/// When the query fails.
pub async fn list(conn: &mut Conn) -> Result<Vec<PrincipalRow>> {
    sqlx::query_as(
        "SELECT id, name, disabled, password_hash IS NOT NULL AS has_password,
                (SELECT coalesce(group_concat(name, ', '), '') FROM
                    (SELECT p.name FROM principal_policies a JOIN policies p ON p.id = a.policy_id
                     WHERE a.principal_id = principals.id ORDER BY p.name)) AS policies
         FROM principals ORDER BY id",
    )
    .fetch_all(conn)
    .await
}

/// Makes a principal, after all others in the order in which they are shown.
///
/// # Errors
/// When the query fails; a unique violation when there is one with this id.
pub async fn insert(conn: &mut Conn, new: &NewPrincipal<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO principals (id, name, description, password_hash, position)
         SELECT ?, ?, ?, ?, coalesce(max(position), -1) + 1 FROM principals",
    )
    .bind(new.id)
    .bind(new.name)
    .bind(new.description)
    .bind(new.password_hash)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a principal a tag.
///
/// # Errors
/// When the query fails.
pub async fn tag(conn: &mut Conn, principal: &PrincipalId, key: &str, value: &str) -> Result<()> {
    sqlx::query("INSERT INTO principal_tags (principal_id, key, value) VALUES (?, ?, ?)")
        .bind(principal)
        .bind(key)
        .bind(value)
        .execute(conn)
        .await?;
    Ok(())
}

/// The id of the policy with this id or, whatever the case, this name.
///
/// # Errors
/// When the query fails.
pub async fn policy(conn: &mut Conn, id_or_name: &str) -> Result<Option<PolicyId>> {
    sqlx::query_scalar(
        "SELECT id FROM policies WHERE id = ?1 UNION ALL SELECT id FROM policies WHERE name = ?1 COLLATE NOCASE LIMIT 1",
    )
    .bind(id_or_name)
    .fetch_optional(conn)
    .await
}

/// The names of all policies.
///
/// # Errors
/// When the query fails.
pub async fn policy_names(conn: &mut Conn) -> Result<Vec<String>> {
    sqlx::query_scalar("SELECT name FROM policies ORDER BY name")
        .fetch_all(conn)
        .await
}

/// Gives a principal another password; whether there is such a principal.
///
/// # Errors
/// When the query fails.
pub async fn set_password(conn: &mut Conn, id: &PrincipalId, password_hash: &str) -> Result<bool> {
    let done = sqlx::query("UPDATE principals SET password_hash = ? WHERE id = ?")
        .bind(password_hash)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets a principal sign in or not; whether there is such a principal.
///
/// # Errors
/// When the query fails.
pub async fn set_disabled(conn: &mut Conn, id: &PrincipalId, disabled: bool) -> Result<bool> {
    let done = sqlx::query("UPDATE principals SET disabled = ? WHERE id = ?")
        .bind(disabled)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}
