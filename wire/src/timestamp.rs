//! Points in time.

use crate::text::text_types;

text_types! {
    /// A point in time: RFC 3339, UTC, e.g. `2026-01-22T01:10:00Z`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    Timestamp
}
