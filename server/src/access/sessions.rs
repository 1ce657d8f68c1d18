//! Sessions: how they begin, how long they last, and how they end.
//!
//! A token is 256 random bits; the database holds only its SHA-256, and an index finds it by that hash. The time of the
//! look-up may reveal something about the hash of the token sent, which its sender knows anyway, but leads to no other
//! token. So the look-up does not need constant time.

use std::fmt;

use attache_wire::session::SessionEntry;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    access::SignedIn,
    audit::{Event, Identity, Origin, Outcome},
    clock::{Millis, SECOND, rfc3339},
    error::{Refusal, Result},
    random::Random,
    store::{
        self, Conn,
        sessions::{NewSession, Span},
    },
    workspace::Workspace,
};

/// A session expires after this long without use (wall time).
pub const IDLE: Millis = 8 * 60 * 60 * SECOND;
/// A session expires after this long, even if it is in use (wall time).
pub const ABSOLUTE: Millis = 24 * 60 * 60 * SECOND;
/// Concurrent sessions of a principal; a further sign-in ends the oldest.
pub const MOST: u32 = 100;
/// How far a session's times may lie ahead, because the wall clock was set back a little. A session that is further
/// ahead was made under a wrong clock: nobody knows its age, so it has ended.
const AHEAD: Millis = 5 * 60 * SECOND;
/// Minimum interval between updates of the time of last use (wall time).
const TOUCH: Millis = 60 * SECOND;
/// Length of a token, in characters.
const LENGTH: usize = 43;

impl Span {
    /// Returns the times of the sessions that are live at `now` (wall time).
    const fn at(now: Millis) -> Self {
        Self {
            created_after: now - ABSOLUTE,
            seen_after: now - IDLE,
            until: now + AHEAD,
        }
    }
}

/// The secret in the session cookie. Its `Debug` form hides it, so it appears in no log.
#[derive(Clone)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl Token {
    fn fresh(random: &Random) -> Self {
        Self(random.secret())
    }

    /// Parses a token; `None` if the text cannot be one, so that no look-up is needed.
    pub fn parse(text: &str) -> Option<Self> {
        let ours = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (text.len() == LENGTH && text.bytes().all(ours)).then(|| Self(text.to_owned()))
    }

    /// Returns the secret text, for the cookie only.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn sha256(&self) -> String {
        hex::encode(Sha256::digest(&self.0))
    }
}

/// A live session.
#[derive(Debug, Clone)]
pub struct Live {
    /// The session's id for its owner; not a secret.
    pub id: String,
    /// The session's principal, and where the current call came from.
    pub caller: SignedIn,
    /// When it began (wall time).
    pub since_wall: Millis,
}

/// Returns the live session of a token, and updates its time of last use. `None` if it does not exist, it has expired,
/// or its principal may no longer sign in.
///
/// # Errors
/// When the database fails.
pub async fn using(workspace: &Workspace, token: &Token, origin: Origin) -> Result<Option<Live>> {
    let now = workspace.clock.wall().now();
    let sha256 = token.sha256();
    let mut conn = workspace.store.read().await?;
    let row = store::sessions::live(&mut conn, &sha256, Span::at(now)).await?;
    drop(conn);
    let Some(row) = row else { return Ok(None) };
    if now - row.last_seen_wall > TOUCH
        && let Err(error) = touch(workspace, &sha256, now).await
    {
        // Reading must not depend on writing; the next call tries again.
        tracing::warn!(%error, "cannot save when a session was used");
    }
    Ok(Some(Live {
        id: row.id,
        caller: SignedIn {
            principal: row.principal_id,
            name: row.principal_name,
            origin,
        },
        since_wall: row.created_wall,
    }))
}

/// Saves that a session was used, unless somebody else is writing.
async fn touch(workspace: &Workspace, sha256: &str, now: Millis) -> Result<()> {
    if let Some(mut tx) = workspace.store.try_write().await? {
        store::sessions::touch(&mut tx, sha256, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Returns true if the session is live. Asking does not count as use, so a long-lived stream does not keep a session
/// alive.
///
/// # Errors
/// When the database fails.
pub async fn is_live(workspace: &Workspace, token: &Token) -> Result<bool> {
    let now = workspace.clock.wall().now();
    let mut conn = workspace.store.read().await?;
    let row = store::sessions::live(&mut conn, &token.sha256(), Span::at(now)).await?;
    Ok(row.is_some())
}

/// A new session.
#[derive(Debug)]
pub struct Begun {
    /// The token for the cookie.
    pub token: Token,
    /// The session's id for its owner; not a secret.
    pub id: String,
    /// When it began (wall time).
    pub since_wall: Millis,
    /// How many of the browser's earlier sessions it replaces.
    pub replaced: usize,
}

/// Begins a session in the transaction that judged the sign-in, ends the browser's earlier sessions, and deletes
/// expired ones.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    workspace: &Workspace,
    conn: &mut Conn,
    caller: &SignedIn,
    replaced: &[Token],
) -> Result<Begun> {
    let now = workspace.clock.wall().now();
    store::sessions::purge(conn, Span::at(now)).await?;
    let mut ended = 0;
    for token in replaced {
        ended += usize::from(store::sessions::delete(conn, &token.sha256()).await?);
    }
    store::sessions::keep_newest(conn, &caller.principal, MOST - 1).await?;
    let (token, id) = (Token::fresh(&workspace.random), workspace.random.id());
    let new = NewSession {
        token_sha256: &token.sha256(),
        id: &id,
        principal: &caller.principal,
        now_wall: now,
        address: caller.origin.address.map(|address| address.to_string()),
        user_agent: &caller.origin.user_agent,
    };
    store::sessions::insert(conn, &new).await?;
    Ok(Begun {
        token,
        id,
        since_wall: now,
        replaced: ended,
    })
}

/// Lists the principal's sessions, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(workspace: &Workspace, current: &Live) -> Result<Vec<SessionEntry>> {
    let now = workspace.clock.wall().now();
    let mut conn = workspace.store.read().await?;
    let rows = store::sessions::list(&mut conn, &current.caller.principal, Span::at(now)).await?;
    let entry = |row: store::sessions::OwnRow| SessionEntry {
        current: row.id == current.id,
        id: row.id,
        signed_in_at: rfc3339(row.created_wall),
        last_seen_at: rfc3339(row.last_seen_wall),
        expires_at: rfc3339(row.created_wall + ABSOLUTE),
        address: row.address,
        user_agent: row.user_agent,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Signs out: ends the sessions of these tokens.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(workspace: &Workspace, tokens: &[Token], origin: &Origin) -> Result<()> {
    for token in tokens {
        let Some(session) = using(workspace, token, origin.clone()).await? else {
            continue;
        };
        let mut tx = workspace.store.write().await?;
        if store::sessions::delete(&mut tx, &token.sha256()).await? {
            record(
                workspace,
                &mut tx,
                &session.caller,
                "signin:ConsoleLogout",
                &session.id,
            )
            .await?;
        }
        tx.commit().await?;
    }
    workspace.sessions_ended();
    Ok(())
}

/// Ends one of the principal's own sessions.
///
/// # Errors
/// 404 when the caller has no such session; or when the database fails.
pub async fn end(workspace: &Workspace, current: &Live, id: &str) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    if !store::sessions::delete_own(&mut tx, &current.caller.principal, id).await? {
        return Err(Refusal::not_found("session").into());
    }
    record(workspace, &mut tx, &current.caller, "signin:EndSession", id).await?;
    tx.commit().await?;
    workspace.sessions_ended();
    Ok(())
}

/// Ends all of the principal's sessions except the current one.
///
/// # Errors
/// When the database fails.
pub async fn end_others(workspace: &Workspace, current: &Live) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    let ended = store::sessions::delete_others(&mut tx, &current.caller.principal, &current.id).await?;
    for id in &ended {
        record(workspace, &mut tx, &current.caller, "signin:EndSession", id).await?;
    }
    tx.commit().await?;
    workspace.sessions_ended();
    Ok(())
}

async fn record(
    workspace: &Workspace,
    conn: &mut Conn,
    caller: &SignedIn,
    action: &'static str,
    session: &str,
) -> Result<()> {
    let who = &caller.actor();
    let event = event(workspace, who, action, Outcome::Allowed, caller.origin.clone());
    let event = event.request(json!({ "sessionId": session }));
    workspace.audit.append(conn, &event).await
}

/// Returns an audit event about signing in or out.
pub fn event(
    workspace: &Workspace,
    who: impl Into<Identity>,
    action: &'static str,
    outcome: Outcome,
    origin: Origin,
) -> Event {
    let (id, now) = (workspace.random.id(), workspace.now());
    Event::new(id, now, action, who, outcome, origin)
}
