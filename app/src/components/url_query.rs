//! Filters, order and page of a list, kept in the address: reloading, going back and sharing the link keep
//! them.

use attache_wire::paths::with_query;
use leptos::prelude::*;

use super::navigation::{Navigation, Step};

/// The parameters that lists use. Others in the address mean nothing.
const PARAMETERS: [&str; 5] = ["q", "status", "rule", "sort", "cursor"];

/// The query of the page's address.
#[derive(Clone, Copy)]
pub(crate) struct UrlQuery(Navigation);

impl UrlQuery {
    /// The query of the page that is being made.
    pub(crate) fn here() -> Self {
        Self(Navigation::get())
    }

    /// The value of a parameter; empty if it is absent.
    pub(crate) fn get(self, name: &str) -> String {
        self.0.parameter(name)
    }

    /// [`UrlQuery::get`] as a signal.
    pub(crate) fn signal(self, name: &'static str) -> Memo<String> {
        Memo::new(move |_| self.get(name))
    }

    /// Changes parameters as a step that the back button takes back; an empty value takes the parameter away.
    /// Lists start again on their first page unless `cursor` is among the changes.
    pub(crate) fn set(self, changes: &[(&str, &str)]) {
        self.change(changes, Step::Within);
    }

    /// Changes parameters without a step of its own, such as while somebody types.
    pub(crate) fn replace(self, changes: &[(&str, &str)]) {
        self.change(changes, Step::Replace);
    }

    fn change(self, changes: &[(&str, &str)], step: Step) {
        let kept = |name: &'static str| {
            let changed = changes.iter().find(|(changed, _)| *changed == name);
            let value = match changed {
                Some((_, value)) => (*value).to_owned(),
                None if name == "cursor" => String::new(),
                None => untrack(|| self.get(name)),
            };
            (name, value)
        };
        let pairs = PARAMETERS.map(kept);
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let path = self.0.path().get_untracked();
        self.0.go(&with_query(&path, &pairs), step);
    }
}
