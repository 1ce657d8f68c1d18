//! The bytes of attachments: content-addressed objects in an object store.

mod incoming;
mod stored;
mod verified;

pub use incoming::Incoming;
pub(crate) use incoming::too_large;
pub use stored::{Pieces, Stored};

use std::{
    fs, io,
    path::{Path as FsPath, PathBuf},
    sync::Arc,
    time::Duration,
};

use attache_wire::{item::ItemError, simulator::FaultKind};
use futures::TryStreamExt;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use self::{stored::Buffers, verified::Verified};
use crate::{
    clock::Millis,
    error::{Error, Result},
};

/// The blob store of one workspace.
#[derive(Debug, Clone)]
pub struct Blobs {
    /// Every write is synced to the disk before it counts.
    objects: Arc<dyn ObjectStore>,
    /// The same files, without syncing.
    bulk: Arc<dyn ObjectStore>,
    /// Their folder in the file system.
    folder: PathBuf,
    /// The same folder, opened, for reading past the object store; `None` if everything goes through the object store.
    root: Option<Arc<fs::File>>,
    buffers: Buffers,
    /// The delay before every read.
    delay: Arc<watch::Sender<Duration>>,
    verified: Verified,
}

/// Folder of the files.
const FILES: &str = "sha256";
/// Folder of the original bytes of damaged files.
const ASIDE: &str = "set-aside";

impl Blobs {
    /// The folders of a world's files.
    pub const FOLDERS: [&'static str; 2] = [FILES, ASIDE];

    /// How many shelves the files are on.
    pub const SHELVES: u16 = 256;

    /// Opens a blob store in a folder.
    ///
    /// # Errors
    /// When the folder does not exist.
    pub fn in_folder(folder: &FsPath) -> Result<Self> {
        Ok(Self {
            objects: Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)),
            bulk: Arc::new(LocalFileSystem::new_with_prefix(folder)?),
            folder: folder.to_owned(),
            root: fs::File::open(folder).ok().map(Arc::new),
            buffers: Buffers::default(),
            delay: Arc::new(watch::Sender::new(Duration::ZERO)),
            verified: Verified::default(),
        })
    }

    /// Reads and writes through another object store, which `wrap` builds on this one's; nothing goes past it, as if the
    /// files were not in a folder of this machine.
    #[must_use]
    pub fn through(self, wrap: impl FnOnce(Arc<dyn ObjectStore>) -> Arc<dyn ObjectStore>) -> Self {
        Self {
            objects: wrap(self.objects),
            root: None,
            ..self
        }
    }

    /// Returns the delay before every read.
    pub fn delay(&self) -> Duration {
        *self.delay.borrow()
    }

    /// Sets the delay before every read. Reads already waiting continue immediately.
    pub fn set_delay(&self, delay: Duration) {
        self.delay.send_replace(delay);
    }

    /// Waits for the delay before a read, or until it changes.
    async fn wait(&self) {
        if self.delay().is_zero() {
            return;
        }
        let mut delay = self.delay.subscribe();
        let wait = *delay.borrow_and_update();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = delay.changed() => {}
        }
    }

    /// Returns the object store.
    pub fn objects(&self) -> &dyn ObjectStore {
        &*self.objects
    }

    /// Returns the object store for many writes at once. They count only after [`Blobs::sync`].
    pub fn bulk(&self) -> &dyn ObjectStore {
        &*self.bulk
    }

    /// Syncs everything that was written to the disk, so that it survives a power cut.
    ///
    /// # Errors
    /// When the file system fails.
    pub async fn sync(&self) -> io::Result<()> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || sync(&folder)).await?
    }

    /// Returns the path of the file with this SHA-256 (lower-case hex): `sha256/ab/cd/abcd…`.
    pub fn path(sha256: &str) -> Path {
        let (first, second) = (sha256.get(..2).unwrap_or("__"), sha256.get(2..4).unwrap_or("__"));
        Path::from_iter([FILES, first, second, sha256])
    }

    /// Returns the SHA-256s of the files on a shelf, which all begin with the same two digits, that were stored before
    /// `until` (wall time).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn shelf(&self, number: u16, until: Millis) -> Result<Vec<String>> {
        let shelf = Path::from_iter([FILES, &format!("{number:02x}")]);
        let files = self.objects.list(Some(&shelf));
        let old = |file: &ObjectMeta| file.last_modified.timestamp_millis() < until;
        let name = |file: ObjectMeta| old(&file).then(|| file.location.filename().map(str::to_owned))?;
        let names = files.map_ok(name).try_collect::<Vec<_>>().await?;
        Ok(names.into_iter().flatten().collect())
    }

    fn set_aside(sha256: &str) -> Path {
        Path::from_iter([ASIDE, sha256])
    }

    /// Reads a whole file and returns what is wrong with it; `None` if nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check(&self, sha256: &str, size: u64) -> object_store::Result<Option<ItemError>> {
        match self.digest(sha256, size).await {
            Err(object_store::Error::NotFound { .. }) => Ok(Some(ItemError::Missing)),
            verdict => verdict,
        }
    }

    async fn digest(&self, sha256: &str, size: u64) -> object_store::Result<Option<ItemError>> {
        let stored = self.open(sha256).await?;
        if stored.size != size {
            return Ok(Some(ItemError::LengthMismatch));
        }
        let mut hasher = Sha256::new();
        let mut bytes = stored.read(0..size).await?.into_stream();
        while let Some(piece) = bytes.try_next().await? {
            hasher.update(&piece);
            // Otherwise a large file in memory holds this thread to its end.
            tokio::task::consume_budget().await;
        }
        Ok((hex::encode(hasher.finalize()) != sha256).then_some(ItemError::DigestMismatch))
    }

    /// Damages a file on purpose, and sets the original bytes aside.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn break_file(&self, sha256: &str, kind: FaultKind) -> Result<()> {
        let (path, aside) = (Self::path(sha256), Self::set_aside(sha256));
        if matches!(
            self.objects.head(&aside).await,
            Err(object_store::Error::NotFound { .. })
        ) {
            self.objects.copy(&path, &aside).await?;
        }
        match kind {
            FaultKind::MissingBlob => self.delete(sha256).await,
            FaultKind::CorruptBlob => {
                let mut bytes = self.objects.get(&aside).await?.bytes().await?.to_vec();
                let middle = bytes.len() / 2;
                let byte = bytes
                    .get_mut(middle)
                    .ok_or_else(|| Error::Internal("an empty file".into()))?;
                *byte ^= 0xFF;
                self.objects.put(&path, PutPayload::from(bytes)).await?;
                Ok(())
            }
        }
    }

    /// Deletes a file's bytes, if they exist.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, sha256: &str) -> Result<()> {
        delete(&*self.objects, &Self::path(sha256)).await
    }

    /// Restores the original bytes. If there are none, the file is intact: they are set aside before the damage, and
    /// deleted after the repair.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mend(&self, sha256: &str) -> Result<()> {
        let (path, aside) = (Self::path(sha256), Self::set_aside(sha256));
        match self.objects.copy(&aside, &path).await {
            Ok(()) => Ok(self.objects.delete(&aside).await?),
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Syncs the file system that holds the folder.
#[cfg(target_os = "linux")]
pub(super) fn sync(folder: &FsPath) -> io::Result<()> {
    Ok(rustix::fs::syncfs(fs::File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn sync(_: &FsPath) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

/// Deletes an object, if it exists.
async fn delete(objects: &dyn ObjectStore, path: &Path) -> Result<()> {
    match objects.delete(path).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
