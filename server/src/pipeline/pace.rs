//! The pace: when, in simulated time, a step may go on.
//!
//! The work itself takes the machine moments; the product takes about a day. The plan spreads the steps over the time
//! between submission and the planned delivery. The snapshot is never delayed: it fixes the set.

use crate::{clock::Millis, store::exports::ExportRow};

/// Collect has checked its last file at nine tenths of the time.
const COLLECT_ENDS: (i64, i64) = (9, 10);
/// Seal begins at nineteen twentieths.
const SEAL_BEGINS: (i64, i64) = (19, 20);

/// When the file number `index` (from 1) of `total` may be checked.
pub(super) fn file_at(export: &ExportRow, index: u64, total: u64) -> Millis {
    let work = i128::from(export.due_at - export.submitted_at);
    let (part, of) = COLLECT_ENDS;
    let share = work * i128::from(part) * i128::from(index) / (i128::from(of) * i128::from(total.max(1)));
    export.submitted_at + i64::try_from(share).unwrap_or(0)
}

/// How many of `total` files may have been checked by `now`.
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

/// When seal may begin.
pub(super) const fn seal_at(export: &ExportRow) -> Millis {
    let (part, of) = SEAL_BEGINS;
    export.submitted_at + (export.due_at - export.submitted_at) / of * part
}
