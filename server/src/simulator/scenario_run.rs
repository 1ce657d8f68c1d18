//! The steps of scenarios on one account. Each is an operation of the product or of the clock.

use std::time::Duration;

use attache_wire::{
    error::ErrorCode,
    export::{FailureCode, SubmitExport},
    id::{AccountId, AttachmentId, ExportId},
    request::RequestSlot,
    simulator::{FaultKind, NewFault},
    state::ExportState,
};

use super::{
    actor::{self, REQUESTER},
    faults,
};
use crate::{
    access::SignedIn,
    clock::{ClockChange, Millis},
    error::{Error, Refusal, Result},
    exports, pipeline,
    scope::Subject,
    store::{self, exports::ExportRow},
    workspace::Workspace,
};

/// How often the worker's progress is polled.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How long the worker may take to reach a state.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many of the account's first files to search for one to damage.
const FILES: i64 = 200;
/// Attempts when others submit concurrently.
const TRIES: u32 = 5;

/// An account to bring into a state, and the caller who asked for it.
pub(super) struct ScenarioRun<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) caller: &'a SignedIn,
    pub(super) account: &'a AccountId,
}

impl ScenarioRun<'_> {
    /// Makes a request possible: cancels a running one, and moves the clock to the end of the window.
    pub(super) async fn free(&self) -> Result<()> {
        let subject = Subject::Account(self.account);
        for _ in 0..TRIES {
            let mut conn = self.workspace.store.read().await?;
            let slot = exports::slot(&mut conn, subject, self.workspace.now()).await?;
            drop(conn);
            match slot {
                RequestSlot::Free => return Ok(()),
                RequestSlot::WindowClosed(opens) => self.move_to(opens).await?,
                RequestSlot::Running(row) => self.cancel(&row.id).await?,
            }
        }
        let detail =
            "Other principals are requesting this account's attachments at the same time. Try again.";
        Err(Refusal::new(ErrorCode::Conflict, detail).into())
    }

    async fn cancel(&self, id: &ExportId) -> Result<()> {
        let (actor, proof) =
            actor::authorised_actor(self.workspace, self.caller, REQUESTER, "chime:CancelDataExport").await?;
        match exports::cancel(self.workspace, &actor, &proof, id).await {
            // Just delivered, or cancelled by someone else: fine as well.
            Err(Error::Refused(refusal)) if refusal.code == ErrorCode::IllegalTransition => Ok(()),
            cancelled => cancelled.map(drop),
        }
    }

    /// Submits a request and waits until it is being processed.
    pub(super) async fn submit(&self, reason: &str) -> Result<ExportRow> {
        let (actor, proof) =
            actor::authorised_actor(self.workspace, self.caller, REQUESTER, "chime:StartDataExport").await?;
        let body = SubmitExport {
            client_request_token: self.workspace.random.id(),
            reason: Some(reason.to_owned()),
        };
        let submitted = exports::submit(self.workspace, &actor, &proof, self.account, Ok(body)).await?;
        let (exports::Submitted::New(export) | exports::Submitted::Replayed(export)) = submitted;
        self.reaches(&export.id, &[ExportState::Processing]).await
    }

    /// Moves the clock to when a request is due, and waits until it reaches one of these states.
    pub(super) async fn deliver(&self, row: &ExportRow, to: &[ExportState]) -> Result<ExportRow> {
        self.move_to(row.due_at).await?;
        self.reaches(&row.id, to).await
    }

    /// Makes a request due as early as possible, so that its links expire before the window ends.
    pub(super) async fn hurry(&self, row: &ExportRow) -> Result<ExportRow> {
        let early = row.submitted_at + exports::SHORTEST_WORK;
        let mut tx = self.workspace.store.write().await?;
        store::pipeline::hurry(&mut tx, &row.id, early).await?;
        tx.commit().await?;
        self.row(&row.id).await
    }

    pub(super) async fn revoke(&self, id: &ExportId) -> Result<()> {
        let (actor, proof) =
            actor::authorised_actor(self.workspace, self.caller, REQUESTER, "chime:RevokeDataExport").await?;
        exports::revoke(self.workspace, &actor, &proof, id).await?;
        Ok(())
    }

    /// Fails a request, as the pipeline does when it cannot complete one.
    pub(super) async fn fail(&self, row: &ExportRow) -> Result<()> {
        let detail = "The file store could not be reached (a simulated fault).";
        let code = FailureCode::StoreUnavailable;
        match pipeline::fail(self.workspace, row, None, code, detail).await? {
            true => Ok(()),
            false => Err(self.otherwise(&row.id).await),
        }
    }

    /// Deletes a file that is in the account's scope.
    pub(super) async fn break_file(&self) -> Result<()> {
        let (subject, first) = (
            Subject::Account(self.account),
            (Millis::MIN, AttachmentId::default()),
        );
        let mut conn = self.workspace.store.read().await?;
        let items = store::scope::batch(&mut conn, subject, self.workspace.now(), &first, FILES).await?;
        drop(conn);
        let Some(item) = items.into_iter().find(|item| item.size_bytes > 0) else {
            let detail = "This account has no file in scope to remove. Send one in the simulated chat.";
            return Err(Refusal::new(ErrorCode::Conflict, detail).into());
        };
        let fault = NewFault {
            kind: FaultKind::MissingBlob,
            attachment_id: Some(item.attachment_id),
        };
        faults::add(self.workspace, &fault).await.map(drop)
    }

    /// Moves the clock forward to `at`, unless it is already later.
    pub(super) async fn move_to(&self, at: Millis) -> Result<()> {
        if at > self.workspace.now() {
            let change = ClockChange {
                to: Some(at),
                ..ClockChange::default()
            };
            self.workspace.change_clock(change).await?;
        }
        if self.workspace.now() < at {
            let detail = "The simulated clock has reached its end. Reset the demo data.";
            return Err(Refusal::new(ErrorCode::Conflict, detail).into());
        }
        exports::expire_overdue(self.workspace).await
    }

    /// Waits until the worker has brought a request into one of these states.
    async fn reaches(&self, id: &ExportId, states: &[ExportState]) -> Result<ExportRow> {
        self.workspace.wake();
        let reached = async {
            loop {
                let row = self.row(id).await?;
                let state = row.state()?;
                if states.contains(&state) {
                    return Ok(row);
                }
                if !state.is_running() {
                    return Err(self.otherwise(id).await);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        let late = || {
            let detail = "The request did not reach that state within a minute and is still running. Check again later.";
            Refusal {
                retry_after: Some(30),
                ..Refusal::new(ErrorCode::Unavailable, detail)
            }
        };
        tokio::time::timeout(PATIENCE, reached)
            .await
            .map_err(|_| late())?
    }

    async fn row(&self, id: &ExportId) -> Result<ExportRow> {
        let mut conn = self.workspace.store.read().await?;
        let row = store::exports::get(&mut conn, id).await?;
        row.ok_or_else(|| Error::Internal(format!("export {id} no longer exists")))
    }

    /// Returns the error that the request reached another state.
    async fn otherwise(&self, id: &ExportId) -> Error {
        match self.row(id).await.and_then(|row| Ok(row.state()?)) {
            Ok(state) => {
                let state_name = state.as_str();
                let detail = format!(
                    "The request is {state_name} instead: another principal acted on it, a policy changed, \
                     or the server runs with --pace off."
                );
                Refusal::new(ErrorCode::Conflict, detail).with_state(state).into()
            }
            Err(error) => error,
        }
    }
}
