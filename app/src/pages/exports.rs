//! `/accounts/:account/exports`: the account's attachment requests, newest first.

use attache_wire::{
    export::Export,
    page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        account_scope::AccountScope,
        export_rows::{self, follow},
        list::{List, ListData},
        page::Page,
        url_query::UrlQuery,
    },
};

/// The history of requests.
#[component]
pub(crate) fn Exports() -> impl IntoView {
    let scope = AccountScope::get();
    let url = UrlQuery::here();
    let exports = Remote::<page::Page<Export>>::new(move || {
        let path = paths::account_exports(&scope.id().get()?);
        Some(with_query(&path, &[("cursor", &url.get("cursor"))]))
    });
    follow(exports, scope);
    view! {
        <Page title="Attachment requests" above=scope.crumbs()>
            <List
                label="Attachment requests"
                data=ListData::new(export_rows::COLUMNS, exports, url, &[], export_rows::cells)
                url
                nothing_yet=(
                    "No requests yet",
                    "Nobody has requested this account's attachments. Requests are made on the account summary.",
                )
            />
        </Page>
    }
    .into_any()
}
