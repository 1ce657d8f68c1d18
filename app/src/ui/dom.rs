//! The few DOM operations that widgets share.

use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Returns the elements inside `root` that match `selector`, in document order.
pub(super) fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|i| found.item(i)?.dyn_into().ok())
        .collect()
}

/// Returns the index of the focused element among `elements`.
pub(super) fn focused(elements: &[HtmlElement]) -> Option<usize> {
    let active = document().active_element()?;
    elements.iter().position(|element| **element == active)
}

/// Focuses an element. Does nothing if it is gone.
pub fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// Focuses the first invalid field in `form`. Returns true if there was one.
pub fn focus_first_invalid(form: &Element) -> bool {
    let invalid = all(form, "[aria-invalid=true]");
    invalid.first().inspect(|field| focus(field)).is_some()
}

/// Calls [`focus_first_invalid`] on the submitted form after the next render, once its fields are marked.
pub fn focus_what_is_wrong(event: &SubmitEvent) {
    let form = event.target().and_then(|form| form.dyn_into::<Element>().ok());
    request_animation_frame(move || {
        form.inspect(|form| {
            focus_first_invalid(form);
        });
    });
}

/// Focuses the first element inside `root` that matches `selector`, if any.
pub fn focus_in(root: &Element, selector: &str) {
    if let Some(element) = all(root, selector).first() {
        focus(element);
    }
}

/// Focuses the page's heading, where a new page begins. The `h1` needs `tabindex="-1"`.
pub fn focus_heading() {
    let heading = document().query_selector("h1").ok().flatten();
    if let Some(heading) = heading
        .as_ref()
        .and_then(|heading| heading.dyn_ref::<HtmlElement>())
    {
        focus(heading);
    }
}

/// Scrolls to the top of an element if it is above the viewport. Its ancestors must not be positioned.
pub fn show_beginning(element: &HtmlElement) {
    let seen = window().scroll_y().unwrap_or_default();
    if f64::from(element.offset_top()) < seen {
        element.scroll_into_view();
    }
}

/// Keeps the focus while the elements inside `root` are replaced: on the one with the same name, or else on the
/// surrounding `root` if it is focusable.
pub fn keep_focus(root: &str) {
    let Some(active) = document().active_element() else {
        return;
    };
    let (Ok(Some(root)), name) = (active.closest(root), active.get_attribute("aria-label")) else {
        return;
    };
    request_animation_frame(move || {
        if active.is_connected() {
            return;
        }
        let named = all(&root, "[aria-label]");
        let same = named
            .iter()
            .find(|element| element.get_attribute("aria-label") == name);
        match (same, root.dyn_ref()) {
            (Some(same), _) => focus(same),
            (None, Some(root)) => focus(root),
            (None, None) => {}
        }
    });
}
