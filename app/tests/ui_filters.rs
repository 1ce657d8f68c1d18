//! Filter fields, the drawer, and the display of records.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use attache_app::ui::{
    dialog::Dialog,
    field::{
        moment::MomentField,
        select::{Choice, Select},
        suggest::SuggestField,
    },
    format::{self, TimeStyle},
    status::Badge,
    time::Time,
};
use leptos::prelude::*;
use page::{attribute, fire, frame, show, text, type_in};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

wasm_bindgen_test_configure!(run_in_browser);

fn shown(field: &HtmlElement) -> String {
    field.unchecked_ref::<HtmlInputElement>().value()
}

#[wasm_bindgen_test]
async fn suggestions_are_offered_and_any_text_is_reported_once_complete() {
    let taken = RwSignal::new(String::from("owner"));
    let page = show(move || {
        let suggestions = Signal::stored(vec![
            Choice::new("owner", "Ines"),
            Choice::new("system", "System"),
        ]);
        let on_change = move |who: String| taken.set(who);
        view! { <SuggestField label="Who" value=taken suggestions on_change /> }
    });
    frame().await;
    let field = page.get("textbox", "Who");
    assert_eq!(shown(&field), "owner");
    let list = document()
        .get_element_by_id(&attribute(&field, "list").unwrap())
        .unwrap();
    assert_eq!(text(&list), "InesSystem");
    type_in(&field, " full-access ");
    assert_eq!(taken.get_untracked(), "owner", "nothing is reported while typing");
    fire(&field, "change");
    assert_eq!(taken.get_untracked(), "full-access");
    taken.set(String::new());
    frame().await;
    assert_eq!(shown(&field), "", "the field follows the back button");
}

#[wasm_bindgen_test]
async fn choices_show_the_hidden_characters_of_a_principals_name_as_marks() {
    let choices = vec![
        Choice::new("eve", "Eve\u{202E}gpj.exe"),
        Choice::new("a\u{202E}b", "Al\u{200B}ex"),
    ];
    let suggested = choices.clone();
    let value = RwSignal::new(String::from("a\u{202E}b"));
    let page = show(move || {
        view! {
            <SuggestField label="Who" value suggestions=Signal::stored(suggested) on_change=|_| () />
            <Select label="Principal" choices value on_change=|_| () />
            <Badge label="Eve\u{202E}gpj.exe" />
        }
    });
    frame().await;
    let list = attribute(&page.get("textbox", "Who"), "list").unwrap();
    let list = document().get_element_by_id(&list).unwrap();
    assert_eq!(text(&list), "Eve\u{FFFD}gpj.exeAl\u{FFFD}ex");
    let select = page.get("combobox", "Principal");
    assert_eq!(text(&select), "Eve\u{FFFD}gpj.exeAl\u{FFFD}ex");
    assert_eq!(
        select.unchecked_ref::<HtmlSelectElement>().value(),
        "a\u{202E}b",
        "values stay"
    );
    assert!(page.text().ends_with("Eve\u{FFFD}gpj.exe"));
}

#[wasm_bindgen_test]
async fn a_moment_is_in_utc_in_every_time_zone() {
    let taken = RwSignal::new(String::from("2026-01-22T01:10:07Z"));
    let page = show(
        move || view! { <MomentField label="From (UTC)" value=taken on_change=move |at| taken.set(at) /> },
    );
    frame().await;
    let label = document().query_selector("label").unwrap().unwrap();
    let field: HtmlElement = document()
        .get_element_by_id(&attribute(&label, "for").unwrap())
        .unwrap()
        .unchecked_into();
    assert!(page.text().contains("From (UTC)"));
    assert_eq!(shown(&field), "2026-01-22T01:10:07");
    for (typed, expected) in [("2026-02-03T04:05", "2026-02-03T04:05:00Z"), ("", "")] {
        type_in(&field, typed);
        fire(&field, "change");
        assert_eq!(taken.get_untracked(), expected);
    }
}

#[wasm_bindgen_test]
async fn a_drawer_closes_like_a_dialog() {
    let open = RwSignal::new(true);
    let page = show(move || view! { <Dialog open title="Sign in" drawer=true><p>"The record"</p></Dialog> });
    frame().await;
    let drawer = page.get("dialog", "Sign in");
    assert_eq!(text(&drawer), "Sign inThe record");
    open.set(false);
    frame().await;
    assert!(page.all("dialog").is_empty());
}

#[wasm_bindgen_test]
fn an_exact_time_shows_its_distance_on_hover() {
    let at = format::parse_time("2026-01-22T01:10:07Z").unwrap();
    let page = show(move || view! { <Time at show=TimeStyle::Exact now=at + 7_200_000.0 /> });
    let time = page.all("time").remove(0);
    assert!(text(&time).contains(":10:07"), "{}", text(&time));
    assert!(attribute(&time, "title").unwrap().starts_with("2 hours ago · "));
}

#[wasm_bindgen_test]
fn json_is_indented_and_other_text_is_unchanged() {
    assert_eq!(format::json(r#"{"a":[1]}"#), "{\n  \"a\": [\n    1\n  ]\n}");
    assert_eq!(format::json("{\"a\":"), "{\"a\":");
}
