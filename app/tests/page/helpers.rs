//! Helpers to query a page by role and name, as a screen reader does, and to fire real events.
#![allow(dead_code, reason = "each test file uses some of the helpers")]

use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// A part of the page that holds one view. Dropping it removes the view.
pub(crate) struct Page {
    root: HtmlElement,
    _handle: UnmountHandle<<AnyView as Render>::State>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Mounts a view on the page.
pub(crate) fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Page {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    Page {
        _handle: mount_to(root.clone(), || view().into_any()),
        root,
    }
}

impl Page {
    /// Returns the elements with this role, in document order.
    pub(crate) fn all(&self, role: &str) -> Vec<HtmlElement> {
        let native = match role {
            "button" => "button:not([role])",
            "link" => "a[href]:not([role])",
            "dialog" => "dialog[open]",
            "radio" => "input[type=radio]",
            "textbox" => "input[type=text], textarea",
            "searchbox" => "input[type=search]",
            "checkbox" => "input[type=checkbox]",
            "combobox" => "select",
            "columnheader" => "th[scope=col]",
            "rowheader" => "th[scope=row]",
            "cell" => "td",
            "list" => "ol, ul",
            "listitem" => "li",
            "progressbar" => "progress",
            "table" => "table",
            "time" => "time",
            "navigation" => "nav",
            _ => "",
        };
        let explicit = format!("[role={role}]");
        let selector = if native.is_empty() {
            explicit
        } else {
            format!("{explicit}, {native}")
        };
        let found = self.root.query_selector_all(&selector).unwrap();
        (0..found.length())
            .map(|i| found.item(i).unwrap().unchecked_into())
            .collect()
    }

    /// Returns the only element with this role and accessible name. Panics if there are none or several.
    pub(crate) fn get(&self, role: &str, name: &str) -> HtmlElement {
        let all = self.all(role);
        let names = all.iter().map(|element| self::name(element)).collect::<Vec<_>>();
        let mut found = all.into_iter().filter(|element| self::name(element) == name);
        let first = found
            .next()
            .unwrap_or_else(|| panic!("no {role} “{name}” among {names:?}"));
        assert!(found.next().is_none(), "more than one {role} “{name}”");
        first
    }

    /// Returns all text.
    pub(crate) fn text(&self) -> String {
        text(&self.root)
    }
}

/// Returns an element's text, with single spaces.
pub(crate) fn text(element: &Element) -> String {
    element
        .text_content()
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the accessible name: `aria-label`, `aria-labelledby`, a `<label>`, a `<caption>`, or the text.
pub(crate) fn name(element: &Element) -> String {
    let of = |id: &str| document().get_element_by_id(id).map(|element| text(&element));
    let label = || {
        let id = element.get_attribute("id")?;
        let label = document().query_selector(&format!("label[for={id}]")).ok()??;
        Some(text(&label))
    };
    element
        .get_attribute("aria-label")
        .or_else(|| element.get_attribute("aria-labelledby").and_then(|id| of(&id)))
        .or_else(label)
        .or_else(|| Some(text(&element.query_selector(":scope > caption").ok()??)))
        .unwrap_or_else(|| text(element))
}

/// Returns the accessible description, to which `aria-describedby` points.
pub(crate) fn description(element: &Element) -> Option<String> {
    let ids = element.get_attribute("aria-describedby")?;
    let words = ids
        .split(' ')
        .map(|id| text(&document().get_element_by_id(id).unwrap()));
    Some(words.collect::<Vec<_>>().join(" "))
}

/// Returns an attribute's value.
pub(crate) fn attribute(element: &Element, name: &str) -> Option<String> {
    element.get_attribute(name)
}

/// Returns true if the element has the focus.
pub(crate) fn focused(element: &HtmlElement) -> bool {
    document()
        .active_element()
        .is_some_and(|active| active == **element)
}

/// Presses a key on an element.
pub(crate) fn press(element: &HtmlElement, key: &str) {
    let init = "{ key: detail, bubbles: true, cancelable: true }";
    dispatch(element, &format!("new KeyboardEvent('keydown', {init})"), key);
}

/// Fires an event of this kind on an element. The event does not bubble.
pub(crate) fn fire(element: &HtmlElement, kind: &str) {
    dispatch(element, "new Event(detail)", kind);
}

/// Replaces a field's text, as typing does.
pub(crate) fn type_in(field: &HtmlElement, text: &str) {
    field.unchecked_ref::<HtmlInputElement>().set_value(text);
    dispatch(field, "new Event(detail, { bubbles: true })", "input");
}

/// Dispatches the event that a JavaScript expression creates from `detail`.
fn dispatch(element: &HtmlElement, event: &str, detail: &str) {
    let body = format!("element.dispatchEvent({event})");
    js_sys::Function::new_with_args("element, detail", &body)
        .call2(&JsValue::UNDEFINED, element, &JsValue::from_str(detail))
        .unwrap();
}

/// Waits for one frame, after which effects have run and the page is rendered.
pub(crate) async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move || resolve.call0(&JsValue::UNDEFINED).unwrap());
        window().request_animation_frame(done.unchecked_ref()).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits until a condition holds. Panics after some hundred frames.
pub(crate) async fn until(what: &str, so: impl Fn() -> bool) {
    for _ in 0..300 {
        if so() {
            return;
        }
        frame().await;
    }
    panic!("in vain: {what}");
}
