//! The notification centre: events on attachment requests, shown to every principal who may view requests, except the
//! one who caused them.
//!
//! Notifications have no table of their own: they are the exports' timelines, which each change writes in its own
//! transaction. Each principal has only a read mark. The schema sets it to the newest entry when the principal is
//! created, so that nobody starts with years of unread history.

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

/// Returns a page of the caller's notifications, newest first, and the total number of unread ones. Returns nothing if
/// the caller may not view attachment requests.
///
/// # Errors
/// 400 for an invalid cursor; or when the database fails.
pub async fn list(
    workspace: &Workspace,
    caller: &SignedIn,
    after: Option<&str>,
    limit: u32,
) -> Result<Notifications> {
    // Notifications are recorded timeline entries, so record any expiry that is due first.
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

/// Marks notifications as read. Never marks any as unread.
///
/// # Errors
/// 422 for a number that no notification can have; or when the database fails.
pub async fn mark_read(workspace: &Workspace, caller: &SignedIn, mark: &MarkRead) -> Result<()> {
    let too_large = |_| Refusal::invalid("upTo", "No notification has so large a number.");
    let up_to = i64::try_from(mark.up_to).map_err(too_large)?;
    let mut tx = workspace.store.write().await?;
    store::notifications::mark_read(&mut tx, &caller.principal, up_to).await?;
    Ok(tx.commit().await?)
}
