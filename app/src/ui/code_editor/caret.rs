//! Moving the caret, and inserting text at it.

use js_sys::{Function, Reflect};
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::lines;
use crate::ui::dom;

/// Focuses the text, puts the caret before a character of a line (both counted from 1), and scrolls the line into
/// view. Positions past the end mean the end.
pub fn go_to(area: &HtmlTextAreaElement, line: u32, column: u32) {
    let at = offset(&area.value(), line, column);
    dom::focus(area);
    let _ = area.set_selection_range(at, at);
    reveal(area, line);
}

/// Returns the caret's offset in UTF-16 units, as the browser counts.
fn offset(text: &str, line: u32, column: u32) -> u32 {
    let mut rest = text.split_inclusive('\n');
    let units = |text: &str| text.encode_utf16().count() as u32;
    let above: u32 = rest
        .by_ref()
        .take(line.saturating_sub(1) as usize)
        .map(units)
        .sum();
    let line = rest.next().unwrap_or_default().trim_end_matches('\n');
    let before: String = line.chars().take(column.saturating_sub(1) as usize).collect();
    above + units(&before)
}

/// Scrolls the editor's box to the line, with some lines above it.
pub(super) fn reveal(area: &HtmlTextAreaElement, line: u32) {
    let Some(field) = area.closest(".code").ok().flatten() else {
        return;
    };
    let gutter = field.query_selector(".code-gutter").ok().flatten();
    let Some(gutter) = gutter.and_then(|gutter| gutter.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let height = f64::from(gutter.offset_height()) / f64::from(lines::count(&area.value()));
    let above = f64::from(line.saturating_sub(1)) * height;
    field.set_scroll_top((above - f64::from(field.client_height()) / 3.0) as i32);
}

/// Replaces the whole text. The user can undo it.
pub fn replace_all(area: NodeRef<html::Textarea>, value: RwSignal<String>, text: &str) {
    if let Some(area) = area.get_untracked() {
        dom::focus(&area);
        area.select();
    }
    insert(area, value, text);
}

/// Replaces the selection as typing does, so that the browser's undo knows of it. Without that browser command, the
/// undo history is lost.
pub(super) fn insert(area: NodeRef<html::Textarea>, value: RwSignal<String>, text: &str) {
    let Some(area) = area.get_untracked() else { return };
    if !type_in(text) {
        let (start, end) = (area.selection_start(), area.selection_end());
        if let (Ok(Some(start)), Ok(Some(end))) = (start, end) {
            let _ = area.set_range_text_with_start_and_end(text, start, end);
        }
    }
    value.set(area.value());
}

fn type_in(text: &str) -> bool {
    let document = document();
    let command = Reflect::get(&document, &JsValue::from_str("execCommand"));
    let command = command
        .ok()
        .and_then(|command| command.dyn_into::<Function>().ok());
    let (name, no_dialog) = (JsValue::from_str("insertText"), JsValue::FALSE);
    let done = command.map(|command| command.call3(&document, &name, &no_dialog, &JsValue::from_str(text)));
    done.and_then(Result::ok).is_some_and(|done| done.is_truthy())
}
