//! Incoming files: hashed while they are written, and under a temporary name until they are kept.

use std::io;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use object_store::{ObjectStoreExt, WriteMultipart, path::Path};
use sha2::{Digest, Sha256};

use super::{Blobs, delete};
use crate::error::{Error, Refusal, Result};
use attache_wire::error::ErrorCode;

/// Bytes written at a time: the minimum size of an S3 multipart upload's part.
const PART: usize = 5 * 1024 * 1024;
/// Parts being written while the next one arrives. Together with it, they are all the memory that a file uses.
const PARTS: usize = 2;

/// Folder of the files that are not kept yet.
const FOLDER: &str = "incoming";

/// A completely received file that is not kept yet.
#[derive(Debug, Clone)]
pub struct Incoming {
    path: Path,
    /// Lower-case hex SHA-256.
    pub sha256: String,
    /// Its size.
    pub size: u64,
}

impl Blobs {
    /// Receives a file of up to `limit` bytes. `id` must be new. A refused, interrupted or failed upload leaves nothing
    /// behind.
    ///
    /// # Errors
    /// 413 for more than `limit` bytes; 400 when the stream breaks off; or when the store fails.
    pub async fn receive<E: std::fmt::Display>(
        &self,
        id: &str,
        limit: u64,
        mut bytes: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
    ) -> Result<Incoming> {
        let path = Path::from_iter([FOLDER, id]);
        let upload = self.objects.put_multipart(&path).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
        let (mut size, mut hasher) = (0, Sha256::new());
        while let Some(chunk) = bytes.next().await {
            let refusal = match &chunk {
                Err(_) => Refusal::new(ErrorCode::BadRequest, "The body could not be read completely."),
                Ok(chunk) if size + chunk.len() as u64 > limit => too_large(limit),
                Ok(_) => {
                    writer.wait_for_capacity(PARTS).await?;
                    let chunk = chunk.map_err(|error| Error::Internal(error.to_string()))?;
                    size += chunk.len() as u64;
                    hasher.update(&chunk);
                    writer.put(chunk);
                    continue;
                }
            };
            writer.abort().await?;
            return Err(refusal.into());
        }
        writer.finish().await?;
        Ok(Incoming {
            path,
            sha256: hex::encode(hasher.finalize()),
            size,
        })
    }

    /// Keeps a file under its hash. If that file already exists and is intact, it stays.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep(&self, incoming: &Incoming) -> Result<()> {
        let path = Self::path(&incoming.sha256);
        // A file that cannot be read is damaged, too.
        match self.check(&incoming.sha256, incoming.size).await {
            Ok(None) => self.discard(incoming).await,
            Ok(Some(_)) | Err(_) => Ok(self.objects.rename(&incoming.path, &path).await?),
        }
    }

    /// Deletes a file that is not kept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn discard(&self, incoming: &Incoming) -> Result<()> {
        delete(&*self.objects, &incoming.path).await
    }

    /// Deletes the files left over from uploads when the server was killed. The object store does not list unfinished
    /// ones (`ID#1`), so this uses the file system.
    ///
    /// # Errors
    /// When the folder cannot be deleted.
    pub async fn discard_leftovers(&self) -> Result<()> {
        match tokio::fs::remove_dir_all(self.folder.join(FOLDER)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::Internal(format!(
                "cannot delete incomplete uploads: {error}"
            ))),
            _ => Ok(()),
        }
    }
}

/// Returns the refusal of a file that is too large.
pub(crate) fn too_large(limit: u64) -> Refusal {
    let detail = format!("An attachment can have at most {limit} bytes.");
    Refusal::new(ErrorCode::PayloadTooLarge, detail)
}
