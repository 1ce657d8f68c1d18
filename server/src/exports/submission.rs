//! Submits export requests.
//!
//! Checks run in this order: missing action, unknown account, invalid body, replayed token, Team account, running
//! export, 7-day window. The checks and the insert share one transaction.

use attache_wire::{
    error::ErrorCode,
    export::{Export, MAX_REASON_CHARS, SubmitExport, is_client_request_token},
    id::{AccountId, ExportId},
    request::{MayRequest, RequestSlot},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{WINDOW, announce, read};
use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, may},
    },
    clock::{Millis, SECOND, rfc3339},
    error::{Refusal, Result},
    scope::Subject,
    store::{
        self, Conn,
        exports::{ExportRow, NewExport},
    },
    workspace::Workspace,
};

/// A simulated export takes 22 to 25 hours.
pub(crate) const SHORTEST_WORK: Millis = 22 * 60 * 60 * SECOND;
const LONGEST_WORK: Millis = 25 * 60 * 60 * SECOND;

/// The result of a submission.
#[derive(Debug)]
pub enum Submitted {
    /// A new export.
    New(Export),
    /// The token was already used for the same request: the export created then.
    Replayed(Export),
}

/// Submits an attachment request. `body` is the caller's request, or the refusal if it is invalid.
///
/// # Errors
/// Every refusal of the API contract; or when the database fails.
pub async fn submit(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::StartDataExport>,
    account: &AccountId,
    body: std::result::Result<SubmitExport, Refusal>,
) -> Result<Submitted> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (now, tx) = (change.now, &mut change.tx);
    let request = match body {
        Ok(request) => request,
        Err(refusal) if store::accounts::get(tx, account).await?.is_some() => return Err(refusal.into()),
        Err(_) => return Err(Refusal::not_found("account").into()),
    };
    match admit(workspace, tx, caller, account, &request, now).await? {
        Admission::Free => {}
        Admission::Replay(id) => {
            let export = read::shaped(tx, &id, now).await?;
            let event = change.event(json!({ "accountId": account }));
            let event = event.response(json!({ "exportId": id, "replayed": true }));
            change.commit(&event).await?;
            return Ok(Submitted::Replayed(export));
        }
    }
    let export = insert(&mut change, account, &request).await?;
    let event = change.event(json!({ "accountId": account, "reason": export.reason }));
    let event = event.response(json!({ "exportId": export.id, "state": export.state.as_str() }));
    failpoint!("submission.before_commit");
    change.commit(&event).await?;
    failpoint!("submission.after_commit");
    tracing::info!(export = %export.id, %account, "export submitted");
    announce(workspace, export.clone());
    workspace.wake();
    Ok(Submitted::New(export))
}

enum Admission {
    Free,
    Replay(ExportId),
}

/// Applies the submission rules in order, after authorisation.
async fn admit(
    workspace: &Workspace,
    conn: &mut Conn,
    caller: &SignedIn,
    account: &AccountId,
    request: &SubmitExport,
    now: Millis,
) -> Result<Admission> {
    let Some(found) = store::accounts::get(conn, account).await? else {
        return Err(Refusal::not_found("account").into());
    };
    validate(request)?;
    let before =
        store::exports::by_token(conn, account, &caller.actor(), &request.client_request_token).await?;
    if let Some(export) = before {
        if export.request_sha256 == fingerprint(request) {
            return Ok(Admission::Replay(export.id));
        }
        let detail = "This clientRequestToken was already used for a different request. Use a new token.";
        return Err(Refusal::new(ErrorCode::TokenReused, detail).into());
    }
    let slot = slot(conn, Subject::Account(account), now).await?;
    if MayRequest::of(true, found.account_type, &slot) == MayRequest::TeamAccount {
        let detail = "Only Enterprise accounts can request attachments. Claim a domain to become one, or remove users, \
                      who can then ask the Assistant for their own attachments.";
        return Err(Refusal::new(ErrorCode::TeamAccount, detail).into());
    }
    match slot {
        RequestSlot::Free => Ok(Admission::Free),
        RequestSlot::Running(running) => {
            let detail =
                "A request for this account is already running. Wait until it is ready, or cancel it.";
            let refusal = Refusal::new(ErrorCode::ExportRunning, detail).with_state(running.state()?);
            Err(Refusal {
                export_id: Some(running.id),
                ..refusal
            }
            .into())
        }
        RequestSlot::WindowClosed(opens) => Err(window_refusal(workspace, opens, now).into()),
    }
}

/// A subject's request slot, with its running export.
pub type Slot = RequestSlot<Box<ExportRow>, Millis>;

/// Returns whether a subject can make a request now.
///
/// # Errors
/// When the database fails.
pub async fn slot(conn: &mut Conn, subject: Subject<'_>, now: Millis) -> Result<Slot> {
    let running = store::exports::running(conn, subject).await?;
    let opens = store::exports::window_opens(conn, subject).await?;
    Ok(RequestSlot::of(running.map(Box::new), opens, &now))
}

fn window_refusal(workspace: &Workspace, opens: Millis, now: Millis) -> Refusal {
    let detail = format!(
        "Attachments can be requested once every 7 days. The next request is possible at {}.",
        rfc3339(opens)
    );
    // Clients wait in wall time. A paused clock only reaches that time manually; then answer in simulated time.
    let seconds = match workspace.clock.wall_until(opens) {
        Some(wait) => wait.as_secs() + u64::from(wait.subsec_nanos() > 0),
        None => u64::try_from((opens - now + SECOND - 1) / SECOND).unwrap_or(0),
    };
    Refusal {
        retry_after: Some(seconds.max(1)),
        next_allowed_at: Some(rfc3339(opens)),
        ..Refusal::new(ErrorCode::ExportWindow, detail)
    }
}

fn validate(request: &SubmitExport) -> Result<()> {
    if !is_client_request_token(&request.client_request_token) {
        let detail = "clientRequestToken must be 2 to 64 characters of A–Z, a–z, 0–9, - and _.";
        return Err(Refusal::invalid("clientRequestToken", detail).into());
    }
    match &request.reason {
        Some(reason) if reason.chars().count() > MAX_REASON_CHARS => {
            let detail = format!("The reason can have at most {MAX_REASON_CHARS} characters.");
            Err(Refusal::invalid("reason", detail).into())
        }
        Some(reason) if reason.chars().any(|c| c.is_control() && c != '\n') => {
            Err(Refusal::invalid("reason", "The reason must not contain control characters.").into())
        }
        _ => Ok(()),
    }
}

/// Returns a fingerprint that distinguishes a replay from a reused token.
fn fingerprint(request: &SubmitExport) -> String {
    hex::encode(Sha256::digest(json!({ "reason": request.reason }).to_string()))
}

/// Returns the planned delivery time of an export submitted now.
pub(super) fn due_at(workspace: &Workspace, now: Millis) -> Millis {
    let work = workspace.random.between(SHORTEST_WORK, LONGEST_WORK);
    now + workspace.pace.work(work)
}

async fn insert(
    change: &mut AuditedChange<'_>,
    account: &AccountId,
    request: &SubmitExport,
) -> Result<Export> {
    let (workspace, caller, now) = (change.workspace, change.caller, change.now);
    let id = workspace.random.id().into();
    let reason = request
        .reason
        .as_deref()
        .map(str::trim)
        .filter(|reason| !reason.is_empty());
    let new = NewExport {
        id: &id,
        subject: Subject::Account(account),
        actor: &caller.actor(),
        actor_address: caller.origin.address,
        token: &request.client_request_token,
        request_sha256: &fingerprint(request),
        reason,
        submitted_at: now,
        due_at: due_at(workspace, now),
        next_allowed_at: now + WINDOW,
    };
    store::exports::insert(&mut change.tx, &new).await?;
    read::shaped(&mut change.tx, &id, now).await
}
