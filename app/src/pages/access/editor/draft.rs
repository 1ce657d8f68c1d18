//! Unsaved drafts, which survive a reload. They are in the tab's session storage, which ends with the tab.

use attache_wire::access::PolicyEntry;
use leptos::prelude::window;

/// A policy's name and document, and the policy version they are based on.
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

/// Reads a stored draft. The first two lines are version and name, which contain no line breaks.
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

/// Stores a draft, replacing the one before. If the browser stores nothing, leaving the page still warns.
pub(super) fn keep(draft: &str, text: &Text) {
    if let Some(storage) = storage() {
        let kept = [text.version.as_str(), &text.name, &text.document].join("\n");
        let _ = storage.set_item(&key(draft), &kept);
    }
}

/// Deletes a stored draft.
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
