//! A list's filters, sorting and page, kept in the address, so that they survive reloading, going back and sharing
//! the link.

use attache_wire::paths::with_query;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    params::ParamsMap,
};

type Go = Box<dyn Fn(&str, NavigateOptions)>;

/// The query string of the current page.
#[derive(Clone, Copy)]
pub(crate) struct UrlQuery {
    path: leptos::prelude::Memo<String>,
    query: leptos::prelude::Memo<ParamsMap>,
    go: StoredValue<Go, LocalStorage>,
}

impl UrlQuery {
    /// Returns the query of the current page.
    pub(crate) fn here() -> Self {
        let navigate = use_navigate();
        Self {
            path: use_location().pathname,
            query: use_query_map(),
            go: StoredValue::new_local(Box::new(move |path, options| navigate(path, options))),
        }
    }

    /// Returns a parameter's value; empty if it is absent.
    pub(crate) fn get(self, name: &str) -> String {
        self.query.with(|query| query.get(name)).unwrap_or_default()
    }

    /// Returns [`UrlQuery::get`] as a signal.
    pub(crate) fn signal(self, name: &'static str) -> Memo<String> {
        Memo::new(move |_| self.get(name))
    }

    /// Returns this page's address with some parameters changed. An empty value removes the parameter.
    pub(crate) fn href(self, changes: &[(&str, &str)]) -> String {
        self.query.with(|query| {
            let mut pairs: Vec<(&str, &str)> = query
                .latest_values()
                .map(|(name, value)| (name.as_ref(), value))
                .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
                .collect();
            pairs.extend(changes);
            with_query(&self.path.get(), &pairs)
        })
    }

    /// Changes parameters as a new step for the back button. Resets the list to its first page unless `cursor` is
    /// among the changes.
    pub(crate) fn set(self, changes: &[(&str, &str)]) {
        self.navigate(changes, false);
    }

    /// Changes parameters without a new step, for example while you type. Resets the list like [`UrlQuery::set`].
    pub(crate) fn replace(self, changes: &[(&str, &str)]) {
        self.navigate(changes, true);
    }

    fn navigate(self, changes: &[(&str, &str)], replace: bool) {
        let mut changes = changes.to_vec();
        if !changes.iter().any(|(name, _)| *name == "cursor") {
            changes.push(("cursor", ""));
        }
        let href = untrack(|| self.href(&changes));
        let options = NavigateOptions {
            replace,
            scroll: false,
            resolve: false,
            ..NavigateOptions::default()
        };
        self.go.with_value(|go| go(&href, options));
    }
}
