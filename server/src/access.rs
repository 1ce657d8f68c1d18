//! Authorises callers: reads the attached policies and asks [`crate::access::authorise`].

mod audited_change;
pub mod authorise;
pub mod passwords;
pub mod policy;
pub mod sessions;
pub mod sign_in;

pub use audited_change::AuditedChange;

use std::net::IpAddr;

use attache_wire::{
    error::ErrorCode,
    export::{Actor, ActorKind},
    id::PrincipalId,
    permission::Action,
    session::{Permission, Principal},
};

use crate::{
    access::authorise::{Authorised, Denied, Grant, Permitted},
    audit::{Event, Origin, Outcome},
    clock::Millis,
    error::{Error, Refusal, Result},
    store::{self, Conn},
    workspace::Workspace,
};

/// The caller: a signed-in principal and where the call came from.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The principal's id.
    pub principal: PrincipalId,
    /// The principal's name.
    pub name: String,
    /// Where the call came from.
    pub origin: Origin,
}

impl SignedIn {
    /// Returns the caller as an actor.
    pub fn actor(&self) -> Actor {
        Actor {
            kind: ActorKind::Principal,
            id: self.principal.to_string(),
            name: self.name.clone(),
        }
    }
}

/// Builds the [`authorise::Caller`] of a principal: its policies and tags, the current time and the caller's address.
///
/// # Errors
/// When a stored policy is invalid.
pub fn evaluated(principal: &Principal, now: Millis, address: Option<IpAddr>) -> Result<authorise::Caller> {
    let documents = principal
        .policies
        .iter()
        .map(|policy| (policy.id.as_str(), policy.document.as_str()));
    let now = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::MAX);
    let caller = authorise::Caller::new(&principal.id, documents, now, address)
        .map_err(|broken| Error::Internal(broken.to_string()))?;
    Ok(principal
        .tags
        .iter()
        .fold(caller, |caller, tag| caller.with_tag(&tag.key, &tag.value)))
}

/// Decides whether the caller may do `action`, reading policies on the given connection. A disabled or deleted
/// principal may do nothing.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    conn: &mut Conn,
    caller: &SignedIn,
    action: Action,
    now: Millis,
) -> Result<std::result::Result<Grant, Denied>> {
    match store::access::principal(conn, &caller.principal).await? {
        Some(principal) if !principal.disabled => {
            let caller = evaluated(&principal, now, caller.origin.address)?;
            Ok(authorise::authorise(&caller, action))
        }
        _ => Ok(Err(Denied::ByDefault(action))),
    }
}

/// Calls [`decide`] on a new connection.
///
/// # Errors
/// When the database fails.
pub async fn decide_now(
    workspace: &Workspace,
    caller: &SignedIn,
    action: Action,
) -> Result<std::result::Result<Grant, Denied>> {
    let mut conn = workspace.store.read().await?;
    decide(&mut conn, caller, action, workspace.now()).await
}

/// Refuses unless the caller may still do `A`. Call it inside the transaction that makes the change, so that policies
/// cannot change in between.
///
/// # Errors
/// 403 `accessDenied`; or when the database fails.
pub async fn recheck<A: Permitted>(
    conn: &mut Conn,
    caller: &SignedIn,
    _proof: &Authorised<A>,
    now: Millis,
) -> Result<()> {
    match decide(conn, caller, A::ACTION, now).await? {
        Ok(_) => Ok(()),
        Err(denied) => Err(refusal(&denied).into()),
    }
}

/// Returns the refusal that explains a denial.
pub fn refusal(denied: &Denied) -> Refusal {
    Refusal {
        missing_action: Some(denied.action()),
        ..Refusal::new(
            ErrorCode::AccessDenied,
            format!("{denied} Ask an administrator for permission."),
        )
    }
}

/// Returns an audit event about the operation that the caller called, and the action that it needed.
pub fn event(workspace: &Workspace, caller: &SignedIn, action: Option<Action>, outcome: Outcome) -> Event {
    let action = action.map(Action::as_str);
    let operation = match (caller.origin.operation, action) {
        ("", Some(action)) => action,
        (operation, _) => operation,
    };
    let (id, now, origin) = (workspace.random.id(), workspace.now(), caller.origin.clone());
    let event = Event::new(id, now, operation, &caller.actor(), outcome, origin);
    match action {
        Some(action) => event.permission(action),
        None => event,
    }
}

/// Queues the record of a call that changed nothing; it is written shortly after.
///
/// # Errors
/// When the queue is full and the database rejects its events.
pub async fn record_later(workspace: &Workspace, event: Event) -> Result<()> {
    workspace.audit.later(event).await
}

/// Lists every action of the console and whether the caller's policies allow it. `principal` must be the caller.
///
/// # Errors
/// When a stored policy is invalid.
pub fn permissions(caller: &SignedIn, principal: &Principal, now: Millis) -> Result<Vec<Permission>> {
    Ok(authorise::permissions(&evaluated(
        principal,
        now,
        caller.origin.address,
    )?))
}
