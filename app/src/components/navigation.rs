//! The page's address: read as a signal, changed without loading the page anew.
//!
//! A console of ten routes needs no more than this; a general router was a tenth of all its WebAssembly.

use leptos::{
    ev,
    leptos_dom::helpers::{window_event_listener, window_event_listener_untyped},
    prelude::*,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, Location, MouseEvent, UrlSearchParams};

/// Where a step leaves the page before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The back button leads to it; the new page is read from its top.
    Forward,
    /// The back button leads to it, but it is the same page with another filter or order: nothing scrolls.
    Within,
    /// The back button passes it over.
    Replace,
}

/// The address of the context.
#[derive(Clone, Copy)]
pub(crate) struct Navigation {
    path: RwSignal<String>,
    query: RwSignal<String>,
}

impl Navigation {
    /// Follows the address, the links that are clicked and the back button, and puts itself into the context.
    pub(crate) fn provide() -> Self {
        let navigation = Self {
            path: RwSignal::new(String::new()),
            query: RwSignal::new(String::new()),
        };
        navigation.follow();
        let back = window_event_listener_untyped("popstate", move |_| navigation.follow());
        let click = window_event_listener(ev::click, move |event| {
            if let Some(href) = followed_link(&event) {
                event.prevent_default();
                navigation.go(&href, Step::Forward);
            }
        });
        on_cleanup(move || {
            back.remove();
            click.remove();
        });
        provide_context(navigation);
        navigation
    }

    /// The address of the context.
    pub(crate) fn get() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// The path, percent-encoded as it is.
    pub(crate) fn path(self) -> ReadSignal<String> {
        self.path.read_only()
    }

    /// Path and query, to come back to.
    pub(crate) fn here(self) -> String {
        self.path.get_untracked() + &self.query.get_untracked()
    }

    /// The value of a parameter of the query; empty if it is absent.
    pub(crate) fn parameter(self, name: &str) -> String {
        let query = self.query.get();
        let parameters = UrlSearchParams::new_with_str(&query).ok();
        parameters
            .and_then(|parameters| parameters.get(name))
            .unwrap_or_default()
    }

    /// Goes to another address of the console.
    pub(crate) fn go(self, href: &str, step: Step) {
        let Ok(history) = window().history() else { return };
        let done = match step {
            Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(href)),
            Step::Forward | Step::Within => history.push_state_with_url(&JsValue::NULL, "", Some(href)),
        };
        // The browser refuses hundreds of steps in a few seconds; then the page stays where it is.
        if done.is_ok() {
            self.follow();
            if step != Step::Within {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    }

    fn follow(self) {
        let location = window().location();
        let read = |part: fn(&Location) -> Result<String, JsValue>| part(&location).unwrap_or_default();
        let (path, query) = (read(Location::pathname), read(Location::search));
        if self.query.with_untracked(|before| *before != query) {
            self.query.set(query);
        }
        if self.path.with_untracked(|before| *before != path) {
            self.path.set(path);
        }
    }
}

/// Where a click leads within the console; nothing if the browser should see to it: another site, a download, a
/// new tab, or a place on the same page.
fn followed_link(event: &MouseEvent) -> Option<String> {
    let modified = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let elsewhere = !link.target().is_empty()
        || link.has_attribute("download")
        || link.rel() == "external"
        || link.origin() != window().location().origin().ok()?
        || !link.hash().is_empty();
    (!elsewhere).then(|| link.pathname() + &link.search())
}
