//! The hand-over from the static page (`app/index.html`) to the running console, and what is left of it
//! when the console dies.

use leptos::prelude::document;

/// Takes the static first paint away. Call it right after mounting.
pub fn remove_shell() {
    if let Some(shell) = document().get_element_by_id("boot") {
        shell.remove();
    }
}

/// Reports a panic on the console and shows the static banner that offers to reload: after a panic nothing
/// of the WebAssembly can be trusted to run.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if let Some(banner) = document().get_element_by_id("failure") {
            let _ = banner.remove_attribute("hidden");
        }
    }));
}
