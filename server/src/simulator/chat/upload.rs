//! Sending a file whose bytes are still to come.

use attache_wire::{
    id::ContainerId,
    id::UserId,
    simulator::{MAX_ATTACHMENT_BYTES, Uploaded},
};
use bytes::Bytes;
use futures::Stream;

use super::{Content, File, id_of, may_write, post, post::valid_file_name};
use crate::{
    error::{Error, Result},
    workspace::{Workspace, blobs::too_large},
};

/// A file that somebody is about to send.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The sender's id.
    sender: UserId,
    /// The conversation's or room's id.
    container: ContainerId,
    file_name: String,
}

/// Judges a file before its first byte: who sends it (by address) where under which name, and how large it is, as far as
/// that is known.
///
/// # Errors
/// 404 for an unknown place; 413 for a file that is too large; 422 for who may not write there, or a bad name; or when the
/// database fails.
pub async fn expected(
    workspace: &Workspace,
    sender: &str,
    container: ContainerId,
    file_name: String,
    size: Option<u64>,
) -> Result<Upload> {
    if size.is_some_and(|size| size > MAX_ATTACHMENT_BYTES) {
        return Err(too_large(MAX_ATTACHMENT_BYTES).into());
    }
    valid_file_name(&file_name)?;
    let mut conn = workspace.store.read().await?;
    let sender = id_of(&mut conn, "sender", sender).await?;
    may_write(&mut conn, &sender, &container).await?;
    Ok(Upload {
        sender,
        container,
        file_name,
    })
}

/// Takes the bytes in and sends them. Whatever refuses them, also while they come in, leaves nothing behind.
///
/// # Errors
/// 413 for too many bytes; 400 when they break off; what [`post()`] says; or when the database or the blob store fails.
pub async fn upload<E: std::fmt::Display>(
    workspace: &Workspace,
    upload: Upload,
    bytes: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
) -> Result<Uploaded> {
    let id = workspace.random.id();
    let incoming = workspace.blobs.receive(&id, MAX_ATTACHMENT_BYTES, bytes).await?;
    let (size_bytes, sha256) = (incoming.size, incoming.sha256.clone());
    let file = File {
        name: upload.file_name,
        content: Content::Incoming(incoming),
    };
    let at = workspace.now();
    let posted = post(workspace, &upload.sender, &upload.container, Some(&file), at).await?;
    let lost = || Error::Internal("a message with a file has no attachment".into());
    Ok(Uploaded {
        attachment_id: posted.attachment_id.ok_or_else(lost)?,
        message_id: posted.message_id,
        size_bytes,
        sha256,
    })
}
