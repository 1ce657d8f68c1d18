//! The page's title: it names the tab, and its heading gets the focus on navigation.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::dom::focus_heading;

/// What stands before the title of the tab, such as the progress of a request.
#[derive(Clone, Copy)]
pub(crate) struct TabPrefix(pub Signal<Option<String>>);

/// The path of the page that somebody went to last. The first page leaves the focus where the browser
/// puts it.
#[derive(Clone, Copy)]
pub(crate) struct Visited(StoredValue<Option<String>>);

impl Visited {
    /// Puts it into the context.
    pub(crate) fn provide() {
        provide_context(Self(StoredValue::new(None)));
    }

    /// Takes note of the path of a page that is not there yet. Whether it is not the first page.
    pub(crate) fn await_page(self, path: &str) -> bool {
        let another = self.0.with_value(Option::is_some);
        self.enter(path);
        another
    }

    /// Takes note of a path. Whether somebody came there from another page of the console.
    fn enter(self, path: &str) -> bool {
        let before = self
            .0
            .try_update_value(|visited| visited.replace(path.to_owned()));
        before.flatten().is_some_and(|before| before != path)
    }
}

/// Names the tab after the page, and moves the focus to its heading when somebody comes from another page.
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
            // The page that is being left may hear of the new path first; its heading is gone a frame later.
            request_animation_frame(focus_heading);
        }
    });
}
