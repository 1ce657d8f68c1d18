//! Downloading the file, and remembering in this browser who has confirmed the warning.

use attache_wire::{export::ManifestFormat, paths};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// Starts a browser download: the file goes straight to disk and never passes through the page.
pub(super) fn save(export: &str, format: ManifestFormat) {
    let link = document()
        .create_element("a")
        .ok()
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&paths::manifest(export, format));
        link.set_download("");
        link.click();
    }
}

/// Returns true if this principal has confirmed the warning for the export in this browser.
pub(super) fn is_confirmed(person: &str, export: &str) -> bool {
    let key = key(person, export);
    storage().is_some_and(|storage| storage.get_item(&key).ok().flatten().is_some())
}

/// Remembers the confirmation. If the browser stores nothing, the principal is asked again.
pub(super) fn remember(person: &str, export: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(person, export), "yes");
    }
}

fn key(person: &str, export: &str) -> String {
    ["attache.acknowledged", person, export].join(".")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
