//! Files are verified when they are first served, and again when they seem to have changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use futures::StreamExt;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::{Blobs, Pieces, Stored};

/// Files that are remembered; about 15 MB.
const MOST: usize = 100_000;

/// What the files were like when last read.
#[derive(Debug, Clone, Default)]
pub(super) struct Verified(Arc<Mutex<HashMap<String, File>>>);

/// A file's size and the time of its last change, which would show another change.
type Seen = (u64, i64);

/// A file, and whether it is intact: empty until somebody has read all of it.
#[derive(Debug, Clone)]
struct File {
    seen: Seen,
    intact: Arc<OnceCell<bool>>,
}

impl Verified {
    /// Returns where it is remembered whether this version of the file is intact.
    fn intact(&self, sha256: &str, stored: &Stored) -> Arc<OnceCell<bool>> {
        let seen = (stored.size, stored.modified);
        let mut files = self.files();
        if let Some(file) = files.get(sha256).filter(|file| file.seen == seen) {
            return file.intact.clone();
        }
        if files.len() >= MOST {
            files.clear();
        }
        let intact = Arc::new(OnceCell::new());
        let file = File {
            seen,
            intact: intact.clone(),
        };
        files.insert(sha256.to_owned(), file);
        intact
    }

    fn files(&self) -> MutexGuard<'_, HashMap<String, File>> {
        // No code panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Blobs {
    /// Returns true if the file was intact when last read; `None` if it was not read yet, or has changed since.
    pub fn is_intact(&self, sha256: &str, stored: &Stored) -> Option<bool> {
        self.verified.intact(sha256, stored).get().copied()
    }

    /// Reads a whole file, and returns true if it is intact. Several callers at once read it once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn verify(&self, sha256: &str, stored: &Stored) -> object_store::Result<bool> {
        let intact = self.verified.intact(sha256, stored);
        let read = async || Ok(self.check(sha256, stored.size).await?.is_none());
        intact.get_or_try_init(read).await.copied()
    }

    /// Reads a whole file and verifies its bytes on their way. The last piece is withheld until all of them are known to
    /// be right; if they are not, it is an error instead.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read_verifying(&self, sha256: &str, stored: Stored) -> object_store::Result<Pieces> {
        let intact = self.verified.intact(sha256, &stored);
        let size = stored.size;
        let verdict = Verdict {
            sha256: sha256.to_owned(),
            intact,
        };
        match stored.read(0..size).await? {
            Pieces::One(bytes) => {
                verdict.settle(Sha256::new_with_prefix(&bytes))?;
                Ok(Pieces::One(bytes))
            }
            Pieces::Many(mut pieces) => Ok(Pieces::Many(
                async_stream::try_stream! {
                    let mut hasher = Sha256::new();
                    let mut last = Bytes::new();
                    while let Some(piece) = pieces.next().await {
                        let piece = piece?;
                        hasher.update(&piece);
                        let ready = std::mem::replace(&mut last, piece);
                        if !ready.is_empty() {
                            yield ready;
                        }
                    }
                    verdict.settle(hasher)?;
                    if !last.is_empty() {
                        yield last;
                    }
                }
                .boxed(),
            )),
        }
    }
}

/// Where it is remembered whether a file is intact.
struct Verdict {
    sha256: String,
    intact: Arc<OnceCell<bool>>,
}

impl Verdict {
    /// Compares the hash of all bytes.
    fn settle(&self, hasher: Sha256) -> object_store::Result<()> {
        let is_intact = hex::encode(hasher.finalize()) == self.sha256;
        // Somebody else may have found out first.
        let _ = self.intact.set(is_intact);
        match is_intact {
            true => Ok(()),
            false => Err(object_store::Error::Generic {
                store: "files",
                source: format!("the stored file {} is damaged", self.sha256).into(),
            }),
        }
    }
}
