//! The root: what is there on every page.

use leptos::prelude::*;

/// Mounts the console on the page.
pub fn start() {
    crate::ui::boot::install_panic_hook();
    leptos::mount::mount_to_body(App);
    crate::ui::boot::remove_shell();
}

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    view! { <main id="main"><h1>"Attaché"</h1></main> }
}
