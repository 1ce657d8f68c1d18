//! Keyset cursors: opaque to clients, and untrusted input when they come back.

use attache_wire::page::MAX_CURSOR_BYTES;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// Encodes the sort key of the last row shown as a cursor.
pub fn encode<K: Serialize>(key: &K) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

/// Decodes a cursor to its sort key; `None` if the text is not a cursor of this list.
pub fn decode<K: DeserializeOwned>(text: &str) -> Option<K> {
    if text.len() > MAX_CURSOR_BYTES {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
