//! The simulated chat, with the limits that Amazon Chime documented: one attachment per message, of at most 50 MB; at
//! most 50 members in a group conversation; a room's creator is its first administrator.
//!
//! Every user who has signed in can use it, unless suspended or deleted.

mod media;
mod post;
mod upload;

pub use post::{Content, File, MAX_FILE_NAME_CHARS, Posted, post};
pub use upload::{Upload, expected, upload};

use std::collections::BTreeSet;

use attache_wire::{
    id::{ContainerId, UserId},
    page::Page,
    simulator::{MAX_GROUP_MEMBERS, MIN_GROUP_MEMBERS},
    user::UserContainer,
};

use crate::{
    accounts,
    clock::Millis,
    error::{Refusal, Result},
    store::{self, Conn},
    workspace::Workspace,
};

/// Returns a page of a user's conversations and rooms.
///
/// # Errors
/// 404; 400 for a cursor of another list; or when the database fails.
pub async fn places(
    workspace: &Workspace,
    user: &UserId,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<UserContainer>> {
    let mut conn = workspace.store.snapshot().await?;
    let person = store::chat::person(&mut conn, user).await?;
    person.ok_or_else(|| Refusal::not_found("person"))?;
    let page = store::users::one::containers(&mut conn, user, workspace.now(), after, limit).await?;
    let (items, next_cursor) = page.ok_or_else(Refusal::wrong_cursor)?;
    Ok(Page { items, next_cursor })
}

/// Returns the container's kind, or refuses a user who may not write there.
async fn may_write(conn: &mut Conn, sender: &UserId, container: &ContainerId) -> Result<String> {
    takes_part(conn, sender, "sender").await?;
    let kind = store::chat::container_kind(conn, container).await?;
    let kind = kind.ok_or_else(|| Refusal::not_found("conversation or room"))?;
    if !store::chat::is_member(conn, container, sender).await? {
        let detail = "Only members can write in this conversation or room.";
        return Err(Refusal::invalid("sender", detail).into());
    }
    Ok(kind)
}

/// Refuses users who cannot use the chat.
async fn takes_part(conn: &mut Conn, user: &UserId, field: &str) -> Result<()> {
    let person = store::chat::person(conn, user).await?;
    let person = person.ok_or_else(|| Refusal::not_found("person"))?;
    let detail = match person.registration.as_str() {
        _ if person.is_deleted => "This user was deleted.",
        "Unregistered" => "This user has never signed in.",
        "Suspended" => "This user is suspended and cannot sign in.",
        _ => return Ok(()),
    };
    Err(Refusal::invalid(field, detail).into())
}

/// Creates a group conversation of these users. Returns its id.
///
/// # Errors
/// 404 for an unknown user; 422 for a bad name, too few or too many members, or one who cannot use the chat; or when
/// the database fails.
pub async fn begin_group(
    workspace: &Workspace,
    name: &str,
    members: &[UserId],
    at: Millis,
) -> Result<ContainerId> {
    let name = accounts::valid(name)?;
    let members = distinct(members);
    if !(MIN_GROUP_MEMBERS..=MAX_GROUP_MEMBERS).contains(&members.len()) {
        let detail = format!(
            "A group conversation has {MIN_GROUP_MEMBERS} to {MAX_GROUP_MEMBERS} different people, not {}.",
            members.len()
        );
        return Err(Refusal::invalid("members", detail).into());
    }
    make(workspace, name, None, &members, at).await
}

/// Creates a chat room. Its creator is a member and its first administrator. Returns its id.
///
/// # Errors
/// 404 for an unknown user; 422 for a bad name, or a member who cannot use the chat; or when the database fails.
pub async fn make_room(
    workspace: &Workspace,
    name: &str,
    creator: &UserId,
    others: &[UserId],
    at: Millis,
) -> Result<ContainerId> {
    let name = accounts::valid(name)?;
    let mut members = others.to_vec();
    members.push(creator.clone());
    make(workspace, name, Some(creator), &distinct(&members), at).await
}

async fn make(
    workspace: &Workspace,
    name: &str,
    creator: Option<&UserId>,
    members: &[UserId],
    at: Millis,
) -> Result<ContainerId> {
    let mut tx = workspace.store.write().await?;
    for member in members {
        let field = match creator {
            Some(creator) if creator == member => "creator",
            _ => "members",
        };
        takes_part(&mut tx, member, field).await?;
    }
    let id = workspace.random.id().into();
    store::chat::insert_container(&mut tx, (&id, name), creator, members, at).await?;
    tx.commit().await?;
    Ok(id)
}

fn distinct(people: &[UserId]) -> Vec<UserId> {
    let people: BTreeSet<&UserId> = people.iter().collect();
    people.into_iter().cloned().collect()
}

/// Deletes a room and its messages.
///
/// # Errors
/// 404; or when the database fails.
pub async fn delete_room(workspace: &Workspace, room: &str, at: Millis) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    if !store::chat::delete_room(&mut tx, room, at).await? {
        return Err(Refusal::not_found("room").into());
    }
    store::scope::bump_revision(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// Signs an invited user in for the first time.
///
/// # Errors
/// 404 when the user was not invited, or has already signed in; or when the database fails.
pub async fn accept_invitation(workspace: &Workspace, user: &UserId, at: Millis) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    if !store::chat::accept_invitation(&mut tx, user, at).await? {
        return Err(Refusal::not_found("invitation").into());
    }
    store::scope::bump_revision(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// Returns the id of the user with this address. `field` is the request field that contained it.
///
/// # Errors
/// 422 with the field for an unknown address; or when the database fails.
pub async fn id(workspace: &Workspace, field: &str, email: &str) -> Result<UserId> {
    id_of(&mut *workspace.store.read().await?, field, email).await
}

/// Returns the ids of the users with these addresses, in the same order.
///
/// # Errors
/// As for [`id()`].
pub async fn ids(workspace: &Workspace, field: &str, emails: &[String]) -> Result<Vec<UserId>> {
    let mut conn = workspace.store.read().await?;
    let mut ids = Vec::with_capacity(emails.len());
    for email in emails {
        ids.push(id_of(&mut conn, field, email).await?);
    }
    Ok(ids)
}

async fn id_of(conn: &mut Conn, field: &str, email: &str) -> Result<UserId> {
    let found = store::chat::user_by_email(conn, &email.trim().to_lowercase()).await?;
    let unknown = || Refusal::invalid(field, format!("No user has the address {email:?}."));
    Ok(found.ok_or_else(unknown)?)
}
