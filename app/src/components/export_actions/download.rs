//! Downloading the file with the links, and the acknowledgement that comes before the first time.

use attache_wire::{export::ManifestFormat, paths};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// Lets the browser fetch the file: it goes straight to disk and never passes through the page.
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

/// Whether it was acknowledged in this browser that whoever has the export's file has its attachments.
pub(super) fn is_acknowledged(export: &str) -> bool {
    storage().is_some_and(|storage| storage.get_item(&key(export)).ok().flatten().is_some())
}

/// Remembers the acknowledgement. Where nothing can be stored, the question is asked again.
pub(super) fn acknowledge(export: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(export), "yes");
    }
}

fn key(export: &str) -> String {
    format!("attache.acknowledged.{export}")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
