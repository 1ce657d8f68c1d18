//! Pages of a list.

use serde::{Deserialize, Serialize};

/// Default number of rows in a page.
pub const DEFAULT_LIMIT: u32 = 50;
/// Maximum number of rows in a page; a larger `limit` is refused.
pub const MAX_LIMIT: u32 = 200;

/// Maximum length of a cursor in bytes.
pub const MAX_CURSOR_BYTES: usize = 2_048;
/// Maximum length of a search text and of a filter in characters.
pub const MAX_SEARCH_CHARS: usize = 200;

/// One page of a list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Pass it as `cursor` to get the next page; absent on the last one. Opaque.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Creates a single page with the whole list.
    pub const fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
        }
    }
}
