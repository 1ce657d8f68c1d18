//! The warning before the first download of a file with links.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "fixtures/panel.rs"]
mod fixtures;
#[path = "page/helpers.rs"]
mod page;

use attache_app::components::exports::actions::BearerDialog;
use attache_wire::{export::ManifestFormat, state::ExportState};
use leptos::prelude::*;
use page::{description, focused, show, text, until};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlInputElement;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_warning_needs_its_checkbox_ticked_each_time_it_opens() {
    let (open, busy, confirmed) = (RwSignal::new(true), RwSignal::new(false), RwSignal::new(0));
    let page = show(move || {
        view! {
            <BearerDialog
                open
                about=Signal::stored(Some(fixtures::export(ExportState::Ready)))
                format=Signal::stored(ManifestFormat::Ndjson)
                busy
                confirm=Callback::new(move |()| confirmed.update(|n| *n += 1))
            />
        }
    });
    until("the dialog opens", || !page.all("dialog").is_empty()).await;
    let dialog = page.get("dialog", "Before you download the file");
    let says = text(&dialog);
    assert!(
        says.contains("Anyone who has this file can download every attachment in it"),
        "{says}"
    );
    assert!(
        says.contains("Jan 28, 2026, 21:40 UTC"),
        "says when the links expire: {says}"
    );

    let tick = || -> HtmlInputElement {
        let found = page.get("dialog", "Before you download the file");
        found
            .query_selector("input[type=checkbox]")
            .unwrap()
            .unwrap()
            .unchecked_into()
    };
    let download = page.get("button", "Download NDJSON");
    assert!(focused(&tick()), "the checkbox has the focus");
    assert_eq!(
        description(&download).as_deref(),
        Some("Select the checkbox to continue")
    );
    download.click();
    assert_eq!(confirmed.get_untracked(), 0);

    tick().click();
    until("the button is enabled", || description(&download).is_none()).await;
    busy.set(true);
    download.click();
    assert_eq!(confirmed.get_untracked(), 0, "not confirmed while busy");
    busy.set(false);
    download.click();
    assert_eq!(confirmed.get_untracked(), 1);

    open.set(false);
    until("the dialog closes", || page.all("dialog").is_empty()).await;
    open.set(true);
    until("the dialog opens again", || !page.all("dialog").is_empty()).await;
    assert!(!tick().checked());
}
