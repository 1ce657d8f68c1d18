//! The claim of a domain: the record that proves it, what was found of it, and what removing the domain means.

mod diagnosis;
mod outcome;
mod record;
mod removal;

use attache_wire::account::Domain;
use leptos::prelude::*;

pub(crate) use self::removal::RemoveDomain;
pub use self::{outcome::Outcome, record::Record, removal::consequences};

/// A domain's name as people read it: in its own script where it has one.
pub(crate) fn shown_name(domain: &Domain) -> String {
    domain.unicode_name.as_ref().unwrap_or(&domain.name).clone()
}

/// The same with the form that the DNS knows, where that differs.
pub(crate) fn both_names(domain: &Domain) -> AnyView {
    let ascii = domain.unicode_name.is_some().then(|| {
        view! { " " <code class="soft">{domain.name.clone()}</code> }
    });
    view! { <bdi>{shown_name(domain)}</bdi> {ascii} }.into_any()
}
