//! Submitting a request.
//!
//! Refusals are judged in this order: missing action, unknown account, bad body, replay of a token, Team account, running
//! export, 7-day window. All of it and the record itself are one transaction.

use attache_wire::{
    error::ErrorCode,
    export::{Export, MAX_REASON_CHARS, SubmitExport, is_client_request_token},
    permission::Action,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{WINDOW, announce, expire_overdue, read};
use crate::{
    access::{
        self, SignedIn,
        authorise::{Authorised, may},
    },
    audit::Outcome,
    clock::{Millis, SECOND, rfc3339},
    error::{Refusal, Result},
    scope::Subject,
    store::{
        self, Conn,
        exports::{ExportRow, NewExport},
    },
    workspace::Workspace,
};

/// The simulated day's work takes from 22 to 25 hours.
pub(crate) const SHORTEST_WORK: Millis = 22 * 60 * 60 * SECOND;
const LONGEST_WORK: Millis = 25 * 60 * 60 * SECOND;

/// What a submission led to.
#[derive(Debug)]
pub enum Submitted {
    /// A new export.
    New(Export),
    /// The token was used before, for the same: the export that it made then.
    Replayed(Export),
}

/// Submits an attachment request. `body` is what the caller sent, or what is wrong with it.
///
/// # Errors
/// Every refusal of the contract; or when the database fails.
pub async fn submit(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::StartDataExport>,
    account: &str,
    body: std::result::Result<SubmitExport, Refusal>,
) -> Result<Submitted> {
    expire_overdue(workspace).await?;
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    access::still(&mut tx, caller, proof, now).await?;
    let request = match body {
        Ok(request) => request,
        Err(refusal) if store::accounts::get(&mut tx, account).await?.is_some() => return Err(refusal.into()),
        Err(_) => return Err(Refusal::not_found("account").into()),
    };
    match admit(workspace, &mut tx, caller, account, &request, now).await? {
        Admission::Free => {}
        Admission::Replay(id) => {
            let event = access::event(workspace, caller, Action::StartDataExport, Outcome::Allowed);
            let request = json!({ "accountId": account, "exportId": id, "replayed": true });
            workspace.audit.append(&mut tx, &event.request(request)).await?;
            let export = read::shaped(&mut tx, &id, now).await?;
            tx.commit().await?;
            return Ok(Submitted::Replayed(export));
        }
    }
    let export = record(workspace, &mut tx, caller, account, &request, now).await?;
    tx.commit().await?;
    tracing::info!(export = export.id, account, "export submitted");
    announce(workspace, export.clone());
    workspace.wake.notify_one();
    Ok(Submitted::New(export))
}

enum Admission {
    Free,
    Replay(String),
}

/// The rules of a submission, in their order, after authorisation.
async fn admit(
    workspace: &Workspace,
    conn: &mut Conn,
    caller: &SignedIn,
    account: &str,
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
        let detail = "This clientRequestToken was used for another request; make a new one.";
        return Err(Refusal::new(ErrorCode::TokenReused, detail).into());
    }
    if !found.account_type.is_enterprise() {
        let detail = "Only Enterprise accounts can request attachments. Claim a domain to become one, or remove users, \
                      who can then ask the Assistant for their own attachments.";
        return Err(Refusal::new(ErrorCode::TeamAccount, detail).into());
    }
    match standing(conn, Subject::Account(account), now).await? {
        Standing::Free => Ok(Admission::Free),
        Standing::Running(running) => {
            let detail =
                "A request of this account is being processed. Wait until it is ready, or cancel it.";
            let refusal = Refusal::new(ErrorCode::ExportRunning, detail).with_state(running.state()?);
            Err(Refusal {
                export_id: Some(running.id),
                ..refusal
            }
            .into())
        }
        Standing::Closed(opens) => Err(window_refusal(workspace, opens, now).into()),
    }
}

/// Whether somebody can have an export now: one at a time, and one in 7 days.
#[derive(Debug)]
pub enum Standing {
    /// They can.
    Free,
    /// This one is being processed.
    Running(Box<ExportRow>),
    /// Not before then.
    Closed(Millis),
}

/// Where a subject's requests stand.
///
/// # Errors
/// When the database fails.
pub async fn standing(conn: &mut Conn, subject: Subject<'_>, now: Millis) -> Result<Standing> {
    if let Some(running) = store::exports::running(conn, subject).await? {
        return Ok(Standing::Running(Box::new(running)));
    }
    Ok(match store::exports::window_opens(conn, subject).await? {
        Some(opens) if opens > now => Standing::Closed(opens),
        _ => Standing::Free,
    })
}

fn window_refusal(workspace: &Workspace, opens: Millis, now: Millis) -> Refusal {
    let detail = format!(
        "Attachments can be requested once every 7 days; the next request is possible at {}.",
        rfc3339(opens)
    );
    // Clients wait in wall time. A clock that stands still gets there only by hand: then the simulated time is the answer.
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
            let detail = format!("The reason must not be longer than {MAX_REASON_CHARS} characters.");
            Err(Refusal::invalid("reason", detail).into())
        }
        Some(reason) if reason.chars().any(|c| c.is_control() && c != '\n') => {
            Err(Refusal::invalid("reason", "The reason must not contain control characters.").into())
        }
        _ => Ok(()),
    }
}

/// Tells a replay from a reuse of the token.
fn fingerprint(request: &SubmitExport) -> String {
    hex::encode(Sha256::digest(json!({ "reason": request.reason }).to_string()))
}

/// When an export that is submitted now is to be delivered.
pub(super) fn due_at(workspace: &Workspace, now: Millis) -> Millis {
    let work = workspace.random.between(SHORTEST_WORK, LONGEST_WORK);
    now + workspace.pace.work(work)
}

async fn record(
    workspace: &Workspace,
    conn: &mut Conn,
    caller: &SignedIn,
    account: &str,
    request: &SubmitExport,
    now: Millis,
) -> Result<Export> {
    let id = workspace.random.id();
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
    store::exports::insert(conn, &new).await?;
    let event = access::event(workspace, caller, Action::StartDataExport, Outcome::Allowed);
    let request = json!({ "accountId": account, "exportId": id, "reason": reason });
    workspace.audit.append(conn, &event.request(request)).await?;
    read::shaped(conn, &id, now).await
}
