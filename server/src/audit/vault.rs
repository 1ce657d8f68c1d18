//! The files kept outside the database, in the data directory: the key (`audit.key`: 32 bytes, readable only by the
//! owner) and the head (`audit.head`: the last record's number and hash, with a MAC). The head reveals a log whose end
//! was cut off.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::chain::Key;
use crate::store::audit::{HASH_BYTES, Tip};
use crate::{
    error::{Error, Result},
    random::Random,
};

const KEY: &str = "audit.key";
/// The key's file name until all records are chained with it, so that an interrupted first start continues with the
/// same key.
const NEW_KEY: &str = "audit.key.new";
const HEAD: &str = "audit.head";
/// The names of both files.
pub(crate) const FILES: [&str; 2] = [KEY, HEAD];

/// The key, and the folder of the key and the head.
#[derive(Debug)]
pub struct Vault {
    folder: PathBuf,
    key: Key,
    new: bool,
}

/// The stored form of the head.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    sequence: i64,
    hash: String,
    mac: String,
}

impl Vault {
    /// Opens the vault in this folder, and creates the key if it is missing.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or the key is damaged.
    pub fn open(folder: &Path, random: &Random) -> Result<Self> {
        if let Some(vault) = Self::existing(folder)? {
            return Ok(vault);
        }
        let path = folder.join(NEW_KEY);
        let key = match read_key(&path)? {
            Some(key) => key,
            None => {
                let bytes = random.bytes::<HASH_BYTES>();
                write_private(&path, &bytes).map_err(|error| failed(&path, &error))?;
                Key::new(bytes)
            }
        };
        Ok(Self {
            folder: folder.to_owned(),
            key,
            new: true,
        })
    }

    /// Opens an existing vault; `None` if the folder has no key. Changes nothing.
    ///
    /// # Errors
    /// When the key cannot be read or is damaged.
    pub fn existing(folder: &Path) -> Result<Option<Self>> {
        let key = read_key(&folder.join(KEY))?;
        Ok(key.map(|key| Self {
            folder: folder.to_owned(),
            key,
            new: false,
        }))
    }

    /// Returns true if the key is new and not yet stored under its final name.
    pub(super) const fn is_new(&self) -> bool {
        self.new
    }

    /// Renames a new key to its final name.
    pub(super) fn keep_key(&self) -> Result<()> {
        let path = self.folder.join(KEY);
        fs::rename(self.folder.join(NEW_KEY), &path).map_err(|error| failed(&path, &error))
    }

    /// The key.
    pub(super) const fn key(&self) -> &Key {
        &self.key
    }

    /// Returns the head; `None` if it is missing or was not written with the key.
    pub(super) fn head(&self) -> Option<Tip> {
        let text = fs::read(self.folder.join(HEAD)).ok()?;
        let head: Head = serde_json::from_slice(&text).ok()?;
        let tip = Tip {
            sequence: head.sequence,
            hash: hex::decode(&head.hash).ok()?.try_into().ok()?,
        };
        let mac = hex::decode(&head.mac).ok()?;
        bool::from(self.key.head_mac(&tip)[..].ct_eq(&mac)).then_some(tip)
    }

    /// Replaces the head atomically.
    pub(super) fn write_head(&self, tip: &Tip) -> Result<()> {
        let head = Head {
            sequence: tip.sequence,
            hash: hex::encode(tip.hash),
            mac: hex::encode(self.key.head_mac(tip)),
        };
        let text = serde_json::to_vec(&head).map_err(|error| Error::Internal(error.to_string()))?;
        let path = self.folder.join(HEAD);
        failpoint!("audit.head.before_write");
        write_private(&path, &text).map_err(|error| failed(&path, &error))?;
        failpoint!("audit.head.after_write");
        Ok(())
    }
}

fn read_key(path: &Path) -> Result<Option<Key>> {
    match fs::read(path) {
        Ok(bytes) => match bytes.try_into() {
            Ok(bytes) => Ok(Some(Key::new(bytes))),
            Err(_) => Err(Error::Internal(format!(
                "{} is damaged: it must have {HASH_BYTES} bytes; restore it from a backup",
                path.display()
            ))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, &error)),
    }
}

/// Writes a file atomically, readable only by its owner (mode 0600).
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut options = File::options();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    failpoint!("audit.head.before_rename");
    fs::rename(&part, path)
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::Internal(format!("cannot use {}: {error}", path.display()))
}
