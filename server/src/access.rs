//! Authorising a caller: reads the attached policies and asks [`crate::authz`].

use attache_wire::{
    error::ErrorCode,
    export::{Actor, ActorKind},
    permission::Action,
    session::{Permission, Policy},
};
use sqlx::SqliteConnection;

use crate::{
    audit::{Event, Origin, Outcome},
    authz::{self, Authorised, Denied, Grant, Permitted},
    clock::Millis,
    error::{Error, Refusal, Result},
    store,
    workspace::Workspace,
};

/// Who calls: a principal that has signed in, and from where.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The principal's id.
    pub principal: String,
    /// The principal's name.
    pub name: String,
    /// Where the call came from.
    pub origin: Origin,
}

impl SignedIn {
    /// The caller as the actor of what it does.
    pub fn actor(&self) -> Actor {
        Actor {
            kind: ActorKind::Principal,
            id: self.principal.clone(),
            name: self.name.clone(),
        }
    }

    fn evaluated(&self, policies: &[Policy], now: Millis) -> Result<authz::Caller> {
        let documents = policies
            .iter()
            .map(|policy| (policy.id.as_str(), policy.document.as_str()));
        let now = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::MAX);
        authz::Caller::new(&self.principal, documents, now, self.origin.address)
            .map_err(|broken| Error::Internal(broken.to_string()))
    }
}

/// Whether the caller may do `action`, judged on the given connection.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    conn: &mut SqliteConnection,
    caller: &SignedIn,
    action: Action,
    now: Millis,
) -> Result<std::result::Result<Grant, Denied>> {
    let policies = store::access::policies(conn, &caller.principal).await?;
    Ok(authz::authorise(&caller.evaluated(&policies, now)?, action))
}

/// Refuses unless the caller still may do `A`: asked again inside the transaction that does it, so that no change of
/// policies comes between.
///
/// # Errors
/// 403 `accessDenied`; or when the database fails.
pub async fn still<A: Permitted>(
    conn: &mut SqliteConnection,
    caller: &SignedIn,
    _proof: &Authorised<A>,
    now: Millis,
) -> Result<()> {
    match decide(conn, caller, A::ACTION, now).await? {
        Ok(_) => Ok(()),
        Err(denied) => Err(refusal(&denied).into()),
    }
}

/// A denial in words.
pub fn refusal(denied: &Denied) -> Refusal {
    Refusal {
        missing_action: Some(denied.action()),
        ..Refusal::new(
            ErrorCode::AccessDenied,
            format!("{denied} Ask an administrator for it."),
        )
    }
}

/// An audit event about what the caller did.
pub fn event(workspace: &Workspace, caller: &SignedIn, action: Action, outcome: Outcome) -> Event {
    let id = workspace.random.id();
    Event::new(
        id,
        workspace.now(),
        action.as_str(),
        &caller.actor(),
        outcome,
        caller.origin.clone(),
    )
}

/// Every action of the console, and whether these policies allow it to the caller.
///
/// # Errors
/// When a stored policy is not valid.
pub fn permissions(caller: &SignedIn, policies: &[Policy], now: Millis) -> Result<Vec<Permission>> {
    Ok(authz::permissions(&caller.evaluated(policies, now)?))
}
