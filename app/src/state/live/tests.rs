//! What a page shows when an event arrives while its data is being read.

use std::{cell::Cell, rc::Rc};

use attache_wire::{export::Export, page, state::ExportState};
use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::{Live, Merge};
use crate::{
    api::{Api, Remote},
    lean::json,
    test_page::{frame, show, until},
};

wasm_bindgen_test_configure!(run_in_browser);

type List = page::Page<Export>;

fn run(code: &str, argument: &str) -> JsValue {
    let argument = JsValue::from_str(argument);
    Function::new_with_args("text", code)
        .call1(&JsValue::UNDEFINED, &argument)
        .unwrap()
}

/// The browser's requests, which wait until the test answers them.
struct Requests;

impl Requests {
    fn hold() -> Self {
        run(
            "globalThis.held = { fetch: globalThis.fetch, waiting: [] };
             globalThis.fetch = () => new Promise((answer) => held.waiting.push(answer));",
            "",
        );
        Self
    }

    fn waiting(&self) -> bool {
        run("return held.waiting.length > 0", "") == JsValue::TRUE
    }

    fn answer(&self, text: &str) {
        run("held.waiting.shift()(new Response(text))", text);
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        run("globalThis.fetch = held.fetch", "");
    }
}

fn export(state: ExportState) -> String {
    let state = serde_json::to_string(&state).unwrap();
    format!(
        r#"{{"id":"e-1","subject":{{"kind":"account","id":"juniper"}},"state":{state},
        "requestedBy":{{"kind":"principal","id":"owner","name":"Ines"}},"submittedAt":"2026-01-22T01:10:00Z",
        "nextAllowedAt":"2026-01-29T01:10:00Z","items":2,"bytes":20,"errors":0}}"#
    )
}

fn list(state: ExportState) -> String {
    [r#"{"items":["#, &export(state), "]}"].concat()
}

#[wasm_bindgen_test]
async fn an_answer_that_predates_an_event_does_not_undo_it() {
    let requests = Requests::hold();
    let made = Rc::new(Cell::new(None));
    let slot = Rc::clone(&made);
    let _page = show(move || {
        Api::provide();
        let live = Live::provide(Signal::default(), Callback::new(|()| ()));
        let exports = Remote::<List>::new(|| Some("/exports".to_owned()));
        live.follow(exports, |page: &mut List, export| match page.items.first_mut() {
            Some(row) => {
                row.clone_from(export);
                Merge::Complete
            }
            None => Merge::Unrelated,
        });
        slot.set(Some((live, exports)));
    });
    let (live, exports) = made.get().unwrap();
    let state = || exports.map(|page| page.items[0].state);
    let happens = |state| live.take(json::from_str(&export(state)).unwrap());

    until("the list is asked for", || requests.waiting()).await;
    happens(ExportState::Processing);
    frame().await;
    requests.answer(&list(ExportState::Submitted));
    until("both are there", || state() == Some(ExportState::Processing)).await;

    exports.reload();
    until("the list is asked for again", || requests.waiting()).await;
    happens(ExportState::Ready);
    until("the event is there", || state() == Some(ExportState::Ready)).await;
    requests.answer(&list(ExportState::Processing));
    until("the answer is there", || !exports.reading().get_untracked()).await;
    frame().await;
    assert_eq!(state(), Some(ExportState::Ready));

    // A read that began after the event is not changed by it.
    exports.reload();
    until("the list is asked for once more", || requests.waiting()).await;
    requests.answer(&list(ExportState::Revoked));
    until("the newest is there", || state() == Some(ExportState::Revoked)).await;
    frame().await;
    assert_eq!(state(), Some(ExportState::Revoked));
}
