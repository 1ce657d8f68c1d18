//! Sessions: what a sign-in gives, how long it lasts, and how it is ended.
//!
//! A token is 256 random bits, and the database holds its SHA-256 only. It is found by that hash, in an index: how long
//! that takes may tell something about the hash of what was sent, which its sender knows, but leads to no other token,
//! so the look-up need not take the same time for all.

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
    store::{self, Conn, sessions::NewSession},
    workspace::Workspace,
};

/// A session that was not used for so long is over (wall time).
pub const IDLE: Millis = 8 * 60 * 60 * SECOND;
/// A session is over after so long however it is used (wall time).
pub const ABSOLUTE: Millis = 24 * 60 * 60 * SECOND;
/// Sessions that a principal can have at a time; a further sign-in ends the oldest.
pub const MOST: u32 = 100;
/// Use is noted no more often than this (wall time).
const TOUCH: Millis = 60 * SECOND;
/// Characters of a token.
const LENGTH: usize = 43;

/// What a cookie carries: a secret, in no log.
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

    /// The token that this text can be; `None` when it is none of ours, and not worth a look-up.
    pub fn parse(text: &str) -> Option<Self> {
        let ours = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (text.len() == LENGTH && text.bytes().all(ours)).then(|| Self(text.to_owned()))
    }

    /// The text for the cookie, and for nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn sha256(&self) -> String {
        hex::encode(Sha256::digest(&self.0))
    }
}

/// A session that is not over.
#[derive(Debug, Clone)]
pub struct Live {
    /// Names it to its owner; no secret.
    pub id: String,
    /// Whose it is, and from where they call now.
    pub caller: SignedIn,
    /// When it began (wall).
    pub since_wall: Millis,
}

/// The live session of a token, and a note that it was used. `None` when it does not exist, it is over, or its principal may
/// not sign in any more.
///
/// # Errors
/// When the database fails.
pub async fn using(workspace: &Workspace, token: &Token, origin: Origin) -> Result<Option<Live>> {
    let now = workspace.clock.wall().now();
    let sha256 = token.sha256();
    let mut conn = workspace.store.read().await?;
    let row = store::sessions::live(&mut conn, &sha256, now - ABSOLUTE, now - IDLE).await?;
    drop(conn);
    let Some(row) = row else { return Ok(None) };
    if now - row.last_seen_wall > TOUCH {
        let mut tx = workspace.store.write().await?;
        store::sessions::touch(&mut tx, &sha256, now).await?;
        tx.commit().await?;
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

/// Whether the session is not over yet. Asking is no use of it: a stream that goes on for hours keeps no session alive.
///
/// # Errors
/// When the database fails.
pub async fn is_live(workspace: &Workspace, token: &Token) -> Result<bool> {
    let now = workspace.clock.wall().now();
    let mut conn = workspace.store.read().await?;
    let row = store::sessions::live(&mut conn, &token.sha256(), now - ABSOLUTE, now - IDLE).await?;
    Ok(row.is_some())
}

/// A session that has begun.
#[derive(Debug)]
pub struct Begun {
    /// For the cookie.
    pub token: Token,
    /// Names it to its owner; no secret.
    pub id: String,
    /// When (wall).
    pub since_wall: Millis,
    /// How many sessions that the browser had it replaces.
    pub replaced: usize,
}

/// Begins a session, in the transaction that has judged the sign-in, and ends those that the browser had. Sessions that
/// are over are forgotten.
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
    store::sessions::purge(conn, now - IDLE).await?;
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

/// The principal's sessions, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(workspace: &Workspace, current: &Live) -> Result<Vec<SessionEntry>> {
    let now = workspace.clock.wall().now();
    let mut conn = workspace.store.read().await?;
    let rows =
        store::sessions::list(&mut conn, &current.caller.principal, now - ABSOLUTE, now - IDLE).await?;
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

/// Ends the sessions of these tokens: what signing out does.
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
/// 404 when it is not one of the caller's sessions; or when the database fails.
pub async fn end(workspace: &Workspace, current: &Live, id: &str) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    if !store::sessions::delete_own(&mut tx, &current.caller.principal, id).await? {
        return Err(Refusal::not_found("session of yours").into());
    }
    record(workspace, &mut tx, &current.caller, "signin:EndSession", id).await?;
    tx.commit().await?;
    workspace.sessions_ended();
    Ok(())
}

/// Ends all of the principal's sessions but the one that asks.
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

/// An audit event about signing in and out.
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
