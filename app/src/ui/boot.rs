//! The handover from the static page (`app/index.html`) to the console, and the fallback if the console panics.

use leptos::prelude::document;

/// Removes the static first paint. Call it right after mounting.
pub fn remove_shell() {
    if let Some(shell) = document().get_element_by_id("boot") {
        shell.remove();
    }
}

/// Logs a panic to the browser's console and shows the static banner that offers to reload. After a panic, no
/// WebAssembly can be trusted to run.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if let Some(banner) = document().get_element_by_id("failure") {
            let _ = banner.remove_attribute("hidden");
        }
    }));
}
