//! Copying to the clipboard.

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlDocument, HtmlElement, HtmlTextAreaElement};

use super::{
    button::{Button, Kind},
    dom,
    icon::{Icon, icon},
    status::Tone,
    toasts::Toasts,
};

/// A button that copies text and says whether it worked. If the browser does not allow copying, the text appears beside
/// the button, selected.
#[component]
pub fn CopyButton(
    /// The button's accessible name, e.g. "Copy request id".
    #[prop(into)]
    label: String,
    /// The text to copy.
    #[prop(into)]
    text: Signal<String>,
) -> AnyView {
    let toasts = Toasts::from_context();
    let place = NodeRef::<html::Span>::new();
    let own = label.clone();
    let by_selection = move |text: &str| {
        let place = place.try_get_untracked().flatten();
        if place.is_some_and(|place| copy_selected(&place, &own, text)) {
            toasts.show(Tone::Success, "Copied");
        } else {
            let words = "Your browser doesn't allow copying here. The text is selected, so that you can copy it yourself.";
            toasts.show(Tone::Warning, words);
        }
    };
    let copy = move |()| {
        let text = text.get_untracked();
        let clipboard = window().navigator().clipboard();
        // Browsers have a clipboard only over HTTPS and on the computer itself.
        if clipboard.is_undefined() {
            return by_selection(&text);
        }
        let by_selection = by_selection.clone();
        spawn_local(async move {
            match JsFuture::from(clipboard.write_text(&text)).await {
                Ok(_) => toasts.show(Tone::Success, "Copied"),
                Err(_) => by_selection(&text),
            }
        });
    };
    view! {
        <span class="copy" node_ref=place>
            <Button kind=Kind::Ghost small=true label on_click=copy>{icon(Icon::Copy)}</Button>
        </span>
    }
    .into_any()
}

/// Copies the text by selecting it in a field inside `place`. Returns false if the browser refuses; then the field stays.
fn copy_selected(place: &Element, label: &str, text: &str) -> bool {
    for field in dom::all(place, "textarea") {
        field.remove();
    }
    let page = document();
    let focused = page.active_element();
    let Some(field) = page.create_element("textarea").ok() else {
        return false;
    };
    let field = field.unchecked_into::<HtmlTextAreaElement>();
    field.set_class_name("input copy-text");
    field.set_read_only(true);
    field.set_value(text);
    if field.set_attribute("aria-label", label).is_err() || place.append_child(&field).is_err() {
        return false;
    }
    dom::focus(&field);
    field.select();
    let copied = page.unchecked_into::<HtmlDocument>().exec_command("copy") == Ok(true);
    if copied {
        field.remove();
        if let Some(focused) = focused
            .as_ref()
            .and_then(|focused| focused.dyn_ref::<HtmlElement>())
        {
            dom::focus(focused);
        }
    }
    copied
}
