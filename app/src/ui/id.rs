//! Ids for elements that others reference (`aria-describedby`, `for`, …).

use std::cell::Cell;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Returns an id that is unique on this page, e.g. `field-7`.
pub fn unique(prefix: &str) -> String {
    let n = LAST.get().wrapping_add(1);
    LAST.set(n);
    format!("{prefix}-{n}")
}
