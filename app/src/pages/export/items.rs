//! A request's attachments, with search and filters in the address.

use attache_wire::{
    Timestamp,
    item::{Item, ItemStatus, Rule},
    page::Page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        exports::state_status::ItemOutcome,
        labels,
        list::{List, ListData},
    },
    routes::url_query::UrlQuery,
    state::sim_clock::millis,
    ui::{
        field::{
            search::SearchField,
            select::{Choice, Select},
        },
        format::{self, TimeStyle},
        name::{name, visible},
        table::Column,
        time::{Bytes, Time},
    },
};

const COLUMNS: &[Column] = &[
    Column::new("File name"),
    Column::new("Size").number(),
    Column::new("Uploaded by"),
    Column::new("Shared in").secondary(),
    Column::new("Uploaded").secondary(),
    Column::new("Outcome"),
];
const FILTERS: &[&str] = &["q", "status", "rule"];

/// The list of attachments. `status=error` in the address shows those left out, and why.
#[component]
pub(super) fn Items(id: Memo<String>) -> impl IntoView {
    let url = UrlQuery::here();
    let items = Remote::<Page<Item>>::new(move || {
        let [q, status, rule, cursor] = ["q", "status", "rule", "cursor"].map(|name| url.get(name));
        Some(with_query(
            &paths::items(&id.get()),
            &[
                ("q", &q),
                ("status", &status),
                ("rule", &rule),
                ("cursor", &cursor),
            ],
        ))
    });
    let tools = move || {
        view! {
            <SearchField
                label="Search attachments"
                value=url.signal("q")
                on_search=move |q: String| url.replace(&[("q", &q)])
            />
            <Select
                label="Outcome"
                inline=true
                choices=choices(ItemStatus::ALL.map(|status| (status.as_str(), labels::item_status(status))))
                value=url.signal("status")
                on_change=move |status: String| url.set(&[("status", &status)])
            />
            <Select
                label="Included by"
                inline=true
                choices=choices(Rule::ALL.map(|rule| (rule.as_str(), labels::rule_short(rule))))
                value=url.signal("rule")
                on_change=move |rule: String| url.set(&[("rule", &rule)])
            />
        }
    };
    view! {
        <section class="stack" aria-labelledby="items-title">
            <h2 id="items-title">"Attachments"</h2>
            <List
                label="Attachments in this request"
                data=ListData::new(COLUMNS, items, url, FILTERS, cells)
                url
                tools
                nothing_yet=("No attachments", "Nothing was in scope when the request was submitted.")
                filters=FILTERS
            />
        </section>
    }
    .into_any()
}

fn choices<const N: usize>(named: [(&'static str, &'static str); N]) -> Vec<Choice> {
    let all = Choice::new("", "All");
    std::iter::once(all)
        .chain(named.map(|(value, label)| Choice::new(value, label)))
        .collect()
}

fn cells(item: Item) -> Vec<AnyView> {
    let kind = labels::file_type(&item.content_type).to_owned();
    let file = view! {
        <bdi class="file-name" title=visible(&item.path)>
            {visible(&item.file_name)}
        </bdi>
        <span class="soft">{kind}</span>
    };
    vec![
        file.into_any(),
        view! { <Bytes size=item.size_bytes /> }.into_any(),
        name(&item.uploader_email),
        view! {
            {name(&item.container_name)}
            <span class="soft">{labels::container(item.container_kind)}</span>
        }
        .into_any(),
        view! { <Time at=millis(&item.uploaded_at) /> }.into_any(),
        view! {
            <ItemOutcome status=item.status error=item.error />
            {item.downloaded_at.map(|last| downloaded(item.downloads, &last))}
        }
        .into_any(),
    ]
}

/// Says how often an attachment was downloaded, and when last.
fn downloaded(times: u32, last: &Timestamp) -> AnyView {
    let said = match times {
        1 => "Downloaded ".to_owned(),
        _ => format!("Downloaded {} times, last ", format::number(times.into())),
    };
    view! { <span class="soft">{said}<Time at=millis(last) show=TimeStyle::Date /></span> }.into_any()
}
