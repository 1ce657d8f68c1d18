//! Copying to the clipboard.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::{
    button::{Button, Kind},
    icon::{Icon, icon},
    status::Tone,
    toasts::Toasts,
};

/// A button that copies text and says whether it worked.
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
    let copy = move |()| {
        let text = text.get_untracked();
        spawn_local(async move {
            match JsFuture::from(window().navigator().clipboard().write_text(&text)).await {
                Ok(_) => toasts.show(Tone::Success, "Copied"),
                Err(_) => toasts.show(Tone::Warning, "Your browser blocked copying"),
            }
        });
    };
    view! { <Button kind=Kind::Ghost small=true label on_click=copy>{icon(Icon::Copy)}</Button> }.into_any()
}
