//! Sign-in, for the demo and by password.
//!
//! A failed sign-in does not reveal its reason: an unknown name, a wrong password, and a principal that is disabled or
//! has no password give the same answer after the same work. Both kinds of sign-in are recorded. Attempts that the
//! throttle refuses are not, so that a flood of them cannot fill the log.

use attache_wire::{
    error::ErrorCode,
    id::PrincipalId,
    session::{Principal, Session, SignIn, SignInMethod, SignInOptions},
};
use serde_json::json;

use crate::{
    access::{
        self, SignedIn,
        passwords::{Verifier, throttle::Throttle},
        sessions::{self, Live, Token},
    },
    audit::{Identity, Origin, Outcome},
    clock::{Millis, rfc3339},
    error::{Error, Refusal, Result},
    random::Random,
    store::{self, principals::Credentials},
    workspace::Workspace,
};

/// How people sign in.
#[derive(Debug)]
pub enum Auth {
    /// By choosing a principal.
    Demo,
    /// By name and password.
    Password(Box<Passwords>),
}

impl Auth {
    const fn method(&self) -> SignInMethod {
        match self {
            Self::Demo => SignInMethod::Demo,
            Self::Password(_) => SignInMethod::Password,
        }
    }
}

/// The throttle and the verifier for sign-ins by password.
#[derive(Debug)]
pub struct Passwords {
    throttle: Throttle,
    verifier: Verifier,
}

impl Passwords {
    /// Creates them, with no failures counted.
    ///
    /// # Errors
    /// When there is not enough memory for a hash.
    pub fn new(random: &Random) -> Result<Self> {
        Ok(Self {
            throttle: Throttle::new(random),
            verifier: Verifier::new(random)?,
        })
    }
}

/// Returns the options that the sign-in page shows.
///
/// # Errors
/// When the database fails.
pub async fn options(workspace: &Workspace, auth: &Auth) -> Result<SignInOptions> {
    Ok(SignInOptions {
        method: auth.method(),
        principals: match auth {
            Auth::Demo => choices(workspace, auth).await?,
            Auth::Password(_) => Vec::new(),
        },
    })
}

/// Lists the principals that a demo user can choose.
///
/// # Errors
/// 404 when sign-in is by password; or when the database fails.
pub async fn choices(workspace: &Workspace, auth: &Auth) -> Result<Vec<Principal>> {
    if !matches!(auth, Auth::Demo) {
        let detail = "Principals are not listed, because sign-in uses passwords.";
        return Err(Refusal::new(ErrorCode::NotFound, detail).into());
    }
    let mut conn = workspace.store.read().await?;
    let mut principals = store::access::principals(&mut conn).await?;
    principals.retain(|principal| !principal.disabled);
    Ok(principals)
}

/// Signs a principal in with a new session, and ends the browser's earlier ones.
///
/// # Errors
/// 401 `signInFailed`; 422 when the password is missing, or given in a demo; 429 `tooManyAttempts`; 503 when too many
/// sign in at once; or when the database fails.
pub async fn sign_in(
    workspace: &Workspace,
    auth: &Auth,
    body: &SignIn,
    replaced: &[Token],
    origin: Origin,
) -> Result<(Token, Session)> {
    let id = &body.principal;
    let mut conn = workspace.store.read().await?;
    let known = store::principals::credentials(&mut conn, id).await?;
    drop(conn);
    let right = match (auth, &body.password) {
        (Auth::Demo, None) => true,
        (Auth::Demo, Some(_)) => {
            let detail = "Demo sign-in does not use a password. Leave it out.";
            return Err(Refusal::invalid("password", detail).into());
        }
        (Auth::Password(_), None) => {
            return Err(Refusal::invalid("password", "Enter the password as well.").into());
        }
        (Auth::Password(passwords), Some(password)) => {
            compare(workspace, passwords, id, password, known.clone(), &origin).await?
        }
    };
    let mut tx = workspace.store.write().await?;
    // Checked again in the transaction: disabling a principal or changing a password ends only the sessions that exist
    // then.
    let unchanged = store::principals::credentials(&mut tx, id).await? == known;
    let principal = store::access::principal(&mut tx, id).await?;
    let principal = principal.filter(|principal| right && unchanged && !principal.disabled);
    let Some(principal) = principal else {
        drop(tx);
        return Err(fail(workspace, auth, id, known, origin).await?.into());
    };
    let caller = SignedIn {
        principal: principal.id.clone(),
        name: principal.name.clone(),
        origin,
    };
    let begun = sessions::begin(workspace, &mut tx, &caller, replaced).await?;
    let who = &caller.actor();
    let event = sessions::event(workspace, who, LOGIN, Outcome::Allowed, caller.origin.clone());
    let event = event.response(json!({ "sessionId": begun.id, "sessionsReplaced": begun.replaced }));
    workspace.audit.append(&mut tx, &event).await?;
    tx.commit().await?;
    workspace.sessions_ended();
    let session = shown(workspace, auth, &caller, principal, begun.since_wall)?;
    Ok((begun.token, session))
}

const LOGIN: &str = "signin:ConsoleLogin";

/// Returns true if the password is right and the principal may sign in.
async fn compare(
    workspace: &Workspace,
    passwords: &Passwords,
    id: &PrincipalId,
    password: &str,
    known: Option<Credentials>,
    origin: &Origin,
) -> Result<bool> {
    let now = workspace.clock.wall().elapsed();
    let attempt = passwords.throttle.attempt(id, origin.address, now);
    let attempt = attempt.map_err(|wait| {
        let seconds = wait.as_millis().div_ceil(1000);
        let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
        Refusal {
            retry_after: Some(seconds),
            ..Refusal::new(
                ErrorCode::TooManyAttempts,
                "Too many failed sign-ins with this name or from this address. Wait, then try again.",
            )
        }
    })?;
    let hash = known
        .filter(|known| !known.disabled)
        .and_then(|known| known.password_hash);
    let compared = passwords.verifier.matches(hash, password, origin.address).await;
    if !matches!(compared, Ok(false)) {
        passwords.throttle.give_back(&attempt);
    }
    compared
}

/// Records a failed sign-in and returns the refusal.
async fn fail(
    workspace: &Workspace,
    auth: &Auth,
    id: &PrincipalId,
    known: Option<Credentials>,
    origin: Origin,
) -> Result<Refusal> {
    // Unknown names are not recorded: people type their password into the wrong field.
    let (id, name) = match known {
        Some(known) => (id.to_string(), known.name),
        None => ("unknown".to_owned(), "Unknown".to_owned()),
    };
    let who = Identity {
        kind: "Principal",
        id,
        name,
    };
    let detail = match auth {
        Auth::Demo => "Unknown principal, or sign-in is disabled.",
        Auth::Password(_) => "Wrong name or password, or sign-in is disabled.",
    };
    let event = sessions::event(workspace, who, LOGIN, Outcome::Failed, origin);
    let event = event.refused(format!("{:?}", ErrorCode::SignInFailed), detail);
    workspace.audit.later(event).await?;
    Ok(Refusal::new(ErrorCode::SignInFailed, detail))
}

/// Returns the session as its owner sees it: the principal, and what they may do now.
///
/// # Errors
/// When the database fails.
pub async fn session(workspace: &Workspace, auth: &Auth, live: &Live) -> Result<Session> {
    let mut conn = workspace.store.read().await?;
    let principal = store::access::principal(&mut conn, &live.caller.principal).await?;
    let principal =
        principal.ok_or_else(|| Error::Internal("the session's principal no longer exists".into()))?;
    shown(workspace, auth, &live.caller, principal, live.since_wall)
}

fn shown(
    workspace: &Workspace,
    auth: &Auth,
    caller: &SignedIn,
    principal: Principal,
    since: Millis,
) -> Result<Session> {
    let permissions = access::permissions(caller, &principal, workspace.now())?;
    Ok(Session {
        principal,
        signed_in_at: rfc3339(since),
        method: auth.method(),
        permissions,
    })
}
