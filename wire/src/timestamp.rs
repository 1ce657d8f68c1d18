//! Points in time.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Serialize};

/// A point in time: RFC 3339, UTC, e.g. `2026-01-22T01:10:00Z`. Timestamps of one precision sort as they follow each
/// other.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(format = DateTime))]
pub struct Timestamp(String);

impl Timestamp {
    /// The timestamp as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Timestamp {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
