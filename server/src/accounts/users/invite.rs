//! Invitations. Each address is judged separately.

use std::collections::{BTreeMap, BTreeSet};

use attache_wire::{
    account::Account,
    id::{AccountId, UserId},
    user::{InvitationOutcome, InviteUsers, Invited, InvitedAddress, MAX_INVITATIONS, Registration},
};
use serde_json::json;

use super::address;
use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, may},
    },
    accounts::directory,
    clock::Millis,
    error::{Refusal, Result},
    store::{
        self, Conn,
        users::membership::{self, NewPerson, UserRow},
    },
    workspace::Workspace,
};

/// Maximum length of an address in the audit log, in characters; longer ones are invalid.
const RECORDED_CHARS: usize = 254;

/// Invites people to an account. A chat user who belongs to no account joins immediately.
///
/// # Errors
/// 404; 422 for no addresses or too many; or when the database fails.
pub async fn invite(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::InviteUsers>,
    account: &AccountId,
    body: &InviteUsers,
) -> Result<Invited> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (now, tx) = (change.now, &mut change.tx);
    let account = directory::account(tx, account).await?;
    let emails = &body.emails;
    if !(1..=MAX_INVITATIONS).contains(&emails.len()) {
        let detail = format!("Provide 1 to {MAX_INVITATIONS} email addresses.");
        return Err(Refusal::invalid("emails", detail).into());
    }
    let results = invite_all(workspace, tx, &account, emails, now).await?;
    let joined = |result: &InvitedAddress| result.outcome == InvitationOutcome::Joined;
    if results.iter().any(joined) {
        store::scope::bump_revision(tx).await?;
    }
    let recorded: Vec<_> = results
        .iter()
        .map(|result| {
            let email: String = result.email.chars().take(RECORDED_CHARS).collect();
            json!({ "email": email, "outcome": result.outcome })
        })
        .collect();
    let event = change.event(json!({ "accountId": account.id }));
    let event = event.response(json!({ "invitations": recorded }));
    change.commit_and_publish(&event).await?;
    Ok(Invited { results })
}

/// Judges all addresses together and applies the results.
async fn invite_all(
    workspace: &Workspace,
    conn: &mut Conn,
    account: &Account,
    emails: &[String],
    now: Millis,
) -> Result<Vec<InvitedAddress>> {
    let typed = |email: &String| (email.trim().to_owned(), address::canonical(email));
    let typed: Vec<(String, Option<String>)> = emails.iter().map(typed).collect();
    let mut waiting: BTreeSet<&str> = typed
        .iter()
        .filter_map(|(_, address)| address.as_deref())
        .collect();
    let addresses: Vec<&str> = waiting.iter().copied().collect();
    let there = membership::with_addresses(conn, &addresses).await?;
    let there: BTreeMap<&str, &UserRow> = there
        .iter()
        .map(|person| (person.email.as_str(), person))
        .collect();
    let domains = addresses.iter().map(|address| domain(address)).collect();
    let held = store::domains::held_by_others(conn, &account.id, &domains).await?;

    let (mut new, mut come, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let mut results = Vec::with_capacity(typed.len());
    for (email, address) in &typed {
        let (outcome, user_id) = match address.as_deref() {
            None => (InvitationOutcome::NotAnAddress, None),
            Some(address) if !waiting.remove(address) => (InvitationOutcome::Repeated, None),
            Some(address) => {
                let person = there.get(address).copied();
                let outcome = judge(account, address, person, &held)?;
                let id = match (outcome, person) {
                    (InvitationOutcome::Invited, None) => {
                        new.push(unknown(workspace.random.id().into(), address));
                        new.last().map(|new| &new.id)
                    }
                    (InvitationOutcome::Invited | InvitationOutcome::Joined, Some(person)) => {
                        come.push(person.id.as_str());
                        Some(&person.id)
                    }
                    (InvitationOutcome::InvitedAgain, Some(person)) => {
                        again.push(person.id.as_str());
                        Some(&person.id)
                    }
                    (InvitationOutcome::Member | InvitationOutcome::Suspended, Some(person)) => {
                        Some(&person.id)
                    }
                    _ => None,
                };
                (outcome, id.cloned())
            }
        };
        results.push(InvitedAddress {
            email: email.clone(),
            outcome,
            user_id,
        });
    }
    membership::insert(conn, &new, &account.id, now).await?;
    membership::invite(conn, &come, &account.id, now).await?;
    membership::invite_again(conn, &again, now).await?;
    Ok(results)
}

/// Returns a new user named after the part of the address before the `@`.
fn unknown(id: UserId, address: &str) -> NewPerson {
    let (name, _) = address.split_once('@').unwrap_or((address, ""));
    NewPerson {
        id,
        email: address.to_owned(),
        display_name: name.to_owned(),
        sort_name: name.to_lowercase(),
    }
}

fn domain(address: &str) -> &str {
    address.split_once('@').map_or(address, |(_, domain)| domain)
}

/// Returns the outcome of inviting an address. `held` are the domains that other accounts hold.
fn judge(
    account: &Account,
    address: &str,
    person: Option<&UserRow>,
    held: &BTreeSet<String>,
) -> Result<InvitationOutcome> {
    if let Some(person) = person
        && let Some(settled) = belongs(account, person)?
    {
        return Ok(settled);
    }
    if let Some(refused) = domain_refuses(account, domain(address), held) {
        return Ok(refused);
    }
    Ok(match person {
        Some(person) if person.has_joined => InvitationOutcome::Joined,
        Some(person) if person.account_id.is_some() => InvitationOutcome::InvitedAgain,
        _ => InvitationOutcome::Invited,
    })
}

/// Returns the outcome for a user who already belongs to an account, so that an invitation is unnecessary or
/// impossible. `None` if the user can be invited; a released user belongs to no account.
fn belongs(account: &Account, person: &UserRow) -> Result<Option<InvitationOutcome>> {
    let is_ours = person.account_id.as_ref() == Some(&account.id);
    Ok(match person.registration()? {
        Registration::Released => None,
        _ if person.account_id.is_none() => None,
        _ if !is_ours => Some(InvitationOutcome::ElsewhereManaged),
        Registration::Registered => Some(InvitationOutcome::Member),
        Registration::Suspended => Some(InvitationOutcome::Suspended),
        Registration::Unregistered => None,
    })
}

/// Returns the outcome if the domain rules out an invitation. As in Amazon Chime, a Team account can invite anyone
/// whose domain no other account holds; an Enterprise account only users of its own domains.
fn domain_refuses(account: &Account, domain: &str, held: &BTreeSet<String>) -> Option<InvitationOutcome> {
    if held.contains(domain) {
        return Some(InvitationOutcome::DomainHeldByAnother);
    }
    let is_own = !account.account_type.is_enterprise() || account.domains.iter().any(|own| own == domain);
    (!is_own).then_some(InvitationOutcome::NotYourDomain)
}
