//! The account's latest requests.

use attache_wire::{
    export::Export,
    page::Page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::exports::rows::{self, follow},
    routes,
    state::account_scope::AccountScope,
    ui::{
        button::{ButtonLink, Kind},
        card::Card,
        table::{Body, Table, row},
    },
};

/// How many requests to list.
const RECENT: &str = "3";

/// Lists the latest requests; renders nothing if there are none.
#[component]
pub(super) fn RecentRequests(scope: AccountScope) -> impl IntoView {
    let exports = Remote::<Page<Export>>::new(move || {
        let path = paths::account_exports(&scope.id().get()?);
        Some(with_query(&path, &[("limit", RECENT)]))
    });
    follow(exports, scope);
    let any = Memo::new(move |_| exports.map(|page| !page.items.is_empty()).unwrap_or(false));
    let rows = move || {
        move || {
            let page = exports.value()?;
            let draw = |export| row(rows::COLUMNS, rows::cells(export));
            Some(page.items.into_iter().map(draw).collect::<Vec<_>>())
        }
    };
    let all = Signal::derive(move || routes::exports(&scope.id().get().unwrap_or_default()));
    move || {
        any.get().then(|| {
            view! {
                <Card
                    title="Recent requests"
                    flush=true
                    actions=move || view! { <ButtonLink kind=Kind::Ghost href=all>"All requests"</ButtonLink> }
                >
                    <Table
                        caption="Recent requests"
                        columns=rows::COLUMNS
                        body=Signal::stored(Body::Rows)
                        rows
                    />
                </Card>
            }
        })
    }
}
