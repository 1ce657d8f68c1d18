//! Accounts: creates, renames and deletes them.

pub mod directory;
pub mod domains;
pub mod retention;
pub mod users;

use attache_wire::{
    account::{Account, MAX_ACCOUNT_NAME_CHARS},
    error::ErrorCode,
    state::ExportState,
};
use serde_json::json;

use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, may},
    },
    error::{Error, Refusal, Result},
    scope::Subject,
    store::{self, Conn},
    workspace::Workspace,
};

/// Creates a Team account.
///
/// # Errors
/// 422 for a bad name; or when the database fails.
pub async fn create(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::CreateAccount>,
    name: &str,
) -> Result<Account> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let name = valid(name)?;
    let id = workspace.random.id();
    store::accounts::insert(&mut change.tx, &id, name, change.now).await?;
    let account = get(&mut change.tx, &id).await?;
    let event = change.event(json!({ "accountId": id, "name": name }));
    let event = event.response(json!({ "accountId": id }));
    change.commit_and_publish(&event).await?;
    Ok(account)
}

/// Renames an account.
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
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let before = get(&mut change.tx, id).await?;
    let name = valid(name)?;
    store::accounts::rename(&mut change.tx, id, name).await?;
    let account = get(&mut change.tx, id).await?;
    let event = change.event(json!({ "accountId": id, "name": name, "oldName": before.name }));
    change.commit_and_publish(&event).await?;
    Ok(account)
}

/// Deletes an account and revokes the links of its delivered requests. As in Amazon Chime, a Team account must have no
/// users, an Enterprise account no domains.
///
/// # Errors
/// 404; 409 when users or domains remain; or when the database fails.
pub async fn delete(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::DeleteAccount>,
    id: &str,
) -> Result<()> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (now, tx) = (change.now, &mut change.tx);
    let account = get(tx, id).await?;
    if let Some(detail) = in_the_way(tx, &account).await? {
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let detail = format!("The account {} was deleted.", account.name);
    for export in store::exports::delivered(tx, Subject::Account(id)).await? {
        let to = ExportState::Revoked;
        store::exports::transition(tx, &export, to, now, &caller.actor(), Some(&detail)).await?;
        store::exports::delete_keys(tx, &export).await?;
    }
    store::accounts::delete(tx, id, now).await?;
    store::scope::bump_revision(tx).await?;
    let event = change.event(json!({ "accountId": id, "name": account.name }));
    change.commit_and_publish(&event).await?;
    tracing::info!(account = id, "account deleted");
    workspace.wake();
    Ok(())
}

/// Explains what must be removed before the account can be deleted; `None` if nothing.
async fn in_the_way(conn: &mut Conn, account: &Account) -> Result<Option<String>> {
    if account.account_type.is_enterprise() {
        let domains = store::domains::count(conn, &account.id).await?;
        return Ok((domains > 0).then(|| {
            format!(
                "The account still has {domains} domain(s). Remove them first; it then becomes a Team account."
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

/// Trims and checks a name.
///
/// # Errors
/// 422 when it is empty, too long, or has control characters.
pub(crate) fn valid(sent: &str) -> Result<&str, Error> {
    let name = sent.trim();
    let refuse = |detail: String| Err(Refusal::invalid("name", detail).into());
    match sent.chars().count() {
        _ if name.is_empty() => refuse("Enter a name.".to_owned()),
        ..=MAX_ACCOUNT_NAME_CHARS if !sent.chars().any(char::is_control) => Ok(name),
        ..=MAX_ACCOUNT_NAME_CHARS => refuse("The name must not contain control characters.".to_owned()),
        _ => refuse(format!(
            "The name can have at most {MAX_ACCOUNT_NAME_CHARS} characters."
        )),
    }
}
