//! The root: what is there on every page.

use leptos::prelude::*;

/// Mounts the console on the page.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(App);
}

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    view! { <main id="main"><h1>"Attaché"</h1></main> }
}
