//! Resets the world. Keeps the audit log, the sessions, the clock, and the principals who may sign in.

use super::{
    Conn, Result,
    seed::{
        self,
        rows::{SeedPolicy, SeedPrincipal},
    },
};

/// Deletes everything added to the world that [`crate::simulator::world`] generates: requests and their data, the
/// Assistant's conversations, faults, and the simulated DNS.
///
/// # Errors
/// When a statement fails.
pub async fn clear(conn: &mut Conn) -> Result<()> {
    for statement in [
        "DELETE FROM assistant_messages",
        "DELETE FROM assistant_codes",
        "DELETE FROM acknowledgements",
        "DELETE FROM signing_keys",
        "DELETE FROM export_counts",
        "DELETE FROM export_blobs",
        "INSERT INTO export_items_search (export_items_search) VALUES ('delete-all')",
        "DELETE FROM export_items",
        "DELETE FROM item_downloads",
        "DELETE FROM export_timeline",
        "DELETE FROM export_steps",
        "DELETE FROM exports",
        "DELETE FROM faults",
        "DELETE FROM blobs_to_review",
        "DELETE FROM dns_records",
        // The timeline's numbers restart.
        "UPDATE notifications_read SET up_to = 0",
    ] {
        sqlx::query(statement).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Restores the policies and attachments of the first start. Principals added since then keep those of these policies
/// that were attached to them.
///
/// # Errors
/// When a statement fails.
pub async fn access(conn: &mut Conn, policies: &[SeedPolicy], principals: &[SeedPrincipal]) -> Result<()> {
    let attached: Vec<(String, String)> =
        sqlx::query_as("SELECT principal_id, policy_id FROM principal_policies")
            .fetch_all(&mut *conn)
            .await?;
    // This also deletes the attachments.
    sqlx::query("DELETE FROM policies").execute(&mut *conn).await?;
    seed::access(conn, policies, principals).await?;
    for (principal, policy) in attached {
        let is_added = principals.iter().all(|seeded| seeded.id != principal);
        if is_added && policies.iter().any(|seeded| seeded.id == policy) {
            sqlx::query("INSERT INTO principal_policies (principal_id, policy_id) VALUES (?, ?)")
                .bind(principal)
                .bind(policy)
                .execute(&mut *conn)
                .await?;
        }
    }
    Ok(())
}
