//! The notification centre: what happened to attachment requests, told to everybody who may see requests but not to
//! the principal who did it.
//!
//! Nothing is written for it when something happens: the timelines of the exports, written in each change's own
//! transaction, are the notifications. A principal has only a mark up to where it has read; the schema sets it to the
//! newest entry when the principal is made, so that nobody begins with the history of years to read.

use attache_wire::{
    notification::{MarkRead, Notifications},
    permission::Action,
};

use crate::{
    access::{self, SignedIn},
    error::{Refusal, Result},
    exports::expire_overdue,
    store,
    workspace::Workspace,
};

/// A page of the caller's notifications, newest first, and how many are unread of all; nothing without permission to view
/// attachment requests.
///
/// # Errors
/// 400 for a wrong cursor; or when the database fails.
pub async fn list(
    workspace: &Workspace,
    caller: &SignedIn,
    after: Option<&str>,
    limit: u32,
) -> Result<Notifications> {
    // Notifications are the recorded timelines: an expiry that is due is recorded first.
    expire_overdue(workspace).await?;
    let mut tx = workspace.store.snapshot().await?;
    if access::decide(&mut tx, caller, Action::GetAccount, workspace.now())
        .await?
        .is_err()
    {
        return Ok(Notifications {
            items: Vec::new(),
            next_cursor: None,
            unread: 0,
        });
    }
    let reader = caller.actor();
    let read = store::notifications::read_up_to(&mut tx, &caller.principal).await?;
    let page = store::notifications::list(&mut tx, &reader, read, after, limit).await?;
    let (items, next_cursor) = page.ok_or_else(Refusal::wrong_cursor)?;
    let unread = store::notifications::unread(&mut tx, &reader, read).await?;
    Ok(Notifications {
        items,
        next_cursor,
        unread,
    })
}

/// Marks notifications as read; what is read already stays read.
///
/// # Errors
/// When the database fails.
pub async fn mark_read(workspace: &Workspace, caller: &SignedIn, mark: &MarkRead) -> Result<()> {
    let up_to = i64::try_from(mark.up_to).unwrap_or(i64::MAX);
    let mut tx = workspace.store.write().await?;
    store::notifications::mark_read(&mut tx, &caller.principal, up_to).await?;
    Ok(tx.commit().await?)
}
