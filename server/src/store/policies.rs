//! Policies and their attachments to principals.

use std::collections::BTreeMap;

use attache_wire::{
    id::{PolicyId, PrincipalId},
    session::Policy,
};

use super::{Conn, Result};

/// A row of `policies`.
type Row = (PolicyId, String, bool, String);

fn policy((id, name, managed, document): Row) -> Policy {
    Policy {
        id,
        name,
        managed,
        document,
    }
}

/// Returns all policies, sorted by name, each with the sorted ids of the principals that it is attached to.
///
/// # Errors
/// When a query fails.
pub async fn list(conn: &mut Conn) -> Result<Vec<(Policy, Vec<PrincipalId>)>> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT id, name, managed, document FROM policies ORDER BY name COLLATE NOCASE")
            .fetch_all(&mut *conn)
            .await?;
    let pairs: Vec<(PolicyId, PrincipalId)> = sqlx::query_as(
        "SELECT policy_id, principal_id FROM principal_policies ORDER BY policy_id, principal_id",
    )
    .fetch_all(conn)
    .await?;
    let mut attached: BTreeMap<PolicyId, Vec<PrincipalId>> = BTreeMap::new();
    for (policy, principal) in pairs {
        attached.entry(policy).or_default().push(principal);
    }
    Ok(rows
        .into_iter()
        .map(policy)
        .map(|policy| {
            let principals = attached.remove(&policy.id).unwrap_or_default();
            (policy, principals)
        })
        .collect())
}

/// Returns one policy.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut Conn, id: &PolicyId) -> Result<Option<Policy>> {
    let row: Option<Row> = sqlx::query_as("SELECT id, name, managed, document FROM policies WHERE id = ?")
        .bind(id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(policy))
}

/// Returns the id of the policy with this name, ignoring case.
///
/// # Errors
/// When the query fails.
pub async fn named(conn: &mut Conn, name: &str) -> Result<Option<PolicyId>> {
    sqlx::query_scalar("SELECT id FROM policies WHERE name = ? COLLATE NOCASE")
        .bind(name)
        .fetch_optional(conn)
        .await
}

/// Returns the ids and names of the principals that a policy is attached to, sorted by id.
///
/// # Errors
/// When the query fails.
pub async fn attached_to(conn: &mut Conn, id: &PolicyId) -> Result<Vec<(PrincipalId, String)>> {
    sqlx::query_as(
        "SELECT p.id, p.name FROM principal_policies a JOIN principals p ON p.id = a.principal_id
         WHERE a.policy_id = ? ORDER BY a.principal_id",
    )
    .bind(id)
    .fetch_all(conn)
    .await
}

/// Counts the policies that are not managed.
///
/// # Errors
/// When the query fails.
pub async fn count_custom(conn: &mut Conn) -> Result<u32> {
    sqlx::query_scalar("SELECT count(*) FROM policies WHERE NOT managed")
        .fetch_one(conn)
        .await
}

/// Inserts a policy.
///
/// # Errors
/// When the query fails; a unique violation if another policy has this name.
pub async fn insert(conn: &mut Conn, policy: &Policy) -> Result<()> {
    sqlx::query("INSERT INTO policies (id, name, managed, document) VALUES (?, ?, ?, ?)")
        .bind(&policy.id)
        .bind(&policy.name)
        .bind(policy.managed)
        .bind(&policy.document)
        .execute(conn)
        .await?;
    Ok(())
}

/// Changes a policy's name and document.
///
/// # Errors
/// When the query fails; a unique violation if another policy has this name.
pub async fn update(conn: &mut Conn, id: &PolicyId, name: &str, document: &str) -> Result<()> {
    sqlx::query("UPDATE policies SET name = ?, document = ? WHERE id = ?")
        .bind(name)
        .bind(document)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes a policy.
///
/// # Errors
/// When the query fails.
pub async fn delete(conn: &mut Conn, id: &PolicyId) -> Result<()> {
    sqlx::query("DELETE FROM policies WHERE id = ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Attaches a policy to a principal. Does nothing if it is already attached.
///
/// # Errors
/// When the query fails.
pub async fn attach(conn: &mut Conn, principal: &PrincipalId, policy: &PolicyId) -> Result<()> {
    sqlx::query("INSERT OR IGNORE INTO principal_policies (principal_id, policy_id) VALUES (?, ?)")
        .bind(principal)
        .bind(policy)
        .execute(conn)
        .await?;
    Ok(())
}

/// Detaches a policy from a principal. Does nothing if it is not attached.
///
/// # Errors
/// When the query fails.
pub async fn detach(conn: &mut Conn, principal: &PrincipalId, policy: &PolicyId) -> Result<()> {
    sqlx::query("DELETE FROM principal_policies WHERE principal_id = ? AND policy_id = ?")
        .bind(principal)
        .bind(policy)
        .execute(conn)
        .await?;
    Ok(())
}
