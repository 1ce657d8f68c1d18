//! The code editor and the diff: use by keyboard and with screen readers.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use attache_app::ui::{
    code_editor::{CodeEditor, Fault, replace_all},
    diff::{Change, Diff, lines},
};
use leptos::{html, prelude::*};
use page::{attribute, description, focused, frame, press, show, text, type_in};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

wasm_bindgen_test_configure!(run_in_browser);

fn inside(page: &page::Page, selector: &str) -> Option<Element> {
    let area = page.get("textbox", "Document");
    let field = area.closest(".code-field").unwrap().unwrap();
    field.query_selector(selector).unwrap()
}

fn area(page: &page::Page) -> HtmlTextAreaElement {
    page.get("textbox", "Document").dyn_into().unwrap()
}

fn fault(line: u32, column: u32) -> Fault {
    Fault {
        line,
        column,
        message: "No such element.".into(),
    }
}

#[wasm_bindgen_test]
async fn line_numbers_follow_typing() {
    let value = RwSignal::new("{\n}".to_owned());
    let page = show(move || view! { <CodeEditor label="Document" value /> });
    let numbers = || text(&inside(&page, ".code-gutter").unwrap());
    assert_eq!(numbers(), "1 2");

    type_in(&page.get("textbox", "Document"), "{\n\n}\n");
    frame().await;
    assert_eq!(value.get_untracked(), "{\n\n}\n");
    assert_eq!(numbers(), "1 2 3 4", "a final line break starts a numbered line");
}

#[wasm_bindgen_test]
async fn a_fault_is_marked_described_and_linked() {
    let value = RwSignal::new("{\n  \"Versión\": 1,\n  \"📎\": bad\n}".to_owned());
    let wrong = RwSignal::new(None);
    let page = show(move || view! { <CodeEditor label="Document" value fault=wrong /> });
    let editor = page.get("textbox", "Document");
    assert_eq!(description(&editor), None);
    assert_eq!(attribute(&editor, "aria-invalid"), None);

    wrong.set(Some(fault(3, 8)));
    frame().await;
    assert_eq!(attribute(&editor, "aria-invalid").as_deref(), Some("true"));
    assert_eq!(
        description(&editor).as_deref(),
        Some("Line 3, character 8: No such element.")
    );
    assert_eq!(text(&inside(&page, ".code-gutter").unwrap()), "1 2 ✗ 3 4");
    assert_eq!(
        text(&inside(&page, ".code-back u").unwrap()),
        "bad",
        "the underlined text"
    );

    page.get("button", "Go to line 3").click();
    assert!(focused(&editor));
    // The browser counts UTF-16 units: the paper clip is two.
    let before = "{\n  \"Versión\": 1,\n  \"📎\": ".encode_utf16().count() as u32;
    assert_eq!(area(&page).selection_start().unwrap(), Some(before));
    assert_eq!(area(&page).selection_end().unwrap(), Some(before));

    wrong.set(None);
    frame().await;
    assert_eq!(description(&editor), None);
    assert_eq!(text(&inside(&page, ".code-gutter").unwrap()), "1 2 3 4");
}

#[wasm_bindgen_test]
async fn a_fault_past_the_end_of_the_text_is_harmless() {
    let value = RwSignal::new("{}".to_owned());
    let wrong = RwSignal::new(Some(fault(1, 900)));
    let page = show(move || view! { <CodeEditor label="Document" value fault=wrong /> });
    assert_eq!(text(&inside(&page, ".code-gutter").unwrap()), "✗ 1");
    wrong.set(Some(fault(77, 0)));
    frame().await;
    assert_eq!(text(&inside(&page, ".code-gutter").unwrap()), "1");
    page.get("button", "Go to line 77").click();
    assert_eq!(area(&page).selection_start().unwrap(), Some(2));
}

#[wasm_bindgen_test]
async fn marked_lines_are_described() {
    let value = RwSignal::new("a\nb\nc\nd".to_owned());
    let marked = RwSignal::new(Some((2, 3)));
    let page = show(move || view! { <CodeEditor label="Document" value marked read_only=true /> });
    let editor = page.get("textbox", "Document");
    assert_eq!(description(&editor).as_deref(), Some("Lines 2 to 3 are marked."));
    assert_eq!(text(&inside(&page, ".code-gutter").unwrap()), "1 ▸ 2 ▸ 3 4");
    assert!(area(&page).read_only());
    assert!(page.all("checkbox").is_empty());
    marked.set(None);
    frame().await;
    assert_eq!(description(&editor), None);
}

#[wasm_bindgen_test]
async fn tab_moves_the_focus_unless_indenting_is_on() {
    let value = RwSignal::new("ab".to_owned());
    let page = show(move || view! { <CodeEditor label="Document" value /> });
    let editor = page.get("textbox", "Document");
    editor.focus().unwrap();
    area(&page).set_selection_range(1, 1).unwrap();
    press(&editor, "Tab");
    assert_eq!(value.get_untracked(), "ab");

    let choice: HtmlElement = inside(&page, "input[type=checkbox]").unwrap().unchecked_into();
    choice.click();
    frame().await;
    editor.focus().unwrap();
    area(&page).set_selection_range(1, 1).unwrap();
    press(&editor, "Tab");
    assert_eq!(value.get_untracked(), "a  b");
    assert_eq!(area(&page).value(), "a  b");
}

#[wasm_bindgen_test]
async fn replacing_the_text_keeps_the_focus_in_the_editor() {
    let value = RwSignal::new("{}".to_owned());
    let node = NodeRef::<html::Textarea>::new();
    let page = show(move || view! { <CodeEditor label="Document" value area=node /> });
    replace_all(node, value, "{\n}");
    frame().await;
    assert_eq!(value.get_untracked(), "{\n}");
    assert_eq!(area(&page).value(), "{\n}");
    assert!(focused(&page.get("textbox", "Document")));
}

#[wasm_bindgen_test]
fn diffs_are_minimal_and_removed_lines_come_first() {
    for (before, after, expected) in [
        ("", "", ""),
        ("a\nb\n", "a\nb\n", " a| b"),
        ("", "a\nb", "+a|+b"),
        ("a\nb", "", "-a|-b"),
        ("a\nb\nc", "a\nx\nc", " a|-b|+x| c"),
        ("a\nb\nc", "a\nc", " a|-b| c"),
        ("a\nc", "a\nb\nc", " a|+b| c"),
        ("b\nc\na", "a\nb\nc", "+a| b| c|-a"),
        ("a\na\na", "a\na", " a| a|-a"),
        ("a\r\nb\r\n", "a\nb", " a| b"),
        ("x\nsame\ny", "1\nsame\n2", "-x|+1| same|-y|+2"),
    ] {
        let shown = |(change, text): &(Change, &str)| match change {
            Change::Same => format!(" {text}"),
            Change::Removed => format!("-{text}"),
            Change::Added => format!("+{text}"),
        };
        let found: Vec<_> = lines(before, after).iter().map(shown).collect();
        assert_eq!(found.join("|"), expected, "{before:?} → {after:?}");
    }
}

#[wasm_bindgen_test]
fn texts_over_the_limit_still_get_a_correct_diff() {
    let many = |word: &str| (0..3_000).map(|n| format!("{word}{n}\n")).collect::<String>();
    let (before, after) = (
        format!("head\n{}tail", many("a")),
        format!("head\n{}tail", many("b")),
    );
    let found = lines(&before, &after);
    assert_eq!(found.len(), 6_002);
    let rebuilt = |gone: Change| {
        let kept = found.iter().filter(|(change, _)| *change != gone);
        kept.map(|(_, text)| *text).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(rebuilt(Change::Added), before);
    assert_eq!(rebuilt(Change::Removed), after);
}

#[wasm_bindgen_test]
fn a_diff_names_each_change_and_folds_unchanged_lines() {
    let before = (1..=20).map(|n| format!("line {n}\n")).collect::<String>();
    let after = before.replace("line 10\n", "line ten\n");
    let page = show(move || view! { <Diff label="Changes" before after /> });
    let diff = page.get("group", "Changes");
    let words = text(&diff);
    assert!(words.starts_with("1 line removed, 1 line added"), "{words}");
    assert!(words.contains("Removed: line 10+Added: line ten"), "{words}");
    let folds = diff.query_selector_all("summary").unwrap();
    let fold = |i| text(folds.item(i).unwrap().unchecked_ref());
    assert_eq!(
        (folds.length(), fold(0), fold(1)),
        (2, "6 unchanged lines".into(), "7 unchanged lines".into())
    );
}
