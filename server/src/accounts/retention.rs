//! Retention: how long an Enterprise account keeps chat messages and the attachments in them.
//!
//! Each message stores its end: set when it is sent, and again when the settings change. From then on it is hidden (see
//! [`crate::scope`]). Longer retention brings it back for another [`GRACE_DAYS`]; after those, [`CleanUp`] deletes it
//! permanently, as in Amazon Chime.

mod clean_up;
mod sweep;

pub use clean_up::CleanUp;
pub use sweep::sweep;

use std::collections::BTreeSet;

use attache_wire::{
    error::ErrorCode,
    id::{AccountId, ContainerId},
    retention::{
        GRACE_DAYS, MAX_RETENTION_DAYS, MIN_RETENTION_DAYS, OUTSIDER_CONVERSATION_DAYS, Retention,
        RetentionEffect, SaveRetention,
    },
};
use serde_json::json;

use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, may},
    },
    clock::{DAY, Millis},
    error::{Refusal, Result},
    exports,
    store::{self, Conn},
    workspace::Workspace,
};

/// How long hidden messages can be brought back.
pub(crate) const GRACE: Millis = GRACE_DAYS as Millis * DAY;

/// Returns an account's settings. A Team account keeps new messages for ever, whatever it had set as an Enterprise
/// account; messages from that time keep their ends.
///
/// # Errors
/// 404; or when the database fails.
pub async fn get(
    workspace: &Workspace,
    _proof: &Authorised<may::GetAccountSettings>,
    account: &AccountId,
) -> Result<Retention> {
    let mut conn = workspace.store.snapshot().await?;
    match is_enterprise(&mut conn, account).await? {
        true => Ok(store::retention::settings(&mut conn, account).await?),
        false => Ok(Retention::default()),
    }
}

/// Changes an account's settings, and immediately the end of every message they govern. Idempotent: repeating a call
/// succeeds.
///
/// # Errors
/// 404; 409 for a Team account, or when someone else has changed the settings meanwhile; 422 for days out of bounds;
/// 503 while a request's snapshot, which depends on the current ends, is being taken; or when the database fails.
pub async fn put(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::UpdateAccountSettings>,
    account: &AccountId,
    save: &SaveRetention,
) -> Result<Retention> {
    let retention = save.wanted();
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let tx = &mut change.tx;
    changeable(tx, account, &retention).await?;
    within_bounds(&save.replaces, "replaces.")?;
    let before = store::retention::settings(tx, account).await?;
    if before != save.replaces && before != retention {
        let detail = "Someone else has changed these settings. Reload them and repeat your change.";
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    exports::refuse_while_fixing_a_set(tx).await?;
    store::retention::set(tx, account, &retention).await?;
    store::scope::bump_revision(tx).await?;
    let request = json!({ "accountId": account, "retention": retention, "oldRetention": before });
    let event = change.event(request);
    change.commit_and_publish(&event).await?;
    tracing::info!(%account, ?retention, "retention changed");
    workspace.wake();
    Ok(retention)
}

/// Returns what [`put`] would change.
///
/// # Errors
/// 404; 409 for a Team account; 422 for days out of bounds; or when the database fails.
pub async fn effect(
    workspace: &Workspace,
    _proof: &Authorised<may::GetAccountSettings>,
    account: &AccountId,
    retention: &Retention,
) -> Result<RetentionEffect> {
    let mut conn = workspace.store.snapshot().await?;
    changeable(&mut conn, account, retention).await?;
    let now = workspace.now();
    Ok(store::retention::effect(&mut conn, account, retention, now, now - GRACE).await?)
}

async fn is_enterprise(conn: &mut Conn, account: &AccountId) -> Result<bool> {
    let account = store::accounts::get(conn, account).await?;
    let account = account.ok_or_else(|| Refusal::not_found("account"))?;
    Ok(account.account_type.is_enterprise())
}

/// Refuses days out of bounds. `parent` begins the names of the fields.
fn within_bounds(retention: &Retention, parent: &str) -> Result<()> {
    for (field, days) in [
        ("conversationDays", retention.conversation_days),
        ("roomDays", retention.room_days),
    ] {
        if days.is_some_and(|days| !(MIN_RETENTION_DAYS..=MAX_RETENTION_DAYS).contains(&days)) {
            let detail =
                format!("Retention must be {MIN_RETENTION_DAYS} to {MAX_RETENTION_DAYS} days, or unlimited.");
            return Err(Refusal::invalid(&format!("{parent}{field}"), detail).into());
        }
    }
    Ok(())
}

async fn changeable(conn: &mut Conn, account: &AccountId, retention: &Retention) -> Result<()> {
    let is_enterprise = is_enterprise(conn, account).await?;
    within_bounds(retention, "")?;
    match is_enterprise {
        true => Ok(()),
        false => {
            let detail =
                "Team accounts keep all messages. Claim a domain to make this an Enterprise account.";
            Err(Refusal::new(ErrorCode::Conflict, detail).into())
        }
    }
}

/// What decides how long a container's messages are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeper {
    /// This Enterprise account's settings.
    Account(AccountId),
    /// The fixed [`OUTSIDER_CONVERSATION_DAYS`]: a conversation between an Enterprise account's users and others.
    Fixed,
    /// Nothing: messages are kept for ever.
    Nobody,
}

/// Decides the keeper from the Enterprise accounts of the room's creator or the conversation's members. `None` stands
/// for users outside Enterprise accounts.
pub fn keeper(accounts: &BTreeSet<Option<AccountId>>) -> Keeper {
    let mut enterprises = accounts.iter().flatten();
    match (enterprises.next(), accounts.len()) {
        (None, _) => Keeper::Nobody,
        (Some(account), 1) => Keeper::Account(account.clone()),
        (Some(_), _) => Keeper::Fixed,
    }
}

/// Returns when a message sent in a container at `sent_at` will be hidden; `None` if never.
///
/// # Errors
/// When the database fails.
pub async fn end(
    conn: &mut Conn,
    container: &ContainerId,
    is_room: bool,
    sent_at: Millis,
) -> Result<Option<Millis>> {
    let accounts = store::retention::deciders(conn, container).await?;
    let days = match keeper(&accounts) {
        Keeper::Account(account) => {
            let retention = store::retention::settings(conn, &account).await?;
            match is_room {
                true => retention.room_days,
                false => retention.conversation_days,
            }
        }
        Keeper::Fixed => Some(OUTSIDER_CONVERSATION_DAYS),
        Keeper::Nobody => None,
    };
    Ok(days.map(|days| sent_at + Millis::from(days) * DAY))
}
