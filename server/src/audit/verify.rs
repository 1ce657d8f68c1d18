//! Verification of the whole log: every record's number, hash and columns, and the head.

use std::sync::Arc;

use attache_wire::audit::{AuditFault, AuditFaultKind, AuditVerification};
use tokio::sync::{Mutex, OnceCell};

use super::{AuditLog, chain::Key, record::Record, sealed::Seals, vault::Vault};
use crate::{
    clock::{Wall, rfc3339},
    error::Result,
    store::{
        self, Store,
        audit::{StoredRecord, Tip},
    },
};

/// Records read at a time.
const BATCH: u32 = 500;

/// The check in progress, shared by concurrent callers.
#[derive(Default)]
pub(super) struct Flight(Mutex<Option<Arc<OnceCell<AuditVerification>>>>);

impl AuditLog {
    /// Checks the whole log, including events queued before the call. Concurrent callers share one check.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verification(&self) -> Result<AuditVerification> {
        self.flush().await?;
        let shared = self.0.flight.0.lock().await.get_or_insert_default().clone();
        let result = shared
            .get_or_try_init(async || verify(&self.0.store, &self.0.vault, &*self.0.wall).await)
            .await
            .cloned();
        let mut current = self.0.flight.0.lock().await;
        if current
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(current, &shared))
        {
            *current = None;
        }
        result
    }
}

/// Checks the whole log.
///
/// # Errors
/// When the database fails.
pub async fn verify(store: &Store, vault: &Vault, wall: &dyn Wall) -> Result<AuditVerification> {
    // Read before the log: the record it names is already committed, whatever is appended meanwhile.
    let head = vault.head();
    let mut conn = store.read().await?;
    let mut walk = Walk {
        seals: Some(Seals::begin(&mut conn).await?),
        ..Walk::default()
    };
    drop(conn);
    let fault = walk.run(store, vault.key(), head.as_ref()).await?;
    let fault = fault.or_else(|| walk.check_seals());
    let fault = fault.or_else(|| walk.check_end(head.as_ref()));
    Ok(AuditVerification {
        intact: number(walk.tip.sequence),
        checked_at: rfc3339(wall.now()),
        fault,
    })
}

/// Returns true if the log contains this record number with this hash.
pub(super) async fn holds(store: &Store, tip: &Tip) -> Result<bool> {
    let mut conn = store.read().await?;
    let found = store::audit::hash(&mut conn, tip.sequence).await?;
    Ok(tip.sequence == 0 || found.is_some_and(|hash| hash == tip.hash))
}

/// A walk along the log. Its tip is the last intact record.
#[derive(Default)]
pub(super) struct Walk {
    tip: Tip,
    /// What the records seal, if it is checked too.
    seals: Option<Seals>,
}

impl Walk {
    /// Starts a walk after `tip`.
    pub(super) const fn after(tip: Tip) -> Self {
        Self { tip, seals: None }
    }

    /// Returns the last intact record.
    pub(super) const fn tip(&self) -> &Tip {
        &self.tip
    }

    /// Walks to the end, or to the first wrong record.
    pub(super) async fn run(
        &mut self,
        store: &Store,
        key: &Key,
        head: Option<&Tip>,
    ) -> Result<Option<AuditFault>> {
        // Also detects records inserted before the first one.
        let mut from = match self.tip.sequence {
            0 => i64::MIN,
            sequence => sequence + 1,
        };
        loop {
            let mut conn = store.read().await?;
            let rows = store::audit::from(&mut conn, from, BATCH).await?;
            for row in &rows {
                if let Err(fault) = self.step(row, key, head) {
                    return Ok(Some(fault));
                }
                if let Some(seals) = &mut self.seals
                    && let Some(detail) = seals.check(&mut conn, row.sequence, &row.record).await?
                {
                    return Ok(Some(altered(row, detail)));
                }
            }
            drop(conn);
            match rows.last().and_then(|last| last.sequence.checked_add(1)) {
                Some(next) => from = next,
                None => return Ok(None),
            }
        }
    }

    fn step(
        &mut self,
        row: &StoredRecord,
        key: &Key,
        head: Option<&Tip>,
    ) -> std::result::Result<(), AuditFault> {
        let next = key.next(&self.tip, &row.record);
        let fault = |kind, detail: String| AuditFault {
            kind,
            sequence: number(row.sequence),
            id: Some(String::from_utf8_lossy(&row.id).into_owned()),
            at: Some(rfc3339(row.at)),
            detail,
        };
        if row.sequence > next.sequence {
            let detail = match row.sequence - next.sequence {
                1 => format!("Record {} is missing.", next.sequence),
                _ => format!("Records {} to {} are missing.", next.sequence, row.sequence - 1),
            };
            return Err(fault(AuditFaultKind::Missing, detail));
        }
        if row.sequence < next.sequence {
            let detail = format!("A record numbered {} was inserted before record 1.", row.sequence);
            return Err(fault(AuditFaultKind::Altered, detail));
        }
        if row.hash != next.hash {
            let also = if row.sequence == 1 {
                ", or the key was replaced"
            } else {
                ""
            };
            let detail = format!(
                "Record {} does not match its hash: the record, its hash or its position was altered{also}.",
                row.sequence
            );
            return Err(fault(AuditFaultKind::Altered, detail));
        }
        let columns = Record::parse(&row.record).and_then(|record| record.columns());
        if let Some(column) = columns.map_or(Some("record"), |columns| row.differs(&columns)) {
            let detail = format!(
                "Record {} is intact, but its column {column} does not match it.",
                row.sequence
            );
            return Err(fault(AuditFaultKind::Altered, detail));
        }
        if let Some(head) = head
            && head.sequence == row.sequence
            && head.hash != next.hash
        {
            let detail = format!(
                "The log was truncated at or before record {} and has been extended since.",
                row.sequence
            );
            return Err(fault(AuditFaultKind::CutOff, detail));
        }
        self.tip = next;
        Ok(())
    }

    /// Looks for what was added without a seal.
    fn check_seals(&self) -> Option<AuditFault> {
        let detail = self.seals.as_ref()?.check_end()?;
        Some(AuditFault {
            kind: AuditFaultKind::Altered,
            sequence: number(self.tip.sequence),
            id: None,
            at: None,
            detail,
        })
    }

    /// Compares the end of the log with the head.
    fn check_end(&self, head: Option<&Tip>) -> Option<AuditFault> {
        let end = self.tip.sequence;
        let (kind, sequence, detail) = match head {
            Some(head) if head.sequence <= end => return None,
            Some(head) => (
                AuditFaultKind::CutOff,
                end + 1,
                format!(
                    "The log ends with record {end}, but record {} was written.",
                    head.sequence
                ),
            ),
            None => (
                AuditFaultKind::HeadLost,
                end,
                "The head file is missing, altered or written with another key, so truncation cannot be \
                 ruled out."
                    .to_owned(),
            ),
        };
        Some(AuditFault {
            kind,
            sequence: number(sequence),
            id: None,
            at: None,
            detail,
        })
    }
}

fn altered(row: &StoredRecord, detail: String) -> AuditFault {
    AuditFault {
        kind: AuditFaultKind::Altered,
        sequence: number(row.sequence),
        id: Some(String::from_utf8_lossy(&row.id).into_owned()),
        at: Some(rfc3339(row.at)),
        detail,
    }
}

fn number(sequence: i64) -> u64 {
    u64::try_from(sequence).unwrap_or(0)
}
