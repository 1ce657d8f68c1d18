//! Principals and the policies attached to them.

use attache_wire::session::{Policy, Principal};
use sqlx::SqliteConnection;

use super::Result;

/// A principal with its policies.
///
/// # Errors
/// When a query fails.
pub async fn principal(conn: &mut SqliteConnection, id: &str) -> Result<Option<Principal>> {
    let row: Option<(String, String, String)> =
        sqlx::query_as("SELECT id, name, description FROM principals WHERE id = ?")
            .bind(id)
            .fetch_optional(&mut *conn)
            .await?;
    match row {
        None => Ok(None),
        Some((id, name, description)) => {
            let policies = policies(conn, &id).await?;
            Ok(Some(Principal {
                id,
                name,
                description,
                policies,
            }))
        }
    }
}

/// Every principal with its policies, in the order in which they are shown.
///
/// # Errors
/// When a query fails.
pub async fn principals(conn: &mut SqliteConnection) -> Result<Vec<Principal>> {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT id, name, description FROM principals ORDER BY position, id")
            .fetch_all(&mut *conn)
            .await?;
    let mut principals = Vec::with_capacity(rows.len());
    for (id, name, description) in rows {
        let policies = policies(conn, &id).await?;
        principals.push(Principal {
            id,
            name,
            description,
            policies,
        });
    }
    Ok(principals)
}

/// The policies attached to a principal, by name.
///
/// # Errors
/// When the query fails.
pub async fn policies(conn: &mut SqliteConnection, principal: &str) -> Result<Vec<Policy>> {
    let rows: Vec<(String, String, bool, String)> = sqlx::query_as(
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
