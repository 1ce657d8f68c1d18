//! Authorising a caller: reads the attached policies, asks [`crate::authz`], and records a denial.

use attache_wire::{
    error::ErrorCode,
    export::{Actor, ActorKind},
    permission::Action,
    session::{Permission, Policy},
};
use sqlx::SqliteConnection;

use crate::{
    audit::{Event, Origin, Outcome},
    authz::{self, Authorised, Denied},
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

/// Proof that the caller may do `action`, or a refusal that names it. A denial is recorded.
///
/// # Errors
/// 403 `accessDenied`; or when the database fails.
pub async fn require(workspace: &Workspace, caller: &SignedIn, action: Action) -> Result<Authorised> {
    let mut conn = workspace.store.read().await?;
    let decided = decide(&mut conn, caller, action, workspace.now()).await?;
    drop(conn);
    match decided {
        Ok(authorised) => Ok(authorised),
        Err(denied) => {
            let mut tx = workspace.store.write().await?;
            let refusal = deny(workspace, &mut tx, caller, &denied).await?;
            tx.commit().await?;
            Err(refusal.into())
        }
    }
}

/// Proof that the caller may do `action`, or why not; judged on the given connection, and not recorded.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    conn: &mut SqliteConnection,
    caller: &SignedIn,
    action: Action,
    now: Millis,
) -> Result<std::result::Result<Authorised, Denied>> {
    let policies = store::access::policies(conn, &caller.principal).await?;
    Ok(authz::authorise(&caller.evaluated(&policies, now)?, action))
}

/// Records a denial and words it.
///
/// # Errors
/// When the database fails.
pub async fn deny(
    workspace: &Workspace,
    conn: &mut SqliteConnection,
    caller: &SignedIn,
    denied: &Denied,
) -> Result<Refusal> {
    let mut event = event(workspace, caller, denied.action(), Outcome::Denied);
    event.error_code = Some("AccessDenied".to_owned());
    store::audit::append(conn, &event).await?;
    let detail = format!("{denied} Ask an administrator for it.");
    let refusal = Refusal::new(ErrorCode::AccessDenied, detail);
    Ok(Refusal {
        missing_action: Some(denied.action()),
        ..refusal
    })
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
