//! Cancels running exports as a consequence of another change: the requester lost the permission, or the account can no
//! longer request exports. The cancellation, its reason and its audit event belong to the transaction of that change.

use attache_wire::{
    export::Export,
    id::{AccountId, ExportId},
    state::ExportState,
};
use serde_json::{Map, Value, json};

use super::{announce, read, system};
use crate::{
    audit::{self, AuditLog, Origin, Outcome},
    clock::Millis,
    error::Result,
    random::Random,
    scope::Subject,
    store::{self, Conn, exports::ExportRow},
    workspace::Workspace,
};

/// Exports cancelled in a transaction. After committing, the caller must publish them with [`Self::publish`].
#[derive(Debug, Default)]
#[must_use]
pub struct Cancelled(Vec<Export>);

impl Cancelled {
    /// Returns the number of cancelled exports.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns true if no export was cancelled.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Publishes the cancellations and wakes the scheduler. Call it after the commit.
    pub fn publish(self, workspace: &Workspace) {
        for export in self.0 {
            announce(workspace, export);
            workspace.wake();
        }
    }

    pub(super) async fn add(&mut self, conn: &mut Conn, id: &ExportId, now: Millis) -> Result<()> {
        self.0.push(read::shaped(conn, id, now).await?);
        Ok(())
    }
}

/// Cancels a running export in the system's name. `why` is the reason shown to people; `about` is added to the audit
/// event. Returns false if the export was no longer running.
pub(super) async fn cancel(
    conn: &mut Conn,
    audit: &AuditLog,
    random: &Random,
    now: Millis,
    row: &ExportRow,
    (why, about): (&str, &[(&str, &str)]),
) -> Result<bool> {
    let (to, system) = (ExportState::Cancelled, system());
    if !store::exports::transition(conn, &row.id, to, now, &system, Some(why)).await? {
        return Ok(false);
    }
    tracing::info!(export = %row.id, why, "export cancelled by the system");
    let (id, operation) = (random.id(), "chime:CancelDataExport");
    let event = audit::Event::new(id, now, operation, &system, Outcome::Allowed, Origin::default());
    let common = [("exportId", row.id.as_str())];
    let account = row.account_id.as_deref().map(|account| ("accountId", account));
    let request: Map<String, Value> = common
        .into_iter()
        .chain(account)
        .chain(about.iter().copied())
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    let event = event
        .request(request.into())
        .response(json!({ "state": to.as_str() }));
    audit.append(conn, &event).await?;
    Ok(true)
}

/// Cancels the account's running export, if any, because a Team account cannot have one. Call this in the transaction
/// that removes the account's last domain.
///
/// # Errors
/// When the database fails.
pub async fn cancel_of_team(
    conn: &mut Conn,
    workspace: &Workspace,
    account: &AccountId,
    domain: &str,
    now: Millis,
) -> Result<Cancelled> {
    let mut cancelled = Cancelled::default();
    let Some(row) = store::exports::running(conn, Subject::Account(account)).await? else {
        return Ok(cancelled);
    };
    let why = format!("The account's last domain, {domain}, was removed, so it is now a Team account.");
    let (audit, random) = (&workspace.audit, &workspace.random);
    let reason = (why.as_str(), &[("removedDomain", domain)][..]);
    if cancel(conn, audit, random, now, &row, reason).await? {
        cancelled.add(conn, &row.id, now).await?;
    }
    Ok(cancelled)
}
