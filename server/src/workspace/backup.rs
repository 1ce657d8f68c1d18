//! Backups. A backup is a data directory like any other, taken while a server may run.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    blobs::{Blobs, sync},
    data_dir::{BLOBS, DATABASE, DataDir, DataDirError, create_private, is_empty},
};
use crate::{
    audit::vault,
    error::Error,
    store::{self, OpenError, Store},
};

/// Why a backup cannot be taken or restored. The messages name the directory and the fix.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The target is not empty.
    #[error("{0} is not empty; choose an empty or new directory")]
    NotEmpty(PathBuf),
    /// The source is not a data directory.
    #[error(transparent)]
    Source(#[from] DataDirError),
    /// The source's database cannot be read.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The source's database is damaged.
    #[error("the database in {0} is damaged: {1}")]
    Damaged(PathBuf, String),
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] Error),
    /// The file system refused.
    #[error("cannot copy {0}: {1}")]
    Io(PathBuf, io::Error),
    /// The copying was stopped.
    #[error("the copying was stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

/// Where the copy is made: in its target, which may be a file system of its own. It becomes a data directory only when
/// everything is there.
const PARTIAL: &str = ".partial";

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Attachments' files.
    pub files: u64,
    /// Files that the database names and the source does not have, not counting those damaged on purpose.
    pub missing: u64,
}

/// How an attachment's file gets into the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By a hard link where possible: stored files are replaced, never changed.
    Link,
    Copy,
}

/// Copies the data directory `data`, which a server may be using, to `to`. If it fails, nothing is left at `to`.
///
/// # Errors
/// When `to` is not empty, `data` is not a data directory, or the file system or the database fails.
pub async fn back_up(data: &Path, to: &Path) -> Result<Copied, BackupError> {
    let store = Store::inspect(&DataDir::existing_database(data)?).await?;
    store.close().await;
    copy(data, to, Way::Link).await
}

/// Creates the data directory `data` from a backup, whose database is checked first.
///
/// # Errors
/// When `data` is not empty, the backup is damaged, or the file system or the database fails.
pub async fn restore(from: &Path, data: &Path) -> Result<Copied, BackupError> {
    let store = Store::inspect(&DataDir::existing_database(from)?).await?;
    let found = store.check_integrity().await.map_err(Error::from);
    store.close().await;
    if let Some(fault) = found? {
        return Err(BackupError::Damaged(from.to_owned(), fault));
    }
    copy(from, data, Way::Copy).await
}

async fn copy(from: &Path, to: &Path, way: Way) -> Result<Copied, BackupError> {
    let database = DataDir::existing_database(from)?;
    let failed = |error| BackupError::Io(to.to_owned(), error);
    let existed = to.exists();
    create_private(to).map_err(failed)?;
    if !is_empty(to).map_err(failed)? {
        return Err(BackupError::NotEmpty(to.to_owned()));
    }
    let partial = to.join(PARTIAL);
    let copied = copy_to(from, &database, &partial, way).await;
    let finished = copied.and_then(|copied| finish(&partial, to).map(|()| copied).map_err(failed));
    if finished.is_err() {
        remove(to, existed);
    }
    finished
}

/// Removes what was copied. Errors are ignored: the cause is reported, and what is left only costs space.
fn remove(to: &Path, existed: bool) {
    for name in [PARTIAL, BLOBS] {
        let _ = fs::remove_dir_all(to.join(name));
    }
    for name in [DATABASE].iter().chain(&vault::FILES) {
        let _ = fs::remove_file(to.join(name));
    }
    if !existed {
        let _ = fs::remove_dir(to);
    }
}

async fn copy_to(from: &Path, database: &Path, to: &Path, way: Way) -> Result<Copied, BackupError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| BackupError::Io(path, error)
    };
    create_private(to).map_err(failed(to))?;
    // The head comes before the records, because it must not be ahead of them.
    for name in vault::FILES {
        match fs::copy(from.join(name), to.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed(&from.join(name))(error));
            }
            _ => {}
        }
    }
    // Files come before and after the database, so that the ones which arrive in between are there, too.
    let mut files = copy_files(from, to, way).await?;
    failpoint!("backup.before_database");
    Store::copy(database, &to.join(DATABASE))
        .await
        .map_err(Error::from)?;
    failpoint!("backup.after_database");
    files += copy_files(from, to, way).await?;
    let missing = missing(to).await?;
    Ok(Copied { files, missing })
}

/// Moves the copy to its place, the database last: without it, the target is no data directory.
fn finish(partial: &Path, to: &Path) -> io::Result<()> {
    sync(partial)?;
    failpoint!("backup.before_rename");
    for name in fs::read_dir(partial)? {
        let name = name?.file_name();
        if name != DATABASE {
            fs::rename(partial.join(&name), to.join(&name))?;
        }
    }
    fs::rename(partial.join(DATABASE), to.join(DATABASE))?;
    fs::remove_dir(partial)?;
    sync(to)
}

/// Copies the stored files that are not in the copy yet, and returns their number.
async fn copy_files(from: &Path, to: &Path, way: Way) -> Result<u64, BackupError> {
    let (from, to) = (from.join(BLOBS), to.join(BLOBS));
    let copying = tokio::task::spawn_blocking(move || {
        let mut copied = 0;
        for folder in Blobs::FOLDERS {
            copied += copy_folder(&from.join(folder), &to.join(folder), way)?;
        }
        Ok(copied)
    });
    copying.await?
}

fn copy_folder(from: &Path, to: &Path, way: Way) -> Result<u64, BackupError> {
    let failed = |error| BackupError::Io(from.to_owned(), error);
    let names = match fs::read_dir(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        names => names.map_err(failed)?,
    };
    create_private(to).map_err(failed)?;
    let mut copied = 0;
    for name in names {
        let name = name.map_err(failed)?;
        // A file that is still being written has `#` in its name.
        if name.file_name().as_encoded_bytes().contains(&b'#') {
            continue;
        }
        let (source, target) = (name.path(), to.join(name.file_name()));
        if name.file_type().map_err(failed)?.is_dir() {
            copied += copy_folder(&source, &target, way)?;
        } else if !target.exists() {
            copied += u64::from(copy_file(&source, &target, way)?);
        }
    }
    Ok(copied)
}

/// Returns false if the file was deleted meanwhile.
fn copy_file(source: &Path, target: &Path, way: Way) -> Result<bool, BackupError> {
    if way == Way::Link && fs::hard_link(source, target).is_ok() {
        return Ok(true);
    }
    match fs::copy(source, target) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(BackupError::Io(source.to_owned(), error)),
    }
}

/// Returns how many files the copy's database names that the copy does not have.
async fn missing(copy: &Path) -> Result<u64, BackupError> {
    let store = Store::inspect(&copy.join(DATABASE)).await?;
    let mut conn = store.read().await.map_err(Error::from)?;
    let named = store::chat::intact_files(&mut conn).await.map_err(Error::from)?;
    drop(conn);
    store.close().await;
    let blobs = copy.join(BLOBS);
    let is_missing = |sha256: &&String| !blobs.join(Blobs::path(sha256).as_ref()).is_file();
    Ok(named.iter().filter(is_missing).count() as u64)
}
