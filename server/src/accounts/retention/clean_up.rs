//! Clean-up: permanently deletes messages and files that can no longer be brought back.

use futures::future::{BoxFuture, FutureExt};

use super::GRACE;
use crate::{
    clock::{Millis, SECOND},
    error::Result,
    store,
    worker::{Duty, NextRun},
    workspace::Workspace,
};

/// Messages deleted per transaction.
const MESSAGES: u32 = 1_000;
/// Files deleted per transaction. Small, because other writers wait for it.
const FILES: u32 = 50;
/// Interval between reviews of files that are still needed (simulated time).
const REVIEW_EVERY: Millis = 60 * 60 * SECOND;

/// Deletes messages and files whose retention and grace have ended.
#[derive(Debug, Default)]
pub struct CleanUp {
    /// When the next review of files starts.
    review_at: Millis,
    /// The last file checked in this review.
    reviewed: String,
}

impl Duty for CleanUp {
    fn name(&self) -> &'static str {
        "retention clean-up"
    }

    fn run<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<NextRun>> {
        self.clean_up(workspace).boxed()
    }
}

impl CleanUp {
    /// Deletes one batch of what is due, and returns when to run again.
    ///
    /// It waits while an export is about to fix its set. The set is read as of the submission, which may be longer ago
    /// than the grace period if the clock jumped. The same worker reads the set in one unit, so nothing is deleted
    /// between its batches; from then on, the export's items keep the files.
    async fn clean_up(&mut self, workspace: &Workspace) -> Result<NextRun> {
        let now = workspace.now();
        let mut conn = workspace.store.read().await?;
        if store::pipeline::is_fixing_a_set(&mut conn).await? {
            return Ok(NextRun::Idle);
        }
        let first_end = store::retention::first_end(&mut conn).await?;
        let has_blobs = store::retention::has_blobs_to_review(&mut conn).await?;
        drop(conn);
        let mut next = NextRun::Idle;
        match first_end {
            Some(end) if end <= now - GRACE => {
                delete_messages(workspace, now - GRACE).await?;
                (self.review_at, self.reviewed) = (now, String::new());
                return Ok(NextRun::Now);
            }
            Some(end) => next = NextRun::At(end + GRACE),
            None => {}
        }
        if has_blobs && self.review_at <= now {
            if delete_files(workspace, &mut self.reviewed).await? {
                return Ok(NextRun::Now);
            }
            (self.review_at, self.reviewed) = (now + REVIEW_EVERY, String::new());
        }
        Ok(match has_blobs {
            true => next.sooner(NextRun::At(self.review_at)),
            false => next,
        })
    }
}

async fn delete_messages(workspace: &Workspace, before: Millis) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    let messages = store::retention::delete_ended(&mut tx, before, MESSAGES).await?;
    store::scope::bump_revision(&mut tx).await?;
    failpoint!("retention.messages.before_commit");
    tx.commit().await?;
    failpoint!("retention.messages.after_commit");
    tracing::info!(messages, "messages permanently deleted");
    Ok(())
}

/// Deletes files inside the transaction, so that nobody can attach one again meanwhile; after a crash, the deletion is
/// repeated. A file that cannot be deleted does not block the next one. Returns true if there may be more.
async fn delete_files(workspace: &Workspace, after: &mut String) -> Result<bool> {
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    let unneeded = store::retention::unneeded_blobs(&mut tx, after, FILES).await?;
    let has_more = !unneeded.is_empty();
    let mut deleted = 0;
    for sha256 in unneeded {
        after.clone_from(&sha256);
        if let Err(error) = workspace.blobs.delete(&sha256).await {
            tracing::warn!(sha256, %error, "cannot delete a stored file; will retry later");
            continue;
        }
        store::retention::blob_deleted(&mut tx, &sha256, now).await?;
        deleted += 1;
        failpoint!("retention.files.before_commit");
    }
    tx.commit().await?;
    if deleted > 0 {
        tracing::info!(deleted, "unreferenced files deleted");
    }
    Ok(has_more)
}
