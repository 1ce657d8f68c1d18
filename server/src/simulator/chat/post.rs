//! Posts messages, with or without a file.

use attache_wire::{
    id::{AttachmentId, ContainerId, MessageId, UserId},
    simulator::MAX_ATTACHMENT_BYTES,
};

use super::{may_write, media};
use crate::{
    accounts::retention,
    clock::Millis,
    error::{Refusal, Result},
    store::{
        self, Conn,
        chat::{NewAttachment, NewMessage},
    },
    workspace::{
        Workspace,
        blobs::{Incoming, too_large},
    },
};

/// Maximum length of a file name, in characters.
pub const MAX_FILE_NAME_CHARS: usize = 255;

/// A file to send.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name, stored unchanged.
    pub name: String,
    /// Its bytes.
    pub content: Content,
}

/// The source of a file's bytes.
#[derive(Debug, Clone)]
pub enum Content {
    /// A new upload.
    Incoming(Incoming),
    /// A stored file, by its SHA-256.
    Stored(String),
}

/// The posted message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The message's id.
    pub message_id: MessageId,
    /// Its attachment's id, if it has one.
    pub attachment_id: Option<AttachmentId>,
}

/// Posts a message in a conversation or room, as of `at`, which must not be in the future. An uploaded file is kept, or
/// discarded if the message is refused.
///
/// # Errors
/// 404 for an unknown user or container; 422 for a sender who may not write there, or a file that cannot be sent; or
/// when the database or the blob store fails.
pub async fn post(
    workspace: &Workspace,
    sender: &UserId,
    container: &ContainerId,
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
    sender: &UserId,
    container: &ContainerId,
    file: Option<&File>,
    at: Millis,
) -> Result<Posted> {
    let mut tx = workspace.store.write().await?;
    let kind = may_write(&mut tx, sender, container).await?;
    let message_id: MessageId = workspace.random.id().into();
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
        failpoint!("upload.before_commit");
    }
    tx.commit().await?;
    failpoint!("upload.after_commit");
    if message.expires_at.is_some() {
        workspace.wake();
    }
    Ok(Posted {
        message_id,
        attachment_id,
    })
}

/// Attaches the file inside the message's transaction. Clean-up waits for that transaction, so it cannot delete the
/// file between the check and the commit.
async fn attach(
    workspace: &Workspace,
    conn: &mut Conn,
    message: &NewMessage<'_>,
    file: &File,
) -> Result<AttachmentId> {
    valid_file_name(&file.name)?;
    let (sha256, size_bytes) = match &file.content {
        Content::Incoming(incoming) => {
            let size = i64::try_from(incoming.size).unwrap_or(i64::MAX);
            if incoming.size > MAX_ATTACHMENT_BYTES {
                return Err(too_large(MAX_ATTACHMENT_BYTES).into());
            }
            // A file that was damaged on purpose stays damaged.
            match store::chat::is_broken(conn, &incoming.sha256).await? {
                true => workspace.blobs.discard(incoming).await?,
                false => workspace.blobs.keep(incoming).await?,
            }
            failpoint!("upload.after_keep");
            store::chat::insert_blob(conn, &incoming.sha256, size).await?;
            (incoming.sha256.as_str(), size)
        }
        Content::Stored(sha256) => {
            let size = store::chat::blob_size(conn, sha256).await?;
            (sha256.as_str(), size.ok_or_else(|| Refusal::not_found("file"))?)
        }
    };
    let id = AttachmentId::from(workspace.random.id());
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

/// Checks a file name. Names are stored unchanged, however hostile, and code that shows or writes them must cope. Only
/// NUL is refused, because the database's own functions would truncate the name there.
pub(super) fn valid_file_name(name: &str) -> Result<()> {
    let detail = match name.chars().count() {
        0 => "Provide a file name.".to_owned(),
        1..=MAX_FILE_NAME_CHARS if !name.contains('\0') => return Ok(()),
        1..=MAX_FILE_NAME_CHARS => "A file name must not contain NUL.".to_owned(),
        _ => format!("A file name can have at most {MAX_FILE_NAME_CHARS} characters."),
    };
    Err(Refusal::invalid("fileName", detail).into())
}
