//! The directory: accounts, their users and their domains, in pages.

use attache_wire::{
    account::{Account, Domain},
    id::AccountId,
    page::Page,
    user::User,
};

use crate::{
    access::authorise::{Authorised, may},
    error::{Refusal, Result},
    store::{self, Conn},
    workspace::Workspace,
};

pub use crate::store::users::UserQuery;

/// Searches accounts. Each word of `typed` must be the start of a word of the name, or of a verified domain.
///
/// # Errors
/// 400 for a cursor of another list; or when the database fails.
pub async fn accounts(
    workspace: &Workspace,
    _proof: &Authorised<may::ListAccounts>,
    typed: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<Account>> {
    let search = workspace.store.search(typed).await?;
    let mut conn = workspace.store.read().await?;
    page(store::accounts::list(&mut conn, search.as_ref(), after, limit).await?)
}

/// Lists an account's users.
///
/// # Errors
/// 404; 400 for a cursor of another list; or when the database fails.
pub async fn users(
    workspace: &Workspace,
    _proof: &Authorised<may::ListUsers>,
    account: &AccountId,
    wanted: &UserQuery,
) -> Result<Page<User>> {
    let search = workspace.store.search(&wanted.q).await?;
    let mut conn = workspace.store.read().await?;
    known(&mut conn, account).await?;
    page(store::users::list(&mut conn, account, wanted, search.as_ref()).await?)
}

/// Lists an account's domains.
///
/// # Errors
/// 404; 400 for a cursor of another list; or when the database fails.
pub async fn domains(
    workspace: &Workspace,
    _proof: &Authorised<may::ListDomains>,
    account: &AccountId,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<Domain>> {
    let mut conn = workspace.store.read().await?;
    known(&mut conn, account).await?;
    page(store::domains::list(&mut conn, account, after, limit).await?)
}

/// Refuses an account that does not exist.
///
/// # Errors
/// 404; or when the database fails.
pub async fn known(conn: &mut Conn, account: &AccountId) -> Result<()> {
    match store::accounts::exists(conn, account).await? {
        true => Ok(()),
        false => Err(Refusal::not_found("account").into()),
    }
}

/// Returns the account with this id.
///
/// # Errors
/// 404; or when the database fails.
pub async fn account(conn: &mut Conn, account: &AccountId) -> Result<Account> {
    let account = store::accounts::get(conn, account).await?;
    account.ok_or_else(|| Refusal::not_found("account").into())
}

fn page<T>(page: Option<(Vec<T>, Option<String>)>) -> Result<Page<T>> {
    let (items, next_cursor) = page.ok_or_else(Refusal::wrong_cursor)?;
    Ok(Page { items, next_cursor })
}
