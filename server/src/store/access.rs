//! Principals and the policies attached to them.

use attache_wire::{
    id::{PolicyId, PrincipalId},
    session::{Policy, Principal, Tag},
};

use super::{Conn, Result};

/// A principal's own columns.
type Row = (PrincipalId, String, String, bool);

/// Returns a principal with its tags and policies.
///
/// # Errors
/// When a query fails.
pub async fn principal(conn: &mut Conn, id: &str) -> Result<Option<Principal>> {
    let row: Option<Row> =
        sqlx::query_as("SELECT id, name, description, disabled FROM principals WHERE id = ?")
            .bind(id)
            .fetch_optional(&mut *conn)
            .await?;
    match row {
        None => Ok(None),
        Some(row) => whole(conn, row).await.map(Some),
    }
}

/// Returns all principals with their tags and policies, in display order.
///
/// # Errors
/// When a query fails.
pub async fn principals(conn: &mut Conn) -> Result<Vec<Principal>> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT id, name, description, disabled FROM principals ORDER BY position, id")
            .fetch_all(&mut *conn)
            .await?;
    let mut principals = Vec::with_capacity(rows.len());
    for row in rows {
        principals.push(whole(conn, row).await?);
    }
    Ok(principals)
}

async fn whole(conn: &mut Conn, (id, name, description, disabled): Row) -> Result<Principal> {
    let tags = tags(conn, &id).await?;
    let policies = policies(conn, &id).await?;
    Ok(Principal {
        id,
        name,
        description,
        disabled,
        tags,
        policies,
    })
}

/// Returns a principal's tags, sorted by key.
///
/// # Errors
/// When the query fails.
pub async fn tags(conn: &mut Conn, principal: &PrincipalId) -> Result<Vec<Tag>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT key, value FROM principal_tags WHERE principal_id = ? ORDER BY key")
            .bind(principal)
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(|(key, value)| Tag { key, value }).collect())
}

/// Returns the policies attached to a principal, sorted by name.
///
/// # Errors
/// When the query fails.
pub async fn policies(conn: &mut Conn, principal: &PrincipalId) -> Result<Vec<Policy>> {
    let rows: Vec<(PolicyId, String, bool, String)> = sqlx::query_as(
        "SELECT p.id, p.name, p.managed, p.document FROM principal_policies a JOIN policies p ON p.id = a.policy_id
         WHERE a.principal_id = ? ORDER BY p.name",
    )
    .bind(principal)
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name, managed, document)| Policy {
            id,
            name,
            managed,
            document,
        })
        .collect())
}
