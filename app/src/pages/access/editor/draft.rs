//! What is not saved survives a reload: it is kept in the tab's storage, and goes with the tab.

use attache_wire::access::PolicyEntry;
use leptos::prelude::window;

/// A policy's name and document, and the version of the policy that they began from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) version: String,
    pub(super) name: String,
    pub(super) document: String,
}

impl Text {
    pub(super) fn of(entry: &PolicyEntry) -> Self {
        Self {
            version: entry.version.clone(),
            name: entry.policy.name.clone(),
            document: entry.policy.document.clone(),
        }
    }

    pub(super) fn same_words(&self, other: &Self) -> bool {
        self.name == other.name && self.document == other.document
    }
}

/// The text that was kept. Neither version nor name has line ends.
pub(super) fn kept(draft: &str) -> Option<Text> {
    let kept = storage()?.get_item(&key(draft)).ok()??;
    let (version, rest) = kept.split_once('\n')?;
    let (name, document) = rest.split_once('\n')?;
    Some(Text {
        version: version.to_owned(),
        name: name.to_owned(),
        document: document.to_owned(),
    })
}

/// Keeps a text in place of the one before. Where nothing can be stored, leaving still asks.
pub(super) fn keep(draft: &str, text: &Text) {
    if let Some(storage) = storage() {
        let kept = [text.version.as_str(), &text.name, &text.document].join("\n");
        let _ = storage.set_item(&key(draft), &kept);
    }
}

/// Forgets the text.
pub(super) fn forget(draft: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(draft));
    }
}

fn key(draft: &str) -> String {
    format!("attache.policy.{draft}")
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
