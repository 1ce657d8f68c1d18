//! Uploads: files whose bytes are still to arrive.

use attache_wire::{
    id::{ContainerId, UserId},
    simulator::{MAX_ATTACHMENT_BYTES, Uploaded},
};
use bytes::Bytes;
use futures::Stream;

use super::{Content, File, id_of, may_write, post, post::valid_file_name};
use crate::{
    error::{Error, Result},
    workspace::{Workspace, blobs::too_large},
};

/// An accepted upload that has not started.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The sender's id.
    sender: UserId,
    /// The conversation's or room's id.
    container: ContainerId,
    file_name: String,
}

/// Checks an upload before its first byte: its sender (by address), container and file name, and its size, if known.
///
/// # Errors
/// 404 for an unknown container; 413 for a file that is too large; 422 for a sender who may not write there, or a bad
/// name; 503 during a reset; or when the database fails.
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
    let _whole = workspace.whole()?;
    let mut conn = workspace.store.read().await?;
    let sender = id_of(&mut conn, "sender", sender).await?;
    may_write(&mut conn, &sender, &container).await?;
    Ok(Upload {
        sender,
        container,
        file_name,
    })
}

/// Receives the bytes and posts the file. A refusal, even while bytes arrive, leaves nothing behind. A slow sender does
/// not keep the world from being reset.
///
/// # Errors
/// 413 for too many bytes; 400 when the stream breaks off; the errors of [`post()`]; 503 during a reset; or when the
/// database or the blob store fails.
pub async fn upload<E: std::fmt::Display>(
    workspace: &Workspace,
    upload: Upload,
    bytes: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
) -> Result<Uploaded> {
    failpoint!("upload.before_write");
    let id = workspace.random.id();
    let incoming = workspace.blobs.receive(&id, MAX_ATTACHMENT_BYTES, bytes).await?;
    failpoint!("upload.after_write");
    let (size_bytes, sha256) = (incoming.size, incoming.sha256.clone());
    let _whole = match workspace.whole() {
        Ok(whole) => whole,
        Err(refusal) => {
            workspace.blobs.discard(&incoming).await?;
            return Err(refusal.into());
        }
    };
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
