//! The user's theme. `public/boot.js` applies it before the first paint of the next visit.

use leptos::prelude::*;

const KEY: &str = "attache.theme";

/// Light, dark, or the system's setting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// The system's setting.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Returns the theme's label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// Returns the theme of the page.
    pub fn current() -> Self {
        let name = document()
            .document_element()
            .and_then(|html| html.get_attribute("data-theme"));
        Self::ALL
            .into_iter()
            .find(|theme| theme.attribute() == name.as_deref())
            .unwrap_or_default()
    }

    /// Applies the theme and stores it. If the browser stores nothing, it lasts for this visit.
    pub fn choose(self) {
        let storage = window().local_storage().ok().flatten();
        let html = document().document_element();
        match self.attribute() {
            Some(name) => {
                html.inspect(|html| drop(html.set_attribute("data-theme", name)));
                storage.inspect(|storage| drop(storage.set_item(KEY, name)));
            }
            None => {
                html.inspect(|html| drop(html.remove_attribute("data-theme")));
                storage.inspect(|storage| drop(storage.remove_item(KEY)));
            }
        }
    }
}
