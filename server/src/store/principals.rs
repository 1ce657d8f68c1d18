//! Principals and their credentials. Their permissions are in [`super::access`].

use super::{Conn, Result};
use attache_wire::id::{PolicyId, PrincipalId};

/// The data that a sign-in is checked against.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Credentials {
    /// The principal's name.
    pub name: String,
    /// True if the principal may not sign in.
    pub disabled: bool,
    /// The password's hash as a PHC string; `None` if there is no password.
    pub password_hash: Option<String>,
}

/// A principal as the command line shows it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PrincipalRow {
    /// Its id.
    pub id: PrincipalId,
    /// The person's name.
    pub name: String,
    /// True if the principal may not sign in.
    pub disabled: bool,
    /// True if the principal has a password.
    pub has_password: bool,
    /// Names of the attached policies, sorted and separated by commas.
    pub policies: String,
}

/// A principal to insert.
#[derive(Debug)]
pub struct NewPrincipal<'n> {
    /// Its id.
    pub id: &'n str,
    /// The person's name.
    pub name: &'n str,
    /// Its purpose.
    pub description: &'n str,
    /// The password's hash as a PHC string.
    pub password_hash: &'n str,
}

/// Returns the credentials of a principal.
///
/// # Errors
/// When the query fails.
pub async fn credentials(conn: &mut Conn, id: &PrincipalId) -> Result<Option<Credentials>> {
    sqlx::query_as("SELECT name, disabled, password_hash FROM principals WHERE id = ?")
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Returns true if any enabled principal has a password.
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

/// Returns all principals, sorted by id.
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

/// Inserts a principal at the end of the display order.
///
/// # Errors
/// When the query fails; a unique violation if a principal with this id exists.
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

/// Adds a tag to a principal.
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

/// Returns the id of the policy with this id or, ignoring case, this name.
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

/// Returns the names of all policies.
///
/// # Errors
/// When the query fails.
pub async fn policy_names(conn: &mut Conn) -> Result<Vec<String>> {
    sqlx::query_scalar("SELECT name FROM policies ORDER BY name")
        .fetch_all(conn)
        .await
}

/// Sets a principal's password. Returns false if there is no such principal.
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

/// Enables or disables a principal's sign-in. Returns false if there is no such principal.
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
