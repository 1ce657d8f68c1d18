//! A change that an administrator makes, from the check of the permission to the commit: what was done and the record of
//! it are one transaction.

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

/// A change in progress. Dropped without a commit, it changes nothing and is not recorded.
///
/// `begin(proof)` → act on `tx` → `commit(event)`.
pub struct AuditedChange<'c> {
    /// Where it happens.
    pub workspace: &'c Workspace,
    /// Who makes it.
    pub caller: &'c SignedIn,
    /// The simulated time of all that it writes.
    pub now: Millis,
    /// The transaction of all that it writes.
    pub tx: Tx,
    action: Action,
}

impl<'c> AuditedChange<'c> {
    /// Begins the transaction and checks the permission again inside it, so that no change of policies comes between.
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

    /// The audit event of this change, with what was requested.
    pub fn event(&self, request: Value) -> Event {
        event(self.workspace, self.caller, self.action, Outcome::Allowed).request(request)
    }

    /// Appends an event to the audit log, as a part of the change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record(&mut self, event: &Event) -> Result<()> {
        self.workspace.audit.append(&mut self.tx, event).await
    }

    /// Records the event and commits.
    ///
    /// # Errors
    /// When the database fails; nothing was changed then.
    pub async fn commit(mut self, event: &Event) -> Result<()> {
        self.record(event).await?;
        Ok(self.tx.commit().await?)
    }

    /// [`AuditedChange::commit`], and has every listening console read again what it shows.
    ///
    /// # Errors
    /// When the database fails; nothing was changed then.
    pub async fn commit_and_publish(self, event: &Event) -> Result<()> {
        let workspace = self.workspace;
        self.commit(event).await?;
        workspace.events.publish(LiveEvent::Resync);
        Ok(())
    }
}
