//! Claims of domains: `PendingVerification → Verified | Failed`, and what they do to accounts and people.
//!
//! A claim is proved by a TXT record. It is looked for when somebody asks and every hour of simulated time, for three days
//! at most; then the claim has failed, and somebody can ask again. The first verified domain makes a Team account an
//! Enterprise one; with the last it turns back, as Amazon Chime documented it.

pub mod name;

use attache_wire::{
    account::{AccountType, DomainStatus},
    domain::{DomainDetail, DomainFinding, TxtRecord},
    error::ErrorCode,
    event::Event,
    permission::Action,
    state::ExportState,
};
use serde_json::json;
use sqlx::SqliteConnection;

use crate::{
    access::{self, SignedIn},
    audit::{self, Origin, Outcome},
    authz::{Authorised, may},
    clock::{Millis, SECOND, rfc3339},
    error::{Error, Refusal, Result},
    exports,
    pipeline::Next,
    store::{
        self,
        domains::{Checked, DomainRow, NewDomain},
    },
    workspace::Workspace,
};

/// The DNS is looked at so often while a claim is pending.
const CHECK_EVERY: Millis = 60 * 60 * SECOND;
/// A claim that is not proved by then has failed.
const GIVE_UP_AFTER: Millis = 72 * 60 * 60 * SECOND;
/// Domains of one account.
const MAX_DOMAINS: u64 = 1_000;
/// What stands before the token in the record's value.
const VALUE_PREFIX: &str = "attache-domain-verification=";
/// Wrong values that are kept and shown, and characters of each.
const SHOWN_VALUES: usize = 5;
const SHOWN_CHARS: usize = 255;

/// Claims a domain for an account.
///
/// # Errors
/// 404; 422 for what is no domain or belongs to nobody; 409 when the account claims it already, another account holds it or
/// there are too many; or when the database fails.
pub async fn claim(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::AddDomain>,
    account: &str,
    text: &str,
) -> Result<DomainDetail> {
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    access::still(&mut tx, caller, proof, now).await?;
    known(&mut tx, account).await?;
    let name = name::canonical(text).map_err(|bad| Refusal::invalid("name", bad.to_string()))?;
    if store::domains::is_claimed(&mut tx, account, &name).await? {
        return Err(conflict("This account has claimed the domain already.").into());
    }
    if store::domains::is_held_by_another(&mut tx, account, &name).await? {
        return Err(conflict(
            "Another account holds this domain. Its administrators have to remove it first.",
        )
        .into());
    }
    if store::domains::count(&mut tx, account).await? >= MAX_DOMAINS {
        return Err(conflict(&format!("An account can have {MAX_DOMAINS} domains at most.")).into());
    }
    let id = workspace.random.id();
    let new = NewDomain {
        id: &id,
        account,
        name: &name,
        token: &hex::encode(workspace.random.bytes::<16>()),
        claimed_at: now,
        next_check_at: now + CHECK_EVERY,
        gives_up_at: now + GIVE_UP_AFTER,
    };
    store::domains::insert(&mut tx, &new).await?;
    let event = access::event(workspace, caller, Action::AddDomain, Outcome::Allowed);
    let event = event.request(json!({ "accountId": account, "domainId": id, "domain": name }));
    workspace.audit.append(&mut tx, &event).await?;
    let detail = detail(&mut tx, account, &id).await?;
    tx.commit().await?;
    announce(workspace);
    Ok(detail)
}

/// One domain of an account.
///
/// # Errors
/// 404; or when the database fails.
pub async fn get(
    workspace: &Workspace,
    _proof: &Authorised<may::GetDomain>,
    account: &str,
    id: &str,
) -> Result<DomainDetail> {
    let mut conn = workspace.store.snapshot().await?;
    known(&mut conn, account).await?;
    detail(&mut conn, account, id).await
}

/// Looks at the DNS now. A failed claim is pending again if the record is still not there.
///
/// # Errors
/// 404; or when the database fails.
pub async fn check(
    workspace: &Workspace,
    caller: &SignedIn,
    _proof: &Authorised<may::AddDomain>,
    account: &str,
    id: &str,
) -> Result<DomainDetail> {
    let mut conn = workspace.store.read().await?;
    known(&mut conn, account).await?;
    if store::domains::get(&mut conn, account, id).await?.is_none() {
        return Err(Refusal::not_found("domain").into());
    }
    drop(conn);
    let event = access::event(workspace, caller, Action::AddDomain, Outcome::Allowed);
    let event = event.request(json!({ "accountId": account, "domainId": id, "check": true }));
    look(workspace, account, id, Some(event)).await?;
    let mut conn = workspace.store.snapshot().await?;
    detail(&mut conn, account, id).await
}

/// Removes a domain: its registered users are released and its suspended ones stay so. Without the last verified domain the
/// account is a Team account again, and its running request is cancelled.
///
/// # Errors
/// 404; or when the database fails.
pub async fn remove(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::DeleteDomain>,
    account: &str,
    id: &str,
) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    access::still(&mut tx, caller, proof, now).await?;
    known(&mut tx, account).await?;
    let found = store::domains::get(&mut tx, account, id).await?;
    let row = found.ok_or_else(|| Refusal::not_found("domain"))?;
    let was_held = row.status()? == DomainStatus::Verified;
    store::domains::delete(&mut tx, id).await?;
    let event = access::event(workspace, caller, Action::DeleteDomain, Outcome::Allowed);
    let event = event.request(json!({ "accountId": account, "domainId": id, "domain": row.name }));
    workspace.audit.append(&mut tx, &event).await?;
    let mut cancelled = None;
    if was_held {
        store::domains::release_others(&mut tx, account).await?;
        store::domains::world_changed(&mut tx).await?;
        if !store::domains::holds_another(&mut tx, account, id).await? {
            store::accounts::set_type(&mut tx, account, AccountType::Team).await?;
            cancelled = cancel_running(&mut tx, account, &row.name, now).await?;
        }
    }
    tx.commit().await?;
    tracing::info!(account, domain = row.name, "domain removed");
    if let Some(export) = cancelled {
        let mut conn = workspace.store.read().await?;
        if let Some(row) = store::exports::get(&mut conn, &export).await? {
            let export = exports::shape(&mut conn, &row, workspace.now()).await?;
            workspace.events.publish(Event::Export(Box::new(export)));
        }
    }
    announce(workspace);
    Ok(())
}

async fn cancel_running(
    conn: &mut SqliteConnection,
    account: &str,
    domain: &str,
    now: Millis,
) -> Result<Option<String>> {
    let Some(running) = store::exports::running(conn, account).await? else {
        return Ok(None);
    };
    let detail = format!("The account's last domain, {domain}, was removed: it is a Team account now.");
    let (to, system) = (ExportState::Cancelled, exports::system());
    store::exports::transition(conn, &running.id, to, now, &system, Some(&detail)).await?;
    store::exports::delete_keys(conn, &running.id).await?;
    Ok(Some(running.id))
}

/// Looks at the pending claims whose time has come, and says when the next one's does.
///
/// # Errors
/// When the database fails.
pub async fn tick(workspace: &Workspace) -> Result<Next> {
    let now = workspace.now();
    let mut conn = workspace.store.read().await?;
    let due = store::domains::due(&mut conn, now).await?;
    if due.is_empty() {
        let next = store::domains::next_check(&mut conn).await?;
        return Ok(next.map_or(Next::Idle, Next::At));
    }
    drop(conn);
    for (account, id) in due {
        look(workspace, &account, &id, None).await?;
    }
    Ok(Next::Now)
}

/// What a look at the DNS found.
enum Seen {
    Record,
    Else(DomainFinding, Vec<String>),
}

/// Looks at the DNS and does what follows. `asked` is the event of whoever asked for it.
async fn look(workspace: &Workspace, account: &str, id: &str, asked: Option<audit::Event>) -> Result<()> {
    let mut conn = workspace.store.read().await?;
    let Some(row) = store::domains::get(&mut conn, account, id).await? else {
        return Ok(());
    };
    drop(conn);
    let seen = match row.status()? {
        DomainStatus::Verified => None,
        _ => Some(seen(workspace, &row).await),
    };
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    // It may have been removed, or verified by another look, while the DNS was asked.
    let row = store::domains::get(&mut tx, account, id).await?;
    if let (Some(row), Some(seen)) = (&row, seen)
        && row.status()? != DomainStatus::Verified
    {
        settle(workspace, &mut tx, row, seen, asked.is_some(), now).await?;
    }
    if let Some(event) = asked {
        workspace.audit.append(&mut tx, &event).await?;
    }
    tx.commit().await?;
    announce(workspace);
    Ok(())
}

async fn seen(workspace: &Workspace, row: &DomainRow) -> Seen {
    let now = workspace.now();
    let record = record(row);
    let Ok(values) = workspace.dns.txt(&record.name, now).await else {
        return Seen::Else(DomainFinding::NoAnswer, Vec::new());
    };
    if values.iter().any(|value| value.trim() == record.value) {
        return Seen::Record;
    }
    let doubled = format!("{}.{}", record.name, row.name);
    if doubled.len() <= 253
        && let Ok(there) = workspace.dns.txt(&doubled, now).await
        && there.iter().any(|value| value.trim() == record.value)
    {
        return Seen::Else(DomainFinding::DoubledSuffix, vec![doubled]);
    }
    let finding = match values.is_empty() {
        true => DomainFinding::NoRecord,
        false => DomainFinding::WrongValue,
    };
    let cut = |value: String| value.chars().take(SHOWN_CHARS).collect();
    Seen::Else(finding, values.into_iter().take(SHOWN_VALUES).map(cut).collect())
}

/// Does what follows from a look at the DNS.
async fn settle(
    workspace: &Workspace,
    conn: &mut SqliteConnection,
    row: &DomainRow,
    seen: Seen,
    asked: bool,
    now: Millis,
) -> Result<()> {
    let mut checked = Checked {
        id: &row.id,
        status: DomainStatus::Verified,
        at: now,
        next_check_at: None,
        gives_up_at: None,
        finding: None,
        found: &[],
    };
    match &seen {
        Seen::Record if store::domains::is_held_by_another(conn, &row.account_id, &row.name).await? => {
            checked.status = DomainStatus::Failed;
            checked.finding = Some(DomainFinding::HeldByAnother);
            return Ok(store::domains::note(conn, &checked).await?);
        }
        Seen::Record => {
            store::domains::note(conn, &checked).await?;
            return hold(workspace, conn, row, now).await;
        }
        Seen::Else(finding, found) => {
            checked.finding = Some(*finding);
            checked.found = found;
        }
    }
    // Whoever asks again after a claim has failed, or when it was never looked up by itself, begins its three days anew.
    let gives_up_at = match row.gives_up_at {
        Some(at) if row.status()? == DomainStatus::PendingVerification => Some(at),
        _ if asked => Some(now + GIVE_UP_AFTER),
        _ => None,
    };
    match gives_up_at {
        Some(at) if at > now => {
            checked.status = DomainStatus::PendingVerification;
            checked.next_check_at = Some((now + CHECK_EVERY).min(at));
            checked.gives_up_at = Some(at);
        }
        _ => checked.status = DomainStatus::Failed,
    }
    Ok(store::domains::note(conn, &checked).await?)
}

/// The account holds the domain from now on: its people belong to it.
async fn hold(
    workspace: &Workspace,
    conn: &mut SqliteConnection,
    row: &DomainRow,
    now: Millis,
) -> Result<()> {
    let account = store::accounts::get(conn, &row.account_id).await?;
    let account = account.ok_or_else(|| Error::Internal("a domain's account vanished".into()))?;
    if !account.account_type.is_enterprise() {
        store::accounts::set_type(conn, &account.id, AccountType::EnterpriseLWA).await?;
    }
    let people = store::domains::adopt(conn, &account.id, &row.name).await?;
    store::domains::release_others(conn, &account.id).await?;
    store::domains::world_changed(conn).await?;
    let (id, system) = (workspace.random.id(), exports::system());
    let action = Action::AddDomain.as_str();
    let event = audit::Event::new(id, now, action, &system, Outcome::Allowed, Origin::default());
    let request =
        json!({ "accountId": account.id, "domainId": row.id, "domain": row.name, "verified": true });
    workspace.audit.append(conn, &event.request(request)).await?;
    tracing::info!(account = account.id, domain = row.name, people, "domain verified");
    Ok(())
}

fn record(row: &DomainRow) -> TxtRecord {
    TxtRecord {
        name: name::record_name(&row.name),
        value: format!("{VALUE_PREFIX}{}", row.token),
    }
}

async fn detail(conn: &mut SqliteConnection, account: &str, id: &str) -> Result<DomainDetail> {
    let row = store::domains::get(conn, account, id).await?;
    let row = row.ok_or_else(|| Refusal::not_found("domain"))?;
    let mut removal = Default::default();
    if row.status()? == DomainStatus::Verified {
        removal = store::domains::removal(conn, account, &row.name).await?;
        removal.becomes_team = !store::domains::holds_another(conn, account, id).await?;
        if removal.becomes_team {
            let running = store::exports::running(conn, account).await?;
            removal.cancels = running.map(|export| export.id);
        }
    }
    Ok(DomainDetail {
        domain: row.shape()?,
        record: record(&row),
        checked_at: row.checked_at.map(rfc3339),
        next_check_at: row.next_check_at.map(rfc3339),
        gives_up_at: row.gives_up_at.map(rfc3339),
        finding: row.finding(),
        found: row.found(),
        removal,
    })
}

async fn known(conn: &mut SqliteConnection, account: &str) -> Result<()> {
    match store::accounts::get(conn, account).await? {
        Some(_) => Ok(()),
        None => Err(Refusal::not_found("account").into()),
    }
}

fn conflict(detail: &str) -> Refusal {
    Refusal::new(ErrorCode::Conflict, detail)
}

fn announce(workspace: &Workspace) {
    workspace.events.publish(Event::Resync);
    workspace.wake.notify_one();
}
