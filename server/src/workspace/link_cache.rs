//! The keys and files behind links, kept in memory.
//!
//! Every use of a link asks the database whether a key has changed or was deleted since: another process may have done
//! that. One answer serves all that asked before it was read, so that many uses at once cost few queries.

use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use attache_wire::id::{AttachmentId, ExportId};
use tokio::{
    sync::{self, OnceCell},
    task,
};

use crate::{
    error::Result,
    signing::{Secret, SigningKey},
    store::{
        self, Store,
        export_items::LinkedFile,
        exports::{KeyRow, ended_links},
    },
};

/// Keys in memory at a time.
const KEYS: usize = 1_000;
/// Files in memory at a time; about 5 MB.
const FILES: usize = 10_000;

/// Keys and files in memory.
#[derive(Debug, Default)]
pub struct LinkCache {
    known: Mutex<Known>,
    /// The next reading of the revision. Callers that ask now get its result.
    next: Mutex<Arc<OnceCell<i64>>>,
    /// Held while the revision is read.
    turn: sync::Mutex<()>,
}

/// What is known since a revision.
#[derive(Debug, Default)]
struct Known {
    revision: i64,
    keys: HashMap<String, Arc<LinkKey>>,
    files: HashMap<(ExportId, AttachmentId), Arc<LinkedFile>>,
}

/// A key that signs links.
pub struct LinkKey {
    /// The key as stored.
    pub row: KeyRow,
    /// The key of the day for which it was first derived. A key signs the links of one day only.
    of_day: OnceLock<(String, SigningKey)>,
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkKey({})", self.row.access_key_id)
    }
}

impl LinkKey {
    /// Returns the signing key of a day (`yyyymmdd`).
    pub fn signing_key(&self, day: &str) -> SigningKey {
        let derive = || SigningKey::derive(&Secret::new(self.row.secret.as_str()), day);
        let (known, key) = self.of_day.get_or_init(|| (day.to_owned(), derive()));
        match known == day {
            true => key.clone(),
            false => derive(),
        }
    }
}

/// What is in memory, as of a use of a link.
#[derive(Debug)]
pub struct View<'a> {
    cache: &'a LinkCache,
    store: &'a Store,
    revision: i64,
}

impl LinkCache {
    /// Returns what is in memory, without what has changed before this call.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn view<'a>(&'a self, store: &'a Store) -> Result<View<'a>> {
        let next = lock(&self.next).clone();
        let read = async || {
            let _turn = self.turn.lock().await;
            // Lets others join that are about to ask.
            task::yield_now().await;
            // Callers from now on need a newer reading.
            *lock(&self.next) = Arc::default();
            let mut conn = store.read().await?;
            ended_links(&mut conn).await
        };
        let revision = *next.get_or_try_init(read).await?;
        let mut known = lock(&self.known);
        if known.revision < revision {
            *known = Known {
                revision,
                ..Known::default()
            };
        }
        drop(known);
        Ok(View {
            cache: self,
            store,
            revision,
        })
    }
}

impl View<'_> {
    /// Returns the key with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn key(&self, id: &str) -> Result<Option<Arc<LinkKey>>> {
        if let Some(key) = self.known().keys.get(id) {
            return Ok(Some(key.clone()));
        }
        let mut conn = self.store.read().await?;
        let Some(row) = store::exports::key(&mut conn, id).await? else {
            return Ok(None);
        };
        let key = Arc::new(LinkKey {
            row,
            of_day: OnceLock::new(),
        });
        self.keep(|known| put(&mut known.keys, KEYS, id.to_owned(), &key));
        Ok(Some(key))
    }

    /// Returns the file of an item that has a link.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn file(
        &self,
        export: &ExportId,
        attachment: &AttachmentId,
    ) -> Result<Option<Arc<LinkedFile>>> {
        let name = (export.clone(), attachment.clone());
        if let Some(file) = self.known().files.get(&name) {
            return Ok(Some(file.clone()));
        }
        let mut conn = self.store.read().await?;
        let Some(file) = store::export_items::linked_file(&mut conn, export, attachment).await? else {
            return Ok(None);
        };
        let file = Arc::new(file);
        self.keep(|known| put(&mut known.files, FILES, name, &file));
        Ok(Some(file))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        lock(&self.cache.known)
    }

    /// Keeps what was read, unless something has changed since: then it may be too old.
    fn keep(&self, put: impl FnOnce(&mut Known)) {
        let mut known = self.known();
        if known.revision == self.revision {
            put(&mut known);
        }
    }
}

fn put<K: Hash + Eq, V>(map: &mut HashMap<K, Arc<V>>, most: usize, key: K, value: &Arc<V>) {
    if map.len() >= most {
        map.clear();
    }
    map.insert(key, value.clone());
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No code panics while it holds the lock.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
