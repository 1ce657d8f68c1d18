//! The simulated chat, with the limits that Amazon Chime documented: one attachment per message, at most
//! [`MAX_ATTACHMENT_BYTES`]; at most [`MAX_GROUP_MEMBERS`] people in a group conversation; a room's creator is its first
//! administrator.
//!
//! Whoever has signed in takes part, unless suspended or deleted.

mod media;
mod upload;

pub use upload::{Upload, expected, upload};

use std::collections::BTreeSet;

use attache_wire::simulator::{MAX_ATTACHMENT_BYTES, MAX_GROUP_MEMBERS};
use sqlx::SqliteConnection;

use crate::{
    accounts,
    blobs::Incoming,
    clock::Millis,
    error::{Refusal, Result},
    retention,
    store::{
        self,
        chat::{NewAttachment, NewMessage},
    },
    workspace::Workspace,
};

/// The fewest people of a group conversation: two have a 1:1 conversation.
pub const MIN_GROUP_MEMBERS: usize = 3;
/// The longest name of a file, in characters.
pub const MAX_FILE_NAME_CHARS: usize = 255;

/// A file to send.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name, kept as it is.
    pub name: String,
    /// Its bytes.
    pub content: Content,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub enum Content {
    /// They have just come in.
    Incoming(Incoming),
    /// Somebody sent them before: their SHA-256.
    Stored(String),
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The message's id.
    pub message_id: String,
    /// Its attachment's id, if it has one.
    pub attachment_id: Option<String>,
}

/// Sends a message in a conversation or room, as of `at`, which is not in the future. A file that came in is kept, or
/// discarded when the message is refused.
///
/// # Errors
/// 404 for an unknown person or place; 422 for who may not write there, or a file that cannot be sent; or when the
/// database or the blob store fails.
pub async fn post(
    workspace: &Workspace,
    sender: &str,
    container: &str,
    file: Option<&File>,
    at: Millis,
) -> Result<Posted> {
    let posted = try_post(workspace, sender, container, file, at).await;
    if let (Err(_), Some(Content::Incoming(incoming))) = (&posted, file.map(|file| &file.content)) {
        workspace.blobs.discard(incoming).await?;
    }
    posted
}

async fn try_post(
    workspace: &Workspace,
    sender: &str,
    container: &str,
    file: Option<&File>,
    at: Millis,
) -> Result<Posted> {
    let mut tx = workspace.store.write().await?;
    let kind = may_write(&mut tx, sender, container).await?;
    let message_id = workspace.random.id();
    let message = NewMessage {
        id: &message_id,
        container,
        sender,
        sent_at: at,
        expires_at: retention::end(&mut tx, container, kind == "room", at).await?,
    };
    store::chat::insert_message(&mut tx, &message).await?;
    let mut attachment_id = None;
    if let Some(file) = file {
        attachment_id = Some(attach(workspace, &mut tx, &message, file).await?);
        store::scope::bump_revision(&mut tx).await?;
    }
    tx.commit().await?;
    if message.expires_at.is_some() {
        workspace.wake.notify_one();
    }
    Ok(Posted {
        message_id,
        attachment_id,
    })
}

/// The kind of the place, if this person may write there.
async fn may_write(conn: &mut SqliteConnection, sender: &str, container: &str) -> Result<String> {
    takes_part(conn, sender, "sender").await?;
    let kind = store::chat::container_kind(conn, container).await?;
    let kind = kind.ok_or_else(|| Refusal::not_found("conversation or room"))?;
    if !store::chat::is_member(conn, container, sender).await? {
        let detail = "Only members of a conversation or room can write in it.";
        return Err(Refusal::invalid("sender", detail).into());
    }
    Ok(kind)
}

/// Refuses whoever cannot use the chat.
async fn takes_part(conn: &mut SqliteConnection, user: &str, field: &str) -> Result<()> {
    let person = store::chat::person(conn, user).await?;
    let person = person.ok_or_else(|| Refusal::not_found("person"))?;
    let detail = match person.registration.as_str() {
        _ if person.is_deleted => "This person was deleted.",
        "Unregistered" => "This person has never signed in.",
        "Suspended" => "This person is suspended and cannot sign in.",
        _ => return Ok(()),
    };
    Err(Refusal::invalid(field, detail).into())
}

/// Attaches the file inside the message's transaction: clean-up of files waits for it, so that none is deleted between
/// the look at it and the commit.
async fn attach(
    workspace: &Workspace,
    conn: &mut SqliteConnection,
    message: &NewMessage<'_>,
    file: &File,
) -> Result<String> {
    valid_file_name(&file.name)?;
    let (sha256, size_bytes) = match &file.content {
        Content::Incoming(incoming) => {
            let size = i64::try_from(incoming.size).unwrap_or(i64::MAX);
            if incoming.size > MAX_ATTACHMENT_BYTES {
                return Err(crate::blobs::too_large(MAX_ATTACHMENT_BYTES).into());
            }
            // A file that is broken on purpose stays so.
            match store::chat::is_broken(conn, &incoming.sha256).await? {
                true => workspace.blobs.discard(incoming).await?,
                false => workspace.blobs.keep(incoming).await?,
            }
            store::chat::insert_blob(conn, &incoming.sha256, size).await?;
            (incoming.sha256.as_str(), size)
        }
        Content::Stored(sha256) => {
            let size = store::chat::blob_size(conn, sha256).await?;
            (sha256.as_str(), size.ok_or_else(|| Refusal::not_found("file"))?)
        }
    };
    let id = workspace.random.id();
    let attachment = NewAttachment {
        id: &id,
        message: message.id,
        sha256,
        file_name: &file.name,
        content_type: media::content_type(&file.name),
        size_bytes,
        uploaded_at: message.sent_at,
    };
    store::chat::insert_attachment(conn, &attachment).await?;
    Ok(id)
}

/// Names are kept as they are, however hostile: whoever shows or writes them has to cope. Only NUL, at which the database's
/// own functions would end them, is refused.
fn valid_file_name(name: &str) -> Result<()> {
    let detail = match name.chars().count() {
        0 => "A file has a name.".to_owned(),
        1..=MAX_FILE_NAME_CHARS if !name.contains('\0') => return Ok(()),
        1..=MAX_FILE_NAME_CHARS => "The name of a file must not contain NUL.".to_owned(),
        _ => format!("The name of a file has at most {MAX_FILE_NAME_CHARS} characters."),
    };
    Err(Refusal::invalid("fileName", detail).into())
}

/// Begins a group conversation among people, by their ids. Returns its id.
///
/// # Errors
/// 404 for an unknown person; 422 for a bad name, too few or too many people, or one who cannot use the chat; or when the
/// database fails.
pub async fn begin_group(
    workspace: &Workspace,
    name: &str,
    members: &[String],
    at: Millis,
) -> Result<String> {
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

/// Makes a chat room; its creator is a member and its first administrator. Returns its id.
///
/// # Errors
/// 404 for an unknown person; 422 for a bad name, or somebody who cannot use the chat; or when the database fails.
pub async fn make_room(
    workspace: &Workspace,
    name: &str,
    creator: &str,
    others: &[String],
    at: Millis,
) -> Result<String> {
    let name = accounts::valid(name)?;
    let mut members = others.to_vec();
    members.push(creator.to_owned());
    make(workspace, name, Some(creator), &distinct(&members), at).await
}

async fn make(
    workspace: &Workspace,
    name: &str,
    creator: Option<&str>,
    members: &[String],
    at: Millis,
) -> Result<String> {
    let mut tx = workspace.store.write().await?;
    for member in members {
        let field = match creator {
            Some(creator) if creator == member => "creator",
            _ => "members",
        };
        takes_part(&mut tx, member, field).await?;
    }
    let id = workspace.random.id();
    store::chat::insert_container(&mut tx, (&id, name), creator, members, at).await?;
    tx.commit().await?;
    Ok(id)
}

fn distinct(people: &[String]) -> Vec<String> {
    let people: BTreeSet<&String> = people.iter().collect();
    people.into_iter().cloned().collect()
}

/// Deletes a room and, with it, its messages.
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

/// Lets somebody who was invited sign in for the first time.
///
/// # Errors
/// 404 when they were not invited, or have signed in already; or when the database fails.
pub async fn accept_invitation(workspace: &Workspace, user: &str, at: Millis) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    if !store::chat::accept_invitation(&mut tx, user, at).await? {
        return Err(Refusal::not_found("invitation").into());
    }
    store::scope::bump_revision(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// The id of whoever has this address; `field` is where it came from.
///
/// # Errors
/// 422 with the field for an unknown address; or when the database fails.
pub async fn id_of(conn: &mut SqliteConnection, field: &str, email: &str) -> Result<String> {
    let found = store::chat::user_by_email(conn, &email.trim().to_lowercase()).await?;
    let unknown = || Refusal::invalid(field, format!("Nobody has the address {email:?}."));
    Ok(found.ok_or_else(unknown)?)
}

/// The ids of whoever has these addresses, in the same order.
///
/// # Errors
/// The same.
pub async fn ids(workspace: &Workspace, field: &str, emails: &[String]) -> Result<Vec<String>> {
    let mut conn = workspace.store.read().await?;
    let mut ids = Vec::with_capacity(emails.len());
    for email in emails {
        ids.push(id_of(&mut conn, field, email).await?);
    }
    Ok(ids)
}
