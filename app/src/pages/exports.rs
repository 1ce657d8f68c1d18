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
        exports::rows::{self, follow},
        list::{List, ListData},
        page::Page,
    },
    routes::url_query::UrlQuery,
    state::account_scope::AccountScope,
};

/// The list of requests.
#[component]
pub(crate) fn Exports() -> impl IntoView {
    let scope = AccountScope::from_context();
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
                data=ListData::new(rows::COLUMNS, exports, url, &[], rows::cells)
                url
                nothing_yet=(
                    "No requests yet",
                    "Make a request on the account summary page.",
                )
            />
        </Page>
    }
    .into_any()
}
