//! Pacing: when, in simulated time, a step may proceed.
//!
//! The actual work takes moments; the real product takes about a day. The plan spreads the steps between submission and
//! planned delivery. The snapshot is never delayed, because it fixes the set.

use crate::{clock::Millis, store::exports::ExportRow};

/// Collect checks its last file at nine tenths of the time.
const COLLECT_ENDS: (i64, i64) = (9, 10);
/// Seal starts at nineteen twentieths of the time.
const SEAL_BEGINS: (i64, i64) = (19, 20);

/// Returns when the file number `index` (from 1) of `total` may be checked.
pub(super) fn file_at(export: &ExportRow, index: u64, total: u64) -> Millis {
    let work = i128::from(export.due_at - export.submitted_at);
    let (part, of) = COLLECT_ENDS;
    let share = work * i128::from(part) * i128::from(index) / (i128::from(of) * i128::from(total.max(1)));
    export.submitted_at + i64::try_from(share).unwrap_or(0)
}

/// Returns how many of `total` files may be checked by `now`.
pub(super) fn files_by(export: &ExportRow, total: u64, now: Millis) -> u64 {
    let mut low = 0;
    let mut high = total;
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if file_at(export, middle, total) <= now {
            low = middle
        } else {
            high = middle - 1
        }
    }
    low
}

/// Returns when seal may start.
pub(super) const fn seal_at(export: &ExportRow) -> Millis {
    let (part, of) = SEAL_BEGINS;
    export.submitted_at + (export.due_at - export.submitted_at) / of * part
}
