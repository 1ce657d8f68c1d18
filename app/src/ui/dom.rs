//! The few reaches into the page that widgets share.

use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The elements inside `root` that match `selector`, in the order of the page.
pub(super) fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|i| found.item(i)?.dyn_into().ok())
        .collect()
}

/// The index of the focused one among `elements`.
pub(super) fn focused(elements: &[HtmlElement]) -> Option<usize> {
    let active = document().active_element()?;
    elements.iter().position(|element| **element == active)
}

/// Puts the focus on an element; one that has gone is left alone.
pub fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// Puts the focus on the first field in `form` that was found invalid. Whether there was one.
pub fn focus_first_invalid(form: &Element) -> bool {
    let invalid = all(form, "[aria-invalid=true]");
    invalid.first().inspect(|field| focus(field)).is_some()
}

/// [`focus_first_invalid`] in the form that was sent, once its fields are marked: when the page is drawn again.
pub fn focus_what_is_wrong(event: &SubmitEvent) {
    let form = event.target().and_then(|form| form.dyn_into::<Element>().ok());
    request_animation_frame(move || {
        form.inspect(|form| {
            focus_first_invalid(form);
        });
    });
}

/// Puts the focus on the first element inside `root` that matches `selector`, if there is one.
pub fn focus_in(root: &Element, selector: &str) {
    if let Some(element) = all(root, selector).first() {
        focus(element);
    }
}

/// Puts the focus on the page's heading, which is where a new page begins. Give the `h1` `tabindex="-1"`.
pub fn focus_heading() {
    let heading = document().query_selector("h1").ok().flatten();
    if let Some(heading) = heading
        .as_ref()
        .and_then(|heading| heading.dyn_ref::<HtmlElement>())
    {
        focus(heading);
    }
}

/// Scrolls to where an element of the page begins, if that is above what is seen. Nothing around it is positioned.
pub fn show_beginning(element: &HtmlElement) {
    let seen = window().scroll_y().unwrap_or_default();
    if f64::from(element.offset_top()) < seen {
        element.scroll_into_view();
    }
}

/// Keeps the focus where it is while the elements inside `root` are replaced: on the one of the same name, otherwise on
/// the `root` around it, if that can have it.
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
