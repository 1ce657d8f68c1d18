//! Deletes files that a change which was not completed left behind.

use crate::{
    error::Result,
    store,
    workspace::{Workspace, blobs::Blobs},
};

/// Deletes every file that no row names. Call it once after the start; a reset meanwhile ends it.
///
/// # Errors
/// When the database or the file store fails.
pub async fn sweep(workspace: &Workspace) -> Result<()> {
    for shelf in 0..Blobs::SHELVES {
        let Ok(_whole) = workspace.whole() else {
            return Ok(());
        };
        let files = workspace.blobs.shelf(shelf).await?;
        let mut conn = workspace.store.read().await?;
        let orphans = store::retention::without_rows(&mut conn, &files).await?;
        drop(conn);
        if !orphans.is_empty() {
            delete(workspace, &orphans).await?;
        }
    }
    Ok(())
}

/// Deletes those of the files that still have no row. Files are attached in the write transaction, so that a file without
/// a row in this one is nobody's.
async fn delete(workspace: &Workspace, orphans: &[String]) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    for sha256 in store::retention::without_rows(&mut tx, orphans).await? {
        workspace.blobs.delete(&sha256).await?;
        tracing::info!(sha256, "a file without a row was deleted");
    }
    Ok(tx.rollback().await?)
}
