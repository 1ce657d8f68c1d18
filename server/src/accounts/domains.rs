//! Domain claims: `PendingVerification → Verified | Failed`, and their effect on accounts and users.
//!
//! A TXT record proves a claim. The server looks for it on request and once an hour of simulated time, for at most
//! three days; then the claim fails, and can be checked again. The first verified domain turns a Team account into an
//! Enterprise account; removing the last one turns it back, as in Amazon Chime.

pub mod name;
mod verify;

pub use verify::VerifyPending;

use attache_wire::{
    account::{AccountType, DomainStatus},
    domain::{DomainDetail, TxtRecord},
    error::ErrorCode,
    event::Event,
    id::{AccountId, DomainId},
};
use serde_json::json;

use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, may},
    },
    accounts::directory,
    clock::{Millis, SECOND, rfc3339},
    error::{Refusal, Result},
    exports::{self, Cancelled},
    scope::Subject,
    store::{
        self, Conn,
        domains::{DomainRow, NewDomain},
    },
    workspace::Workspace,
};

/// How often the DNS is checked while a claim is pending.
const CHECK_EVERY: Millis = 60 * 60 * SECOND;
/// A claim not proved within this time fails.
const GIVE_UP_AFTER: Millis = 72 * 60 * 60 * SECOND;
/// Maximum number of domains per account.
const MAX_DOMAINS: u64 = 1_000;
/// Prefix of the token in the record's value.
const VALUE_PREFIX: &str = "attache-domain-verification=";

/// Claims a domain for an account.
///
/// # Errors
/// 404; 422 for an invalid domain or a public suffix; 409 when the account has already claimed it, another account
/// holds it or there are too many; or when the database fails.
pub async fn claim(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::AddDomain>,
    account: &AccountId,
    text: &str,
) -> Result<DomainDetail> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (now, tx) = (change.now, &mut change.tx);
    directory::known(tx, account).await?;
    let name = name::canonical(text).map_err(|bad| Refusal::invalid("name", bad.to_string()))?;
    if store::domains::is_claimed(tx, account, &name).await? {
        return Err(conflict("This account has already claimed the domain.").into());
    }
    if store::domains::is_held_by_another(tx, account, &name).await? {
        return Err(
            conflict("Another account owns this domain. Its administrators must remove it first.").into(),
        );
    }
    if store::domains::count(tx, account).await? >= MAX_DOMAINS {
        return Err(conflict(&format!("An account can have at most {MAX_DOMAINS} domains.")).into());
    }
    let id = DomainId::from(workspace.random.id());
    let new = NewDomain {
        id: &id,
        account,
        name: &name,
        token: &hex::encode(workspace.random.bytes::<16>()),
        claimed_at: now,
        next_check_at: now + CHECK_EVERY,
        gives_up_at: now + GIVE_UP_AFTER,
    };
    store::domains::insert(tx, &new).await?;
    let detail = detail(tx, account, &id).await?;
    let event = change.event(json!({ "accountId": account, "domain": name }));
    let event = event.response(json!({ "domainId": id }));
    change.commit(&event).await?;
    announce(workspace);
    Ok(detail)
}

/// Returns one domain of an account.
///
/// # Errors
/// 404; or when the database fails.
pub async fn get(
    workspace: &Workspace,
    _proof: &Authorised<may::GetDomain>,
    account: &AccountId,
    id: &DomainId,
) -> Result<DomainDetail> {
    let mut conn = workspace.store.snapshot().await?;
    directory::known(&mut conn, account).await?;
    detail(&mut conn, account, id).await
}

/// Checks the DNS now. A failed claim becomes pending again if the record is still missing.
///
/// # Errors
/// 404; 503 while a request's snapshot is being taken; or when the database fails.
pub async fn check(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::AddDomain>,
    account: &AccountId,
    id: &DomainId,
) -> Result<DomainDetail> {
    let mut conn = workspace.store.read().await?;
    directory::known(&mut conn, account).await?;
    if store::domains::get(&mut conn, account, id).await?.is_none() {
        return Err(Refusal::not_found("domain").into());
    }
    drop(conn);
    verify::verify(workspace, account, id, Some((caller, proof))).await?;
    let mut conn = workspace.store.snapshot().await?;
    detail(&mut conn, account, id).await
}

/// Removes a domain: its registered users are released, its suspended users stay suspended. Without its last verified
/// domain, the account becomes a Team account again, and its running request is cancelled.
///
/// # Errors
/// 404; or when the database fails.
pub async fn remove(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::DeleteDomain>,
    account: &AccountId,
    id: &DomainId,
) -> Result<()> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (now, tx) = (change.now, &mut change.tx);
    directory::known(tx, account).await?;
    let found = store::domains::get(tx, account, id).await?;
    let row = found.ok_or_else(|| Refusal::not_found("domain"))?;
    let was_held = row.status()? == DomainStatus::Verified;
    if was_held && store::domains::holds_another(tx, account, id).await? {
        exports::refuse_while_fixing_a_set(tx).await?;
    }
    store::domains::delete(tx, id).await?;
    let event = change.event(json!({ "accountId": account, "domainId": id, "domain": row.name }));
    change.record(&event).await?;
    let tx = &mut change.tx;
    let mut cancelled = Cancelled::default();
    if was_held {
        store::domains::release_others(tx, account).await?;
        store::scope::bump_revision(tx).await?;
        if !store::domains::holds_another(tx, account, id).await? {
            store::accounts::set_type(tx, account, AccountType::Team).await?;
            cancelled = exports::cancel_of_team(tx, workspace, account, &row.name, now).await?;
        }
    }
    change.tx.commit().await?;
    tracing::info!(%account, domain = row.name, "domain removed");
    cancelled.publish(workspace);
    announce(workspace);
    Ok(())
}

fn record(row: &DomainRow) -> TxtRecord {
    TxtRecord {
        name: name::record_name(&row.name),
        value: format!("{VALUE_PREFIX}{}", row.token),
    }
}

async fn detail(conn: &mut Conn, account: &AccountId, id: &DomainId) -> Result<DomainDetail> {
    let row = store::domains::get(conn, account, id).await?;
    let row = row.ok_or_else(|| Refusal::not_found("domain"))?;
    let mut removal = Default::default();
    if row.status()? == DomainStatus::Verified {
        removal = store::domains::removal(conn, account, &row.name).await?;
        removal.becomes_team = !store::domains::holds_another(conn, account, id).await?;
        if removal.becomes_team {
            let running = store::exports::running(conn, Subject::Account(account)).await?;
            removal.cancels = running.map(|export| export.id);
        }
    }
    Ok(DomainDetail {
        domain: row.shape()?,
        record: record(&row),
        checked_at: row.checked_at.map(rfc3339),
        next_check_at: row.next_check_at.map(rfc3339),
        gives_up_at: row.gives_up_at.map(rfc3339),
        finding: row.finding()?,
        found: row.found()?,
        removal,
    })
}

fn conflict(detail: &str) -> Refusal {
    Refusal::new(ErrorCode::Conflict, detail)
}

fn announce(workspace: &Workspace) {
    workspace.events.publish(Event::Resync);
    workspace.wake();
}
