//! The claim of a domain: its TXT record, its outcome and the domain's removal.

mod diagnosis;
mod outcome;
mod record;
mod removal;

use attache_wire::account::Domain;
use leptos::prelude::*;

use crate::ui::name::name;

pub(crate) use self::removal::RemoveDomain;
pub use self::{outcome::Outcome, record::Record, removal::consequences};

/// Returns a domain's display name: in Unicode if it is internationalised.
pub(crate) fn shown_name(domain: &Domain) -> String {
    domain.unicode_name.as_ref().unwrap_or(&domain.name).clone()
}

/// Shows the display name, followed by the ASCII form if it differs.
pub(crate) fn both_names(domain: &Domain) -> AnyView {
    let ascii = domain.unicode_name.is_some().then(|| {
        view! { " " <code class="soft">{domain.name.clone()}</code> }
    });
    view! { {name(&shown_name(domain))} {ascii} }.into_any()
}
