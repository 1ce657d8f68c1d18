//! The simulator's question: from the form to the address and back.

use attache_wire::access::ContextEntry;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::{
    context::{ContextTable, Rows},
    question::{self, Question},
};
use crate::test_page::{self as page, attribute, show, text, type_in};

wasm_bindgen_test_configure!(run_in_browser);

fn entry(key: &str, value: Option<&str>) -> ContextEntry {
    ContextEntry {
        key: key.to_owned(),
        value: value.map(str::to_owned),
    }
}

#[wasm_bindgen_test]
fn overrides_survive_the_address() {
    let context = vec![
        entry("aws:SourceIp", Some("10.0.0.1")),
        entry("aws:MultiFactorAuthPresent", None),
        entry("aws:PrincipalTag/a=b", Some("x = y & z")),
        entry("aws:PrincipalTag/empty", Some("")),
    ];
    assert_eq!(question::entries(&question::text(&context)), context);
    assert_eq!(question::entries(""), []);
}

#[wasm_bindgen_test]
fn a_question_needs_no_resource() {
    let question = Question {
        principal: "read-only".into(),
        action: "chime:GetAccount".into(),
        ..Question::default()
    };
    assert!(question.is_whole());
    assert_eq!(question.body().resource, None);
    assert!(
        !Question {
            action: String::new(),
            ..question
        }
        .is_whole()
    );
}

#[wasm_bindgen_test]
async fn the_table_learns_current_values_and_sends_only_overrides() {
    let rows = Rows::new();
    let page = show(move || view! { <ContextTable rows /> });
    assert!(text(&page.all("table")[0]).contains("After the first run"));

    rows.learn(
        &[
            entry("aws:username", Some("read-only")),
            entry("aws:SourceIp", Some("::1")),
        ],
        &[],
    );
    page::frame().await;
    let address = page.get("textbox", "Value of aws:SourceIp");
    assert_eq!(
        address.unchecked_ref::<web_sys::HtmlInputElement>().value(),
        "::1"
    );
    assert_eq!(rows.overrides(), []);

    type_in(&address, "10.0.0.1");
    page::frame().await;
    let changed = [entry("aws:SourceIp", Some("10.0.0.1"))];
    assert_eq!(rows.overrides(), changed);

    // An answer repeats the overrides; the known current values must stay.
    rows.learn(
        &[entry("aws:username", Some("read-only")), changed[0].clone()],
        &changed,
    );
    assert_eq!(rows.overrides(), changed);
    page.get("button", "Current value: aws:SourceIp").click();
    page::frame().await;
    assert_eq!(rows.overrides(), []);
    assert_eq!(
        address.unchecked_ref::<web_sys::HtmlInputElement>().value(),
        "::1"
    );
}

#[wasm_bindgen_test]
async fn a_key_can_be_added_and_another_omitted() {
    let rows = Rows::new();
    let page = show(move || view! { <ContextTable rows /> });
    let add = page.get("button", "Add key");
    assert_eq!(attribute(&add, "aria-disabled").as_deref(), Some("true"));

    rows.show(&[entry("aws:username", None)]);
    type_in(
        &page.get("textbox", "Another condition key"),
        " aws:PrincipalTag/team ",
    );
    page::frame().await;
    add.click();
    page::frame().await;
    type_in(&page.get("textbox", "Value of aws:PrincipalTag/team"), "legal");
    page::frame().await;
    assert_eq!(
        rows.overrides(),
        [
            entry("aws:username", None),
            entry("aws:PrincipalTag/team", Some("legal"))
        ]
    );
}

#[wasm_bindgen_test]
async fn rows_outlive_the_effect_that_created_them() {
    let turn = RwSignal::new(0);
    let page = show(move || {
        let rows = Rows::new();
        Effect::new(move |_| match turn.get() {
            0 => rows.learn(&[entry("aws:SourceIp", Some("::1"))], &[]),
            _ => rows.show(&[entry("aws:SourceIp", Some("10.0.0.1"))]),
        });
        view! { <ContextTable rows /> }
    });
    page::frame().await;
    turn.set(1);
    page::frame().await;
    let address = page.get("textbox", "Value of aws:SourceIp");
    assert_eq!(
        address.unchecked_ref::<web_sys::HtmlInputElement>().value(),
        "10.0.0.1"
    );
}
