//! Signing in: who may, and what they get.

use attache_wire::{
    error::ErrorCode,
    session::{Principal, Session, SignIn, SignInMethod, SignInOptions},
};

use crate::{
    access::{self, SignedIn},
    audit::{Origin, Outcome},
    clock::{Millis, rfc3339},
    error::{Error, Refusal, Result},
    sessions::{self, Live, Token},
    store,
    workspace::Workspace,
};

/// What the sign-in page has to know.
///
/// # Errors
/// When the database fails.
pub async fn options(workspace: &Workspace) -> Result<SignInOptions> {
    Ok(SignInOptions {
        method: SignInMethod::Demo,
        principals: choices(workspace).await?,
    })
}

/// Who can be chosen in a demo.
///
/// # Errors
/// When the database fails.
pub async fn choices(workspace: &Workspace) -> Result<Vec<Principal>> {
    let mut conn = workspace.store.read().await?;
    let mut principals = store::access::principals(&mut conn).await?;
    principals.retain(|principal| !principal.disabled);
    Ok(principals)
}

/// Signs somebody in: a new session, whatever sessions the browser had before; those are ended.
///
/// # Errors
/// 401 `signInFailed`; or when the database fails.
pub async fn sign_in(
    workspace: &Workspace,
    body: &SignIn,
    replaced: &[Token],
    origin: Origin,
) -> Result<(Token, Session)> {
    let mut tx = workspace.store.write().await?;
    let principal = store::access::principal(&mut tx, &body.principal).await?;
    let Some(principal) = principal.filter(|principal| !principal.disabled) else {
        let detail = "There is no such principal, or they may not sign in.";
        return Err(Refusal::new(ErrorCode::SignInFailed, detail).into());
    };
    let caller = SignedIn {
        principal: principal.id.clone(),
        name: principal.name.clone(),
        origin,
    };
    let (token, since) = sessions::begin(workspace, &mut tx, &caller, replaced).await?;
    let event = sessions::event(workspace, &caller, "signin:ConsoleLogin", Outcome::Allowed);
    workspace.audit.append(&mut tx, &event).await?;
    tx.commit().await?;
    workspace.sessions_ended();
    let session = shown(workspace, &caller, principal, since)?;
    Ok((token, session))
}

/// The session as its owner sees it: who they are, and what they may do now.
///
/// # Errors
/// When the database fails.
pub async fn session(workspace: &Workspace, live: &Live) -> Result<Session> {
    let mut conn = workspace.store.read().await?;
    let principal = store::access::principal(&mut conn, &live.caller.principal).await?;
    let principal = principal.ok_or_else(|| Error::Internal("a session's principal vanished".into()))?;
    shown(workspace, &live.caller, principal, live.since_wall)
}

fn shown(workspace: &Workspace, caller: &SignedIn, principal: Principal, since: Millis) -> Result<Session> {
    let permissions = access::permissions(caller, &principal, workspace.now())?;
    Ok(Session {
        principal,
        signed_in_at: rfc3339(since),
        permissions,
    })
}
