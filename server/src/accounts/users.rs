//! Users of an account: details, attachments in scope, and administrators' changes.
//!
//! [`mod@invite`] invites users, [`change`] changes many at once, and [`address`] checks email addresses.

pub mod address;
mod change;
mod invite;
mod months;

pub use change::{activate, assign_tier, remove, suspend};
pub use invite::invite;

use attache_wire::{
    id::{AccountId, UserId},
    page::Page,
    user::{UserContainer, UserDetail},
};

use crate::{
    access::authorise::{Authorised, may},
    accounts::directory,
    clock::rfc3339,
    error::{Refusal, Result},
    store::{self, Conn},
    workspace::Workspace,
};

/// Returns one user of an account, with their attachments in scope.
///
/// # Errors
/// 404; or when the database fails.
pub async fn get(
    workspace: &Workspace,
    _proof: &Authorised<may::GetUser>,
    account: &AccountId,
    id: &UserId,
) -> Result<UserDetail> {
    let mut conn = workspace.store.snapshot().await?;
    let now = workspace.now();
    let user = known(&mut conn, account, id).await?;
    let takes_part = store::users::one::takes_part(&mut conn, id, now).await?;
    let found = store::scope::months_of(&mut conn, account, now, id).await?;
    Ok(UserDetail {
        user,
        direct_conversations: takes_part.direct,
        group_conversations: takes_part.group,
        rooms: takes_part.rooms,
        scope_at: rfc3339(now),
        attachments: found.iter().map(|(_, attachments, _)| attachments).sum(),
        bytes: found.iter().map(|(.., bytes)| bytes).sum(),
        months: months::without_gaps(&found, now),
    })
}

/// Lists the conversations and rooms of a user: names and counts, never messages.
///
/// # Errors
/// 404; 400 for a cursor of another list; or when the database fails.
pub async fn containers(
    workspace: &Workspace,
    _proof: &Authorised<may::GetUser>,
    account: &AccountId,
    id: &UserId,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<UserContainer>> {
    let mut conn = workspace.store.snapshot().await?;
    known(&mut conn, account, id).await?;
    let page = store::users::one::containers(&mut conn, id, workspace.now(), after, limit).await?;
    let (items, next_cursor) = page.ok_or_else(Refusal::wrong_cursor)?;
    Ok(Page { items, next_cursor })
}

async fn known(conn: &mut Conn, account: &AccountId, id: &UserId) -> Result<attache_wire::user::User> {
    directory::known(conn, account).await?;
    let user = store::users::one::get(conn, account, id).await?;
    user.ok_or_else(|| Refusal::not_found("user").into())
}
