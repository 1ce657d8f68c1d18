//! The TXT record that proves a claim, ready to copy to the DNS provider.

use attache_wire::{account::Domain, domain::TxtRecord};
use leptos::prelude::*;

use crate::ui::{copy::CopyButton, name};

/// Shows the record's name and value with copy buttons, and how to add them.
#[component]
pub fn Record(
    /// The claimed domain.
    domain: Domain,
    /// The record to publish.
    record: TxtRecord,
) -> AnyView {
    let TxtRecord { name, value } = record;
    let short = relative(&name, &domain.name);
    view! {
        <div class="stack">
            <ol class="instructions">
                <li>"Sign in to the DNS provider for " {name::name(&domain.name)} "."</li>
                <li>"Add a TXT record with this name and value:"</li>
            </ol>
            <dl class="record">
                <div class="record-row">
                    <dt>"Name"</dt>
                    <dd><code>{name.clone()}</code> <CopyButton label="Copy record name" text=name.clone() /></dd>
                </div>
                <div class="record-row">
                    <dt>"Value"</dt>
                    <dd><code>{value.clone()}</code> <CopyButton label="Copy record value" text=value /></dd>
                </div>
            </dl>
            <p>
                <strong>"Many providers append the domain automatically."</strong>
                " If the form shows " <code>"."{domain.name}</code> " after the field, or says that it appends the domain, enter only "
                <code>{short}</code>
                " as the name. Otherwise the domain appears twice."
            </p>
            <p class="soft">
                "Enter the value without quotation marks. You can keep other TXT records with the \
                 same name. It can take a few hours for the record to be visible everywhere."
            </p>
        </div>
    }
    .into_any()
}

/// Returns the part of the record's name before the domain.
pub(super) fn relative(name: &str, domain: &str) -> String {
    let before = name.strip_suffix(domain).and_then(|name| name.strip_suffix('.'));
    before.unwrap_or(name).to_owned()
}
