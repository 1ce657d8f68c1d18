//! The page's title: it names the tab, and its heading takes the focus on navigation.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::dom::focus_heading;

/// The prefix of the tab's title, such as a request's progress.
#[derive(Clone, Copy)]
pub(crate) struct TabPrefix(pub Signal<Option<String>>);

/// The path visited last. The first page leaves the focus to the browser.
#[derive(Clone, Copy)]
pub(crate) struct Visited(StoredValue<Option<String>>);

impl Visited {
    /// Provides itself as context.
    pub(crate) fn provide() {
        provide_context(Self(StoredValue::new(None)));
    }

    /// Records the path of a page that is still loading. Returns true unless it is the first page.
    pub(crate) fn await_page(self, path: &str) -> bool {
        let another = self.0.with_value(Option::is_some);
        self.enter(path);
        another
    }

    /// Records a path. Returns true if another path was visited before.
    fn enter(self, path: &str) -> bool {
        let before = self
            .0
            .try_update_value(|visited| visited.replace(path.to_owned()));
        before.flatten().is_some_and(|before| before != path)
    }
}

/// Sets the tab's title, and moves the focus to the heading after navigation from another page.
pub(crate) fn use_title(title: Signal<String>) {
    let prefix = use_context::<TabPrefix>();
    Effect::new(move |_| {
        let title = title.get();
        document().set_title(&match prefix.and_then(|prefix| prefix.0.get()) {
            Some(prefix) => format!("{prefix} · {title} · Attaché"),
            None => format!("{title} · Attaché"),
        });
    });
    let path = use_location().pathname;
    let visited = use_context::<Visited>();
    Effect::new(move |_| {
        let path = path.get();
        if visited.is_some_and(|visited| visited.enter(&path)) {
            // The old page may see the new path first; its heading is gone one frame later.
            request_animation_frame(focus_heading);
        }
    });
}
