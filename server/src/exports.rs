//! Export operations and the rules that authorise them.

mod by_system;
mod by_user;
pub mod download;
pub mod estimates;
pub mod manifest;
pub mod notifications;
mod permission_lost;
pub(crate) mod read;
mod submission;

pub use crate::store::{export_items::ItemQuery, exports::ExportRow};
pub use by_system::{Cancelled, cancel_of_team};
pub use by_user::{end_own, submit_own};
pub use permission_lost::{cancel_if_without_right, cancel_without_right};
pub use read::{count_by_state, downloadable, estimate, get, items, list, shape, summary};
pub(crate) use submission::SHORTEST_WORK;
pub use submission::{Slot, Submitted, slot, submit};

use attache_wire::{
    error::ErrorCode,
    event::{AssistantNews, Event},
    export::{Actor, ActorKind, Export, LINK_LIFE_SECONDS, SubjectKind, WINDOW_SECONDS},
    id::ExportId,
    state::ExportState,
};
use futures::future::{BoxFuture, FutureExt};
use serde_json::json;

use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, may},
    },
    clock::{Millis, SECOND},
    error::{Refusal, Result},
    store::{self, Conn},
    worker::{Duty, NextRun},
    workspace::Workspace,
};

/// How long an export's links stay valid.
pub const LINK_LIFE: Millis = LINK_LIFE_SECONDS as Millis * SECOND;
/// The minimum time between two requests for the same account or person.
pub const WINDOW: Millis = WINDOW_SECONDS as Millis * SECOND;

/// Cancels a running export. Frees its slot and discards partial work.
///
/// # Errors
/// 403, 404, or 409 `illegalTransition` with the current state; or when the database fails.
pub async fn cancel(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::StartDataExport>,
    id: &ExportId,
) -> Result<Export> {
    end(workspace, caller, proof, id, ExportState::Cancelled).await
}

/// Revokes the links of a delivered export, effective immediately.
///
/// # Errors
/// 403, 404, or 409 `illegalTransition` with the current state; or when the database fails.
pub async fn revoke(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::StartDataExport>,
    id: &ExportId,
) -> Result<Export> {
    end(workspace, caller, proof, id, ExportState::Revoked).await
}

async fn end(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::StartDataExport>,
    id: &ExportId,
    to: ExportState,
) -> Result<Export> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (now, tx) = (change.now, &mut change.tx);
    let export = read::of_account(tx, id).await?;
    let state = export.state_at(now)?;
    if !(state.next().contains(&to)
        && store::exports::transition(tx, id, to, now, &caller.actor(), None).await?)
    {
        let detail = match to {
            ExportState::Cancelled => "Only a running request can be cancelled.",
            _ => "Only a ready request's links can be revoked.",
        };
        return Err(Refusal::new(ErrorCode::IllegalTransition, detail)
            .with_state(state)
            .into());
    }
    store::exports::delete_keys(tx, id).await?;
    let shaped = read::shaped(tx, id, now).await?;
    let event = change.event(json!({ "exportId": id }));
    let event = event.response(json!({ "state": to.as_str() }));
    failpoint!("cancel.before_commit");
    change.commit(&event.about(export.account_id)).await?;
    failpoint!("cancel.after_commit");
    tracing::info!(export = %id, state = to.as_str(), "export ended by a principal");
    announce(workspace, shaped.clone());
    workspace.wake();
    Ok(shaped)
}

/// Refuses a change of what belongs to an account while a request takes its snapshot: the set is that of the submission.
/// Call it in the transaction that makes the change.
///
/// # Errors
/// 503 with a short wait; or when the database fails.
pub async fn refuse_while_fixing_a_set(conn: &mut Conn) -> Result<()> {
    if !store::pipeline::is_fixing_a_set(conn).await? {
        return Ok(());
    }
    let detail = "A request is taking its snapshot. Try again shortly.";
    let refusal = Refusal {
        retry_after: Some(2),
        ..Refusal::new(ErrorCode::Unavailable, detail)
    };
    Err(refusal.into())
}

/// Publishes an export's progress. Account exports go to administrators. For a person's own export, only clients
/// viewing that person's Assistant conversation are notified, and the event says only that there is news.
pub fn announce(workspace: &Workspace, export: Export) {
    let event = match export.subject.kind {
        SubjectKind::Account => Event::Export(Box::new(export)),
        SubjectKind::User if export.state == ExportState::Processing => return,
        SubjectKind::User => Event::Assistant(AssistantNews {
            user_id: export.subject.id.into(),
        }),
    };
    workspace.events.publish(event);
}

/// Returns the actor that stands for Attaché itself.
pub fn system() -> Actor {
    Actor {
        kind: ActorKind::System,
        id: "system".to_owned(),
        name: "Attaché".to_owned(),
    }
}

/// Marks exports as expired when their links expire.
pub struct ExpireOverdue;

impl Duty for ExpireOverdue {
    fn name(&self) -> &'static str {
        "expiry"
    }

    fn run<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<NextRun>> {
        async move {
            expire_overdue(workspace).await?;
            let mut conn = workspace.store.read().await?;
            let next = store::exports::next_expiry(&mut conn).await?;
            Ok(next.map_or(NextRun::Idle, NextRun::At))
        }
        .boxed()
    }
}

/// Marks exports whose links have expired and deletes their keys. Call this before anything that depends on an export's
/// state, so that expiry takes effect on time even if the background task runs late.
///
/// # Errors
/// When the database fails.
pub async fn expire_overdue(workspace: &Workspace) -> Result<()> {
    let now = workspace.now();
    let mut conn = workspace.store.read().await?;
    if store::exports::overdue(&mut conn, now).await?.is_empty() {
        return Ok(());
    }
    drop(conn);
    let mut tx = workspace.store.write().await?;
    let mut expired = Vec::new();
    for (id, at) in store::exports::overdue(&mut tx, now).await? {
        if store::exports::transition(&mut tx, &id, ExportState::Expired, at, &system(), None).await? {
            store::exports::delete_keys(&mut tx, &id).await?;
            expired.push(read::shaped(&mut tx, &id, now).await?);
        }
    }
    tx.commit().await?;
    for export in expired {
        tracing::info!(export = %export.id, "links expired");
        announce(workspace, export);
    }
    Ok(())
}
