//! Files are verified when they are first served, and again when they seem to have changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use attache_wire::item::ItemError;
use bytes::Bytes;
use futures::{Stream, StreamExt};
use object_store::ObjectMeta;
use sha2::{Digest, Sha256};

use super::Blobs;

/// Files that are remembered as verified; about 10 MB.
const MOST: usize = 100_000;

/// The files that were intact when last read, with what would show a change.
#[derive(Debug, Clone, Default)]
pub(super) struct Verified(Arc<Mutex<HashMap<String, Seen>>>);

/// Size and time of the last change.
type Seen = (u64, i64);

impl Verified {
    fn contains(&self, sha256: &str, meta: &ObjectMeta) -> bool {
        self.files().get(sha256) == Some(&seen(meta))
    }

    fn add(&self, sha256: &str, meta: &ObjectMeta) {
        let mut files = self.files();
        if files.len() >= MOST {
            files.clear();
        }
        files.insert(sha256.to_owned(), seen(meta));
    }

    fn files(&self) -> MutexGuard<'_, HashMap<String, Seen>> {
        // No code panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn seen(meta: &ObjectMeta) -> Seen {
    (meta.size, meta.last_modified.timestamp_micros())
}

impl Blobs {
    /// Returns true if the file was intact when last read, and has not changed since.
    pub fn is_verified(&self, sha256: &str, meta: &ObjectMeta) -> bool {
        self.verified.contains(sha256, meta)
    }

    /// Reads a whole file, and returns true if it is intact.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify(&self, sha256: &str, meta: &ObjectMeta) -> object_store::Result<bool> {
        let fault: Option<ItemError> = self.check(sha256, meta.size).await?;
        if fault.is_none() {
            self.verified.add(sha256, meta);
        }
        Ok(fault.is_none())
    }

    /// Verifies a whole file's bytes on their way. The last piece is withheld until all of them are known to be right; if
    /// they are not, the stream ends with an error instead.
    pub fn verifying(
        &self,
        sha256: String,
        meta: ObjectMeta,
        mut bytes: impl Stream<Item = object_store::Result<Bytes>> + Send + Unpin + 'static,
    ) -> impl Stream<Item = object_store::Result<Bytes>> + Send + 'static {
        let verified = self.verified.clone();
        async_stream::try_stream! {
            let mut hasher = Sha256::new();
            let mut last = Bytes::new();
            while let Some(piece) = bytes.next().await {
                let piece = piece?;
                hasher.update(&piece);
                let ready = std::mem::replace(&mut last, piece);
                if !ready.is_empty() {
                    yield ready;
                }
            }
            if hex::encode(hasher.finalize()) != sha256 {
                Err(object_store::Error::Generic {
                    store: "files",
                    source: format!("the stored file {sha256} is damaged").into(),
                })?;
            }
            verified.add(&sha256, &meta);
            if !last.is_empty() {
                yield last;
            }
        }
    }
}
