//! The audit log: who did what, when, from where, with what outcome. Records follow CloudTrail's format, and a hash
//! chain reveals any later change.
//!
//! A change's record is [appended](AuditLog::append) in the change's own transaction, so neither exists without the
//! other. Records of calls that change nothing (reads, denials, uses of links) are written [later](AuditLog::later),
//! many per transaction and within a second. [`chain`] chains the records, [`vault`] keeps the key and the head outside
//! the database, and [`verify`] checks the log. [`crate::administration::audit_log`] reads it.

pub mod chain;
mod event;
pub mod file;
mod queue;
pub mod record;
mod sealed;
pub mod vault;
pub mod verify;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use attache_wire::id::AccountId;
use serde_json::Value;
use tokio::{
    sync::{Mutex, watch},
    time,
};

pub use attache_wire::audit::AuditOutcome as Outcome;
pub use event::{Event, Identity, Origin, holder};
pub use sealed::SEAL;

use self::{
    queue::Queue,
    record::Record,
    vault::Vault,
    verify::{Flight, Walk},
};
use crate::{
    clock::{Millis, Wall},
    error::{Error, Result},
    random::Random,
    store::{self, Conn, Store, audit::Tip},
};

/// How often queued records are written and the head is updated.
const EVERY: Duration = Duration::from_millis(500);

/// The audit log of one workspace. Cheap to clone.
#[derive(Clone)]
pub struct AuditLog(Arc<Inner>);

struct Inner {
    store: Store,
    vault: Vault,
    wall: Arc<dyn Wall>,
    queue: Queue,
    /// Held while the head is written.
    head: Mutex<()>,
    /// Set once the problem is logged, so that it is not logged again every half second.
    stuck: AtomicBool,
    closed: AtomicBool,
    flight: Flight,
}

impl AuditLog {
    /// Opens the log in this database, with the key and the head in `folder`. The first start creates the key and
    /// chains records that an older version wrote without hashes.
    ///
    /// # Errors
    /// When the folder or the database fails.
    pub async fn open(store: Store, folder: &Path, wall: Arc<dyn Wall>, random: &Random) -> Result<Self> {
        let vault = Vault::open(folder, random)?;
        if vault.is_new() {
            let mut tx = store.write().await?;
            let tip = chain_old(&mut tx, &vault).await?;
            tx.commit().await?;
            match tip {
                Some(tip) => vault.write_head(&tip)?,
                None => tracing::error!(
                    "the audit log's key is missing: earlier records can no longer be verified"
                ),
            }
            vault.keep_key()?;
        }
        Ok(Self(Arc::new(Inner {
            store,
            vault,
            wall,
            queue: Queue::default(),
            head: Mutex::new(()),
            stuck: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            flight: Flight::default(),
        })))
    }

    /// Appends an event in the write transaction of the change it records.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn append(&self, conn: &mut Conn, event: &Event) -> Result<()> {
        // Read here, not cached, because another process may have appended too.
        let tip = store::audit::tip(conn).await?;
        self.0.write(conn, &tip, event, self.0.wall.now()).await?;
        Ok(())
    }

    /// Queues an event. It is written within a second, and before a graceful shutdown completes. Returns immediately
    /// unless the queue is full or the log was closed. Don't call this while holding a write transaction: a full queue waits for that to end.
    ///
    /// # Errors
    /// When the event can be neither queued nor written; the caller must then not do what the event records.
    pub async fn later(&self, event: Event) -> Result<()> {
        if self.0.queue.is_full() {
            self.flush().await?;
        }
        self.0.queue.push(event, self.0.wall.now());
        // Nobody writes the queue after the end.
        match self.0.closed.load(Ordering::SeqCst) {
            true => self.flush().await,
            false => Ok(()),
        }
    }

    /// Writes all queued events.
    ///
    /// # Errors
    /// When the database fails; the events stay queued.
    pub async fn flush(&self) -> Result<()> {
        if self.0.queue.is_empty() {
            return Ok(());
        }
        // A separate task, so that the write completes even if the caller disconnects.
        let inner = self.0.clone();
        tokio::spawn(async move { inner.flush().await })
            .await
            .map_err(|error| Error::Internal(error.to_string()))?
    }

    /// Moves the head to the end of the log. It moves only over records that continue the chain correctly: on a log
    /// that was tampered with, it stays where it is, so that the evidence remains.
    ///
    /// # Errors
    /// When the database or the folder fails.
    pub async fn keep_head(&self) -> Result<()> {
        self.0.keep_head().await
    }

    /// Writes all queued events, and the head. What is recorded from now on is written at once.
    ///
    /// # Errors
    /// When the database or the folder fails.
    pub async fn close(&self) -> Result<()> {
        self.0.closed.store(true, Ordering::SeqCst);
        self.write().await
    }

    /// Writes all queued events, and the head.
    ///
    /// # Errors
    /// When the database or the folder fails.
    pub async fn write(&self) -> Result<()> {
        self.flush().await?;
        self.keep_head().await
    }

    /// Writes queued events twice a second until told to stop.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut ticks = time::interval(EVERY);
        ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {
                    if let Err(error) = self.write().await {
                        tracing::error!(%error, "cannot write queued audit records; will retry");
                    }
                }
                _ = stop.changed() => break,
            }
        }
    }
}

impl Inner {
    /// Writes an event after `tip`, and returns the new tip.
    async fn write(&self, conn: &mut Conn, tip: &Tip, event: &Event, wall: Millis) -> Result<Tip> {
        let account = account(conn, event).await?;
        let record = Record::new(event, account, wall);
        let columns = record
            .columns()
            .ok_or_else(|| Error::Internal("an audit event's time is out of range".into()))?;
        let text = record.text()?;
        let next = self.vault.key().next(tip, text.as_bytes());
        store::audit::insert(conn, &next, &columns, &text).await?;
        failpoint!("audit.append.after_insert");
        Ok(next)
    }

    async fn flush(&self) -> Result<()> {
        let _turn = self.queue.turn().await;
        let mut left = self.queue.len();
        while left > 0 {
            let batch = self.queue.front(left);
            let mut tx = self.store.write().await?;
            let mut tip = store::audit::tip(&mut tx).await?;
            for waiting in &batch {
                tip = self.write(&mut tx, &tip, &waiting.event, waiting.wall).await?;
            }
            failpoint!("audit.flush.before_commit");
            tx.commit().await?;
            failpoint!("audit.flush.after_commit");
            self.queue.written(batch.len());
            left -= batch.len();
        }
        Ok(())
    }

    async fn keep_head(&self) -> Result<()> {
        let _turn = self.head.lock().await;
        let mut conn = self.store.read().await?;
        let tip = store::audit::tip(&mut conn).await?;
        drop(conn);
        let head = self.vault.head();
        if head.as_ref() == Some(&tip) {
            return Ok(());
        }
        let mut walk = Walk::default();
        let whole = match head {
            Some(head) if verify::holds(&self.store, &head).await? => {
                walk = Walk::after(head);
                walk.run(&self.store, self.vault.key(), None).await?.is_none()
            }
            _ => false,
        };
        if whole {
            return self.vault.write_head(walk.tip());
        }
        if !self.stuck.swap(true, Ordering::Relaxed) {
            tracing::error!("the audit log was altered; run `attache audit verify` for details");
        }
        Ok(())
    }
}

/// Returns the account that an event is about: the event's own, the request's `accountId`, or the account of its
/// `exportId`.
async fn account(conn: &mut Conn, event: &Event) -> Result<Option<AccountId>> {
    let asked = |name: &str| event.request.get(name).and_then(Value::as_str);
    if let Some(account) = event.account.as_deref().or_else(|| asked("accountId")) {
        return Ok(Some(account.into()));
    }
    match asked("exportId") {
        Some(export) => Ok(store::exports::account_of(conn, &export.into()).await?),
        None => Ok(None),
    }
}

/// Chains records that an older version wrote. Returns the end of the log, or `None` if its records were chained with
/// another key.
async fn chain_old(conn: &mut Conn, vault: &Vault) -> Result<Option<Tip>> {
    let mut tip = Tip::default();
    if let Some(first) = store::audit::from(conn, i64::MIN, 1).await?.first()
        && !first.hash.is_empty()
    {
        // Either the first start was interrupted here, or the key was removed.
        let ours = vault.key().next(&tip, &first.record).hash[..] == first.hash[..];
        return Ok(if ours {
            Some(store::audit::tip(conn).await?)
        } else {
            None
        });
    }
    loop {
        let rows = store::audit::from(conn, tip.sequence + 1, 500).await?;
        if rows.is_empty() {
            return Ok(Some(tip));
        }
        for row in rows {
            let next = vault.key().next(&tip, &row.record);
            let columns = Record::parse(&row.record).and_then(|record| record.columns());
            let columns = columns
                .ok_or_else(|| Error::Internal(format!("audit record {} cannot be read", row.sequence)))?;
            store::audit::chain(conn, row.sequence, &next, &columns).await?;
            tip = next;
        }
    }
}
