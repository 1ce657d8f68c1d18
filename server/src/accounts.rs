//! Accounts: making, renaming and deleting them.

pub mod directory;
pub mod domains;
pub mod retention;
pub mod users;

use attache_wire::{
    account::{Account, MAX_ACCOUNT_NAME_CHARS},
    error::ErrorCode,
    event::Event,
    permission::Action,
    state::ExportState,
};
use serde_json::json;

use crate::{
    access::{
        self, SignedIn,
        authorise::{Authorised, may},
    },
    audit::Outcome,
    error::{Error, Refusal, Result},
    scope::Subject,
    store::{self, Conn},
    workspace::Workspace,
};

/// Makes a Team account.
///
/// # Errors
/// 422 for a bad name; or when the database fails.
pub async fn create(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::CreateAccount>,
    name: &str,
) -> Result<Account> {
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    access::still(&mut tx, caller, proof, now).await?;
    let name = valid(name)?;
    let id = workspace.random.id();
    store::accounts::insert(&mut tx, &id, name, now).await?;
    let event = access::event(workspace, caller, Action::CreateAccount, Outcome::Allowed);
    let event = event.request(json!({ "accountId": id, "name": name }));
    workspace.audit.append(&mut tx, &event).await?;
    let account = get(&mut tx, &id).await?;
    tx.commit().await?;
    workspace.events.publish(Event::Resync);
    Ok(account)
}

/// Gives an account another name.
///
/// # Errors
/// 404; 422 for a bad name; or when the database fails.
pub async fn rename(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::RenameAccount>,
    id: &str,
    name: &str,
) -> Result<Account> {
    let mut tx = workspace.store.write().await?;
    access::still(&mut tx, caller, proof, workspace.now()).await?;
    let before = get(&mut tx, id).await?;
    let name = valid(name)?;
    store::accounts::rename(&mut tx, id, name).await?;
    let event = access::event(workspace, caller, Action::RenameAccount, Outcome::Allowed);
    let event = event.request(json!({ "accountId": id, "name": name, "oldName": before.name }));
    workspace.audit.append(&mut tx, &event).await?;
    let account = get(&mut tx, id).await?;
    tx.commit().await?;
    workspace.events.publish(Event::Resync);
    Ok(account)
}

/// Deletes an account and takes the links of its delivered requests back. A Team account must have no users, an Enterprise
/// account no domains, as Amazon Chime documented it.
///
/// # Errors
/// 404; 409 with what is in the way; or when the database fails.
pub async fn delete(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::DeleteAccount>,
    id: &str,
) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    access::still(&mut tx, caller, proof, now).await?;
    let account = get(&mut tx, id).await?;
    if let Some(detail) = in_the_way(&mut tx, &account).await? {
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let detail = format!("The account {} was deleted.", account.name);
    for export in store::exports::delivered(&mut tx, Subject::Account(id)).await? {
        let to = ExportState::Revoked;
        store::exports::transition(&mut tx, &export, to, now, &caller.actor(), Some(&detail)).await?;
        store::exports::delete_keys(&mut tx, &export).await?;
    }
    store::accounts::delete(&mut tx, id, now).await?;
    store::scope::bump_revision(&mut tx).await?;
    let event = access::event(workspace, caller, Action::DeleteAccount, Outcome::Allowed);
    let event = event.request(json!({ "accountId": id, "name": account.name }));
    workspace.audit.append(&mut tx, &event).await?;
    tx.commit().await?;
    tracing::info!(account = id, "account deleted");
    workspace.events.publish(Event::Resync);
    workspace.wake.notify_one();
    Ok(())
}

/// What has to go before the account can.
async fn in_the_way(conn: &mut Conn, account: &Account) -> Result<Option<String>> {
    if account.account_type.is_enterprise() {
        let domains = store::domains::count(conn, &account.id).await?;
        return Ok((domains > 0).then(|| {
            format!(
                "The account still has {domains} domain(s). Remove them first; it is a Team account then."
            )
        }));
    }
    let users = store::accounts::present_users(conn, &account.id).await?;
    Ok((users > 0).then(|| format!("The account still has {users} user(s). Remove them first.")))
}

async fn get(conn: &mut Conn, id: &str) -> Result<Account> {
    let account = store::accounts::get(conn, id).await?;
    account.ok_or_else(|| Refusal::not_found("account").into())
}

/// A name without the white space around it.
///
/// # Errors
/// 422 when it is empty, too long, or has control characters.
pub(crate) fn valid(name: &str) -> Result<&str, Error> {
    let name = name.trim();
    let refuse = |detail: String| Err(Refusal::invalid("name", detail).into());
    match name.chars().count() {
        0 => refuse("Enter a name.".to_owned()),
        1..=MAX_ACCOUNT_NAME_CHARS if !name.chars().any(char::is_control) => Ok(name),
        1..=MAX_ACCOUNT_NAME_CHARS => refuse("The name must not contain control characters.".to_owned()),
        _ => refuse(format!(
            "The name must not be longer than {MAX_ACCOUNT_NAME_CHARS} characters."
        )),
    }
}
