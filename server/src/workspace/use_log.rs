//! The log of uses of links: who downloaded what, when, from where, and how much of it.
//!
//! A use is queued when its last byte was handed to the connection or it was given up, and written within a second, in batches of one export. Each batch is sealed by an
//! event of the audit log with the hash of its records. While the log cannot be written, no link can be used.

use std::{
    collections::{BTreeMap, VecDeque},
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use attache_wire::{
    export::ManifestFormat,
    id::{AccountId, AttachmentId, ExportId},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::{
    sync::{self, Notify, watch},
    time,
};

use crate::{
    audit::{AuditLog, Event, Identity, Origin, Outcome, SEAL},
    clock::Millis,
    error::{Error, Result},
    signing::BUCKET,
    store::{self, Conn, Store},
};

/// Uses that may wait to be written. Beyond it, no link can be used.
const CAPACITY: usize = 65_536;
/// Uses written per transaction. Few, so that other writers do not wait long.
const BATCH: usize = 4_096;
/// Exports of these uses. Each has a seal, which the audit log's indexes make dear.
const EXPORTS: usize = 64;
/// How often waiting uses are written.
const EVERY: Duration = Duration::from_millis(500);

/// A use of a link.
#[derive(Debug, Clone)]
pub struct LinkUse {
    /// The export whose link was used.
    pub export: ExportId,
    /// Its account; `None` for a person's own export.
    pub account: Option<AccountId>,
    /// The id of the request.
    pub request_id: String,
    /// What is recorded of it.
    pub record: UseRecord,
}

/// A record of a use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Line", into = "Line")]
pub struct UseRecord {
    /// When it ended, in simulated milliseconds.
    pub at: Millis,
    /// What was used.
    pub target: Target,
    /// `GET` or `HEAD`.
    pub method: String,
    /// The status of the answer.
    pub status: u16,
    /// Bytes sent.
    pub bytes_sent: u64,
    /// True if everything that was asked for was sent.
    pub is_complete: bool,
    /// The `Range` header.
    pub range: Option<String>,
    /// The caller's address, if known.
    pub address: Option<IpAddr>,
    /// The caller's user agent.
    pub user_agent: String,
}

/// A record as stored: a JSON array of its fields, because their names would be most of it.
#[derive(Serialize, Deserialize)]
struct Line(
    Millis,
    Target,
    String,
    u16,
    u64,
    bool,
    Option<String>,
    Option<IpAddr>,
    String,
);

impl From<Line> for UseRecord {
    fn from(
        Line(at, target, method, status, bytes_sent, is_complete, range, address, user_agent): Line,
    ) -> Self {
        Self {
            at,
            target,
            method,
            status,
            bytes_sent,
            is_complete,
            range,
            address,
            user_agent,
        }
    }
}

impl From<UseRecord> for Line {
    fn from(record: UseRecord) -> Self {
        let UseRecord {
            at,
            target,
            method,
            status,
            bytes_sent,
            is_complete,
            range,
            address,
            user_agent,
        } = record;
        Self(
            at,
            target,
            method,
            status,
            bytes_sent,
            is_complete,
            range,
            address,
            user_agent,
        )
    }
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// An attachment.
    Attachment(AttachmentId),
    /// An attachment whose last byte was sent.
    Downloaded(AttachmentId),
    /// A person's own file.
    Manifest(ManifestFormat),
}

/// The log of one workspace. Cheap to clone.
#[derive(Clone)]
pub struct UseLog(Arc<Inner>);

struct Inner {
    store: Store,
    audit: AuditLog,
    /// In order of their ends. A use leaves only when it has been written.
    waiting: Mutex<VecDeque<Arc<LinkUse>>>,
    many: Notify,
    /// True since a write failed.
    failing: AtomicBool,
    /// Held while writing the front, so that no use is written twice.
    turn: sync::Mutex<()>,
}

impl UseLog {
    /// Opens the log in this database.
    pub fn new(store: Store, audit: AuditLog) -> Self {
        Self(Arc::new(Inner {
            store,
            audit,
            waiting: Mutex::default(),
            many: Notify::new(),
            failing: AtomicBool::new(false),
            turn: sync::Mutex::new(()),
        }))
    }

    /// Returns true if a use could be recorded; if not, no link may be used.
    pub fn is_open(&self) -> bool {
        !self.0.failing.load(Ordering::Relaxed) && self.0.waiting().len() < CAPACITY
    }

    /// Queues a use that has ended.
    pub fn push(&self, used: LinkUse) {
        let mut waiting = self.0.waiting();
        waiting.push_back(Arc::new(used));
        if waiting.len().is_multiple_of(BATCH) {
            self.0.many.notify_one();
        }
    }

    /// Writes all waiting uses.
    ///
    /// # Errors
    /// When the database fails; the uses keep waiting, and no link can be used until a later write succeeds.
    pub async fn write(&self) -> Result<()> {
        if self.0.waiting().is_empty() && !self.0.failing.load(Ordering::Relaxed) {
            return Ok(());
        }
        // A task of its own, so that a write is completed even if the caller leaves.
        let inner = self.0.clone();
        tokio::spawn(async move {
            let written = inner.write().await;
            inner.failing.store(written.is_err(), Ordering::Relaxed);
            written
        })
        .await
        .map_err(|error| Error::Internal(error.to_string()))?
    }

    /// Writes waiting uses twice a second, and whenever there are many, until told to stop.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut ticks = time::interval(EVERY);
        ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = self.0.many.notified() => {}
                _ = stop.changed() => break,
            }
            if let Err(error) = self.write().await {
                tracing::error!(%error, "cannot record uses of links; no link can be used until it succeeds");
            }
        }
    }
}

impl Inner {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Arc<LinkUse>>> {
        // No code panics while it holds the lock.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        let mut left = self.waiting().len();
        while left > 0 {
            let front: Vec<_> = self.waiting().iter().take(left.min(BATCH)).cloned().collect();
            let mut exports = BTreeMap::<_, Vec<&LinkUse>>::new();
            let mut count = 0;
            for used in &front {
                if exports.len() == EXPORTS && !exports.contains_key(&used.export) {
                    break;
                }
                exports.entry(&used.export).or_default().push(used);
                count += 1;
            }
            let texts = exports.into_values().map(|uses| Ok((text(&uses)?, uses)));
            let texts = texts.collect::<Result<Vec<_>>>()?;
            let mut tx = self.store.write().await?;
            for (text, uses) in &texts {
                self.append(&mut tx, text, uses).await?;
            }
            tx.commit().await?;
            self.waiting().drain(..count);
            left -= count;
        }
        Ok(())
    }

    /// Appends a batch of one export's uses, and its seal.
    async fn append(&self, conn: &mut Conn, text: &str, uses: &[&LinkUse]) -> Result<()> {
        let (Some(first), Some(last)) = (uses.first(), uses.last()) else {
            return Ok(());
        };
        let batch = store::link_uses::append(conn, &first.export, uses.len(), text).await?;
        let mut downloads = BTreeMap::new();
        for used in uses {
            if let Target::Downloaded(attachment) = &used.record.target {
                let (count, last) = downloads.entry(attachment).or_insert((0_u32, 0));
                (*count, *last) = (*count + 1, used.record.at);
            }
        }
        if !downloads.is_empty() {
            let downloads: Vec<_> = downloads
                .into_iter()
                .map(|(id, (count, at))| (id, count, at))
                .collect();
            store::link_uses::count(conn, &first.export, &downloads).await?;
        }
        let seal = json!({
            "batch": batch,
            "uses": uses.len(),
            "bytes": uses.iter().map(|used| used.record.bytes_sent).sum::<u64>(),
            "sha256": hex::encode(Sha256::digest(text)),
        });
        let link = Identity {
            kind: "Link",
            id: first.export.clone().into(),
            name: "Link".to_owned(),
        };
        let (id, at) = (first.request_id.clone(), last.record.at);
        let event = Event::new(id, at, SEAL, link, Outcome::Allowed, common_origin(uses))
            .request(json!({ "bucketName": BUCKET, "exportId": first.export }))
            .about(first.account.clone())
            .response(seal);
        self.audit.append(conn, &event).await
    }
}

/// Renders a batch.
fn text(uses: &[&LinkUse]) -> Result<String> {
    let mut text = String::with_capacity(uses.len() * 128);
    for used in uses {
        let line = serde_json::to_string(&used.record).map_err(|error| Error::Internal(error.to_string()))?;
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

/// Returns the address and the user agent that all of the uses have in common.
fn common_origin(uses: &[&LinkUse]) -> Origin {
    let common = |same: fn(&UseRecord, &UseRecord) -> bool| {
        let first = uses.first().map(|used| &used.record)?;
        uses.iter().all(|used| same(&used.record, first)).then_some(first)
    };
    Origin {
        address: common(|one, other| one.address == other.address).and_then(|record| record.address),
        user_agent: common(|one, other| one.user_agent == other.user_agent)
            .map_or_else(String::new, |record| record.user_agent.clone()),
        ..Origin::default()
    }
}

/// Parses a line of a batch; `None` if it is not a record.
pub fn parse(line: &str) -> Option<UseRecord> {
    serde_json::from_str(line).ok()
}
