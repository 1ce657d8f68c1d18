//! Looks for the TXT record that proves a claim, and applies the result.

use std::time::Duration;

use attache_wire::{
    account::{AccountType, DomainStatus},
    domain::DomainFinding,
    id::{AccountId, DomainId},
    permission::Action,
};
use futures::{
    StreamExt,
    future::{self, BoxFuture, FutureExt},
    stream,
};
use serde_json::json;

use super::{CHECK_EVERY, GIVE_UP_AFTER, announce, record};
use crate::{
    access::{
        self, SignedIn,
        authorise::{Authorised, may},
    },
    audit::{self, Origin, Outcome},
    clock::Millis,
    error::{Error, Result},
    exports,
    store::{
        self, Conn,
        domains::{Checked, DomainRow},
    },
    worker::{Duty, NextRun},
    workspace::Workspace,
};

/// Claims looked up at the same time.
const LOOK_UPS: usize = 16;
/// How long claims wait while a request fixes its set (wall time).
const WAIT_FOR_SET: Duration = Duration::from_secs(1);
/// Zones above a domain that are tried.
const MOST_ZONES: usize = 4;
/// Maximum length of a domain name (RFC 1035, section 3.1).
const MAX_NAME: usize = 253;
/// How many wrong values are stored and shown, and the maximum length of each in characters.
const SHOWN_VALUES: usize = 5;
const SHOWN_CHARS: usize = 255;

/// Checks the pending claims that are due.
pub struct VerifyPending;

impl Duty for VerifyPending {
    fn name(&self) -> &'static str {
        "domain verification"
    }

    fn run<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<NextRun>> {
        verify_due(workspace).boxed()
    }
}

async fn verify_due(workspace: &Workspace) -> Result<NextRun> {
    let now = workspace.now();
    let mut conn = workspace.store.read().await?;
    let due = store::domains::due(&mut conn, now).await?;
    if due.is_empty() {
        let next = store::domains::next_check(&mut conn).await?;
        return Ok(next.map_or(NextRun::Idle, NextRun::At));
    }
    drop(conn);
    // One that fails does not end the others: each applies what it found.
    let checked: Vec<Result<()>> = stream::iter(due)
        .map(|(account, id)| async move { verify(workspace, &account, &id, None).await })
        .buffer_unordered(LOOK_UPS)
        .collect()
        .await;
    let mut next = NextRun::Now;
    for failed in checked.into_iter().filter_map(Result::err) {
        match failed {
            Error::Refused(_) => next = NextRun::After(WAIT_FOR_SET),
            error => return Err(error),
        }
    }
    Ok(next)
}

/// The result of a DNS look-up.
enum Seen {
    Record,
    Else(DomainFinding, Vec<String>),
}

/// Checks the DNS and applies the result. `asked` is the caller who requested the check, with the proof of permission;
/// `None` for a scheduled check.
///
/// # Errors
/// 403 when the caller has lost the permission meanwhile; 503 while a request fixes its set; or when the database fails.
pub(super) async fn verify(
    workspace: &Workspace,
    account: &AccountId,
    id: &DomainId,
    asked: Option<(&SignedIn, &Authorised<may::AddDomain>)>,
) -> Result<()> {
    let mut conn = workspace.store.read().await?;
    let Some(row) = store::domains::get(&mut conn, account, id).await? else {
        return Ok(());
    };
    let is_pending = row.status()? != DomainStatus::Verified;
    if is_pending {
        // Asked first, because a record that is found now could not be applied.
        exports::refuse_while_fixing_a_set(&mut conn).await?;
    }
    drop(conn);
    let seen = match is_pending {
        true => Some(seen(workspace, &row).await),
        false => None,
    };
    let mut tx = workspace.store.write().await?;
    if matches!(seen, Some(Seen::Record)) {
        exports::refuse_while_fixing_a_set(&mut tx).await?;
    }
    let now = workspace.now();
    if let Some((caller, proof)) = asked {
        access::recheck(&mut tx, caller, proof, now).await?;
        let event = access::event(workspace, caller, Some(Action::AddDomain), Outcome::Allowed);
        let event = event.request(json!({ "accountId": account, "domainId": id }));
        workspace.audit.append(&mut tx, &event).await?;
    }
    // Another check may have verified it, or someone removed it, during the look-up.
    let row = store::domains::get(&mut tx, account, id).await?;
    if let (Some(row), Some(seen)) = (&row, seen)
        && row.status()? != DomainStatus::Verified
    {
        settle(workspace, &mut tx, row, seen, asked.is_some(), now).await?;
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
    let cut = |value: String| value.chars().take(SHOWN_CHARS).collect::<String>();
    if let Some(value) = values.iter().find(|value| bare(value) == record.value) {
        return Seen::Else(DomainFinding::DecoratedValue, vec![cut(value.clone())]);
    }
    let places = elsewhere(&record.name, &row.name);
    let look = places.into_iter().map(|(name, finding)| async move {
        let values = workspace.dns.txt(&name, now).await.unwrap_or_default();
        (name, finding, values)
    });
    let found = future::join_all(look).await;
    let there = |(_, _, values): &(String, DomainFinding, Vec<String>)| {
        values.iter().any(|value| bare(value) == record.value)
    };
    if let Some((name, finding, _)) = found.into_iter().find(there) {
        return Seen::Else(finding, vec![name]);
    }
    let finding = match values.is_empty() {
        true => DomainFinding::NoRecord,
        false => DomainFinding::WrongValue,
    };
    Seen::Else(finding, values.into_iter().take(SHOWN_VALUES).map(cut).collect())
}

/// Returns a value without what people add to it by mistake.
fn bare(value: &str) -> &str {
    value.trim().trim_matches('"').trim_end_matches('.').trim()
}

/// Returns the names at which the record may be by mistake: below the domain once more, below a zone above it, which a DNS
/// provider appends, and at the domain itself.
fn elsewhere(record: &str, domain: &str) -> Vec<(String, DomainFinding)> {
    let is_zone = |zone: &&str| zone.contains('.');
    let zones = std::iter::successors(Some(domain), |zone| Some(zone.split_once('.')?.1)).take_while(is_zone);
    zones
        .take(MOST_ZONES)
        .map(|zone| (format!("{record}.{zone}"), DomainFinding::DoubledSuffix))
        .chain([(domain.to_owned(), DomainFinding::AtDomain)])
        .filter(|(name, _)| name.len() <= MAX_NAME)
        .collect()
}

/// Applies the result of a DNS look-up to the claim.
async fn settle(
    workspace: &Workspace,
    conn: &mut Conn,
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
    // A check on request restarts the three days if the claim has failed or was never looked up.
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

/// Makes the account hold the domain, and moves the domain's users to it.
async fn hold(workspace: &Workspace, conn: &mut Conn, row: &DomainRow, now: Millis) -> Result<()> {
    let account = store::accounts::get(conn, &row.account_id).await?;
    let account = account.ok_or_else(|| Error::Internal("the domain's account no longer exists".into()))?;
    if !account.account_type.is_enterprise() {
        store::accounts::set_type(conn, &account.id, AccountType::EnterpriseLWA).await?;
    }
    let people = store::domains::adopt(conn, &account.id, &row.name).await?;
    store::domains::release_others(conn, &account.id).await?;
    store::scope::bump_revision(conn).await?;
    let (id, system) = (workspace.random.id(), exports::system());
    let (operation, origin) = ("chime:VerifyDomain", Origin::default());
    let event = audit::Event::new(id, now, operation, &system, Outcome::Allowed, origin);
    let request = json!({ "accountId": account.id, "domainId": row.id, "domain": row.name });
    let event = event
        .request(request)
        .response(json!({ "verified": true, "usersMoved": people }));
    workspace.audit.append(conn, &event).await?;
    tracing::info!(account = %account.id, domain = row.name, people, "domain verified");
    Ok(())
}
