//! Inviting people: each address is judged on its own.

use std::collections::BTreeSet;

use attache_wire::{
    account::Account,
    event::Event,
    permission::Action,
    user::{InvitationOutcome, InviteUsers, Invited, InvitedAddress, MAX_INVITATIONS, Registration},
};
use serde_json::json;
use sqlx::SqliteConnection;

use super::address;
use crate::{
    access::{self, SignedIn},
    audit::Outcome,
    authz::{Authorised, may},
    clock::Millis,
    directory,
    error::{Refusal, Result},
    store::{
        self,
        users::membership::{self, NewPerson, Person},
    },
    workspace::Workspace,
};

/// Characters of an address that the audit log keeps: what is longer is none.
const RECORDED_CHARS: usize = 254;

/// Invites people to an account. Who uses the chat already and belongs to nobody joins at once.
///
/// # Errors
/// 404; 422 for no addresses or too many; or when the database fails.
pub async fn invite(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::InviteUsers>,
    account: &str,
    body: &InviteUsers,
) -> Result<Invited> {
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    access::still(&mut tx, caller, proof, now).await?;
    let account = directory::account(&mut tx, account).await?;
    let emails = &body.emails;
    if !(1..=MAX_INVITATIONS).contains(&emails.len()) {
        let detail = format!("Give 1 to {MAX_INVITATIONS} e-mail addresses.");
        return Err(Refusal::invalid("emails", detail).into());
    }
    let mut seen = BTreeSet::new();
    let mut results = Vec::with_capacity(emails.len());
    for email in emails {
        let email = email.trim();
        let (outcome, user_id) = match address::canonical(email) {
            None => (InvitationOutcome::NotAnAddress, None),
            Some(address) if seen.contains(&address) => (InvitationOutcome::Repeated, None),
            Some(address) => {
                let judged = invite_one(workspace, &mut tx, &account, &address, now).await?;
                seen.insert(address);
                judged
            }
        };
        results.push(InvitedAddress {
            email: email.to_owned(),
            outcome,
            user_id,
        });
    }
    let joined = |result: &InvitedAddress| result.outcome == InvitationOutcome::Joined;
    if results.iter().any(joined) {
        store::scope::bump_revision(&mut tx).await?;
    }
    let recorded: Vec<_> = results
        .iter()
        .map(|result| {
            let email: String = result.email.chars().take(RECORDED_CHARS).collect();
            json!({ "email": email, "outcome": result.outcome })
        })
        .collect();
    let event = access::event(workspace, caller, Action::InviteUsers, Outcome::Allowed);
    let event = event.request(json!({ "accountId": account.id, "invitations": recorded }));
    workspace.audit.append(&mut tx, &event).await?;
    tx.commit().await?;
    workspace.events.publish(Event::Resync);
    Ok(Invited { results })
}

/// Judges one address and does what follows. Returns the user, where there is one in this account.
async fn invite_one(
    workspace: &Workspace,
    conn: &mut SqliteConnection,
    account: &Account,
    address: &str,
    now: Millis,
) -> Result<(InvitationOutcome, Option<String>)> {
    let person = membership::by_address(conn, address).await?;
    if let Some(there) = &person
        && let Some(settled) = belongs(account, there)?
    {
        return Ok(settled);
    }
    if let Some(refused) = domain_refuses(conn, account, address).await? {
        return Ok((refused, None));
    }
    let Some(person) = person else {
        let id = workspace.random.id();
        let (name, _) = address.split_once('@').unwrap_or((address, ""));
        let new = NewPerson {
            id: &id,
            account: &account.id,
            email: address,
            name,
        };
        membership::insert(conn, &new, now).await?;
        return Ok((InvitationOutcome::Invited, Some(id)));
    };
    membership::invite(conn, &person.id, &account.id, now).await?;
    let outcome = match person.account_id {
        _ if person.has_joined => InvitationOutcome::Joined,
        Some(_) => InvitationOutcome::InvitedAgain,
        None => InvitationOutcome::Invited,
    };
    Ok((outcome, Some(person.id)))
}

/// What there is to say about somebody who belongs to an account so that no invitation is needed or possible. Somebody who
/// was released belongs to none.
fn belongs(account: &Account, person: &Person) -> Result<Option<(InvitationOutcome, Option<String>)>> {
    let is_ours = person.account_id.as_ref() == Some(&account.id);
    Ok(match person.registration()? {
        Registration::Released => None,
        _ if person.account_id.is_none() => None,
        _ if !is_ours => Some((InvitationOutcome::ElsewhereManaged, None)),
        Registration::Registered => Some((InvitationOutcome::Member, Some(person.id.clone()))),
        Registration::Suspended => Some((InvitationOutcome::Suspended, Some(person.id.clone()))),
        Registration::Unregistered => None,
    })
}

/// Whether the address' domain stands in the way: a Team account invites everybody whose domain no other account holds, an
/// Enterprise account those of its own domains, as Amazon Chime documented it.
async fn domain_refuses(
    conn: &mut SqliteConnection,
    account: &Account,
    address: &str,
) -> Result<Option<InvitationOutcome>> {
    let (_, domain) = address.split_once('@').unwrap_or(("", address));
    if store::domains::is_held_by_another(conn, &account.id, domain).await? {
        return Ok(Some(InvitationOutcome::DomainHeldByAnother));
    }
    let is_own = !account.account_type.is_enterprise() || account.domains.iter().any(|own| own == domain);
    Ok((!is_own).then_some(InvitationOutcome::NotYourDomain))
}
