//! A question to the simulator, and its form in the address.

use attache_wire::access::{ContextEntry, Simulate};

use crate::routes::url_query::UrlQuery;

/// A question to the simulator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) principal: String,
    pub(super) action: String,
    pub(super) resource: String,
    /// The overridden condition keys.
    pub(super) context: Vec<ContextEntry>,
}

impl Question {
    /// Reads the question from the address.
    pub(super) fn of(url: UrlQuery) -> Self {
        Self {
            principal: url.get("principal"),
            action: url.get("action"),
            resource: url.get("resource"),
            context: entries(&url.get("context")),
        }
    }

    /// Writes the question to the address, as a new step for the back button.
    pub(super) fn show_in(&self, url: UrlQuery) {
        let context = text(&self.context);
        url.set(&[
            ("principal", &self.principal),
            ("action", &self.action),
            ("resource", &self.resource),
            ("context", &context),
        ]);
    }

    /// Returns true if the question has a principal and an action.
    pub(super) const fn is_whole(&self) -> bool {
        !self.principal.is_empty() && !self.action.is_empty()
    }

    /// Returns the request body.
    pub(super) fn body(&self) -> Simulate {
        Simulate {
            principal: self.principal.as_str().into(),
            action: self.action.clone(),
            resource: (!self.resource.is_empty()).then(|| self.resource.clone()),
            context: self.context.clone(),
        }
    }
}

/// Formats overrides for the address: one key per line, and its value, if any, after a tab.
pub(super) fn text(context: &[ContextEntry]) -> String {
    let line = |entry: &ContextEntry| match &entry.value {
        Some(value) => format!("{}\t{value}", entry.key),
        None => entry.key.clone(),
    };
    context.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn entries(text: &str) -> Vec<ContextEntry> {
    let entry = |line: &str| match line.split_once('\t') {
        Some((key, value)) => ContextEntry {
            key: key.to_owned(),
            value: Some(value.to_owned()),
        },
        None => ContextEntry {
            key: line.to_owned(),
            value: None,
        },
    };
    text.lines().filter(|line| !line.is_empty()).map(entry).collect()
}
