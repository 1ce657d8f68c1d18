//! Keyset cursors: opaque to clients, hostile when they come back.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// The longest cursor that is looked at.
const MAX_LEN: usize = 2_048;

/// A cursor that holds a sort key of the last row shown.
pub fn encode<K: Serialize>(key: &K) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

/// The sort key in a cursor; `None` when the text is not a cursor of this list.
pub fn decode<K: DeserializeOwned>(text: &str) -> Option<K> {
    if text.len() > MAX_LEN {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
