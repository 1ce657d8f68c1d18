//! An administrator's change, from the permission check to the commit. The change and its audit record share one
//! transaction.

use attache_wire::{event::Event as LiveEvent, permission::Action};
use serde_json::Value;

use super::{
    SignedIn,
    authorise::{Authorised, Permitted},
    event, recheck,
};
use crate::{
    audit::{Event, Outcome},
    clock::Millis,
    error::Result,
    store::Tx,
    workspace::Workspace,
};

/// A change in progress. If it is dropped before the commit, nothing changes and nothing is recorded.
///
/// `begin(proof)` → act on `tx` → `commit(event)`.
pub struct AuditedChange<'c> {
    /// The workspace that changes.
    pub workspace: &'c Workspace,
    /// The caller who makes the change.
    pub caller: &'c SignedIn,
    /// The simulated time of everything it writes.
    pub now: Millis,
    /// The transaction that holds everything it writes.
    pub tx: Tx,
    action: Action,
}

impl<'c> AuditedChange<'c> {
    /// Begins the transaction and checks the permission again inside it, so that policies cannot change in between.
    ///
    /// # Errors
    /// 403 `accessDenied`; or when the database fails.
    pub async fn begin<A: Permitted>(
        workspace: &'c Workspace,
        caller: &'c SignedIn,
        proof: &Authorised<A>,
    ) -> Result<Self> {
        let mut tx = workspace.store.write().await?;
        let now = workspace.now();
        recheck(&mut tx, caller, proof, now).await?;
        Ok(Self {
            workspace,
            caller,
            now,
            tx,
            action: A::ACTION,
        })
    }

    /// Returns the audit event of this change, with its request parameters.
    pub fn event(&self, request: Value) -> Event {
        event(self.workspace, self.caller, Some(self.action), Outcome::Allowed).request(request)
    }

    /// Appends an event to the audit log in the change's transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record(&mut self, event: &Event) -> Result<()> {
        self.workspace.audit.append(&mut self.tx, event).await
    }

    /// Records the event and commits.
    ///
    /// # Errors
    /// When the database fails; nothing has changed then.
    pub async fn commit(mut self, event: &Event) -> Result<()> {
        self.record(event).await?;
        Ok(self.tx.commit().await?)
    }

    /// Commits like [`AuditedChange::commit`], then tells every connected console to reload.
    ///
    /// # Errors
    /// When the database fails; nothing has changed then.
    pub async fn commit_and_publish(self, event: &Event) -> Result<()> {
        let workspace = self.workspace;
        self.commit(event).await?;
        workspace.events.publish(LiveEvent::Resync);
        Ok(())
    }
}
