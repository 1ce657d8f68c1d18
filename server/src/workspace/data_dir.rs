//! The data directory: everything that a workspace stores, and the lock that gives it to one process.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::audit::vault;

/// A data directory that belongs to this process until it is dropped.
#[derive(Debug)]
pub struct DataDir {
    root: PathBuf,
    /// Held, not read: dropping the handles releases the locks. The database has a lock of its own, because a stray `lock`
    /// file can be deleted while a server runs.
    _locks: [File; 2],
}

/// Why a data directory cannot be used. The messages name the directory and the fix.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// It is not empty, but not an Attaché directory.
    #[error(
        "{0} is not empty and is not an Attaché data directory; choose an empty or new directory with --data"
    )]
    Foreign(PathBuf),
    /// Another process uses it.
    #[error("{0} is in use by another attache process; stop it, or choose a different directory with --data")]
    InUse(PathBuf),
    /// Its database is missing beside its files or keys.
    #[error(
        "{0} has files or keys, but its database (attache.db) is missing; restore it from a backup, or choose an empty \
         directory with --data"
    )]
    DatabaseMissing(PathBuf),
    /// It is not an Attaché directory.
    #[error(
        "{0} is not an Attaché data directory; choose one with --data, or create one with `attache serve`"
    )]
    Missing(PathBuf),
    /// The file system refused.
    #[error("cannot use {path} as the data directory: {source}")]
    Io {
        /// The directory or the file in it.
        path: PathBuf,
        /// The file system's error.
        source: io::Error,
    },
}

const LOCK: &str = "lock";
pub(super) const DATABASE: &str = "attache.db";
pub(super) const BLOBS: &str = "blobs";

impl DataDir {
    /// Opens the directory, or creates it (mode 0700).
    ///
    /// # Errors
    /// When the directory belongs to another program, is in use, or is not accessible.
    pub fn open(root: &Path) -> Result<Self, DataDirError> {
        let io = |source| DataDirError::Io {
            path: root.to_owned(),
            source,
        };
        create_private(root).map_err(io)?;
        let is_ours = root.join(LOCK).is_file() || root.join(DATABASE).is_file();
        if !is_ours && !is_empty(root).map_err(io)? {
            return Err(DataDirError::Foreign(root.to_owned()));
        }
        let database = root.join(DATABASE);
        let is_missing = fs::metadata(&database).map_or(true, |meta| meta.len() == 0);
        let has_more = [BLOBS]
            .iter()
            .chain(&vault::FILES)
            .any(|name| root.join(name).exists());
        if is_missing && has_more {
            return Err(DataDirError::DatabaseMissing(root.to_owned()));
        }
        Ok(Self {
            root: root.to_owned(),
            _locks: [lock(root, LOCK)?, lock(root, DATABASE)?],
        })
    }

    /// Returns the directory's path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the database file of an existing directory, which may belong to a running server.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn existing_database(root: &Path) -> Result<PathBuf, DataDirError> {
        let path = root.join(DATABASE);
        match path.is_file() {
            true => Ok(path),
            false => Err(DataDirError::Missing(root.to_owned())),
        }
    }

    /// Returns the path of the database file.
    pub fn database(&self) -> PathBuf {
        self.root.join(DATABASE)
    }

    /// Returns the folder of the blob store, and creates it if missing.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn blobs(&self) -> Result<PathBuf, DataDirError> {
        let path = self.root.join(BLOBS);
        create_private(&path).map_err(|source| DataDirError::Io {
            path: path.clone(),
            source,
        })?;
        Ok(path)
    }
}

/// Locks a file of the directory, which is created if it is missing, and makes it private.
fn lock(root: &Path, name: &str) -> Result<File, DataDirError> {
    let path = root.join(name);
    let opened = open_private(&path).map_err(|source| DataDirError::Io {
        path: path.clone(),
        source,
    })?;
    match opened.try_lock() {
        Ok(()) => Ok(opened),
        Err(TryLockError::WouldBlock) => Err(DataDirError::InUse(root.to_owned())),
        Err(TryLockError::Error(source)) => Err(DataDirError::Io { path, source }),
    }
}

/// Opens a file, or creates it, so that only its owner can read it, whatever the umask. SQLite gives the files that it puts
/// beside a database the database's mode.
fn open_private(path: &Path) -> io::Result<File> {
    let file = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// Returns true if the directory has no entries but the one that new file systems have.
pub(super) fn is_empty(path: &Path) -> io::Result<bool> {
    for name in fs::read_dir(path)? {
        if name?.file_name() != "lost+found" {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn create_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
