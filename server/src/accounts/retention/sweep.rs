//! Deletes files that a change which was not completed left behind.

use crate::{
    clock::{DAY, Millis},
    error::Result,
    store,
    workspace::{Workspace, blobs::Blobs},
};

/// Files without a row are kept this long (wall time): they may belong to a newer database than the one that somebody
/// put in its place.
const KEPT: Millis = DAY;
/// Files deleted at a time. Few, so that other writers do not wait long.
const BATCH: usize = 50;

/// Deletes every file that no row names and that is older than a day. Call it once after the start; a reset meanwhile
/// ends it. A shelf that cannot be swept is left to the next start.
pub async fn sweep(workspace: &Workspace) {
    for shelf in 0..Blobs::SHELVES {
        let Ok(_whole) = workspace.whole() else {
            return;
        };
        if let Err(error) = sweep_shelf(workspace, shelf).await {
            tracing::warn!(%error, shelf, "cannot sweep stored files");
        }
    }
}

async fn sweep_shelf(workspace: &Workspace, shelf: u16) -> Result<()> {
    let until = workspace.clock.wall().now() - KEPT;
    let files = workspace.blobs.shelf(shelf, until).await?;
    let mut conn = workspace.store.read().await?;
    let orphans = store::retention::without_rows(&mut conn, &files).await?;
    drop(conn);
    for batch in orphans.chunks(BATCH) {
        delete(workspace, batch).await?;
    }
    Ok(())
}

/// Deletes those of the files that still have no row. Files are attached in the write transaction, so that a file without
/// a row in this one is nobody's.
async fn delete(workspace: &Workspace, orphans: &[String]) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    for sha256 in store::retention::without_rows(&mut tx, orphans).await? {
        failpoint!("sweep.before_delete");
        workspace.blobs.delete(&sha256).await?;
        failpoint!("sweep.after_delete");
        tracing::info!(sha256, "a file without a row was deleted");
    }
    Ok(tx.rollback().await?)
}
