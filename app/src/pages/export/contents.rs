//! A request's contents, counted by container kind and by file type.

use attache_wire::export::{ContainerCount, FileTypeCount};
use leptos::prelude::*;

use crate::{
    components::labels,
    ui::{
        bar_chart::{Bar, BarChart},
        card::Card,
        format,
    },
};

/// How many file types have their own bar; the others share one.
const MAX_TYPES: usize = 7;

/// The two charts.
#[component]
pub(super) fn Contents(by_container: Vec<ContainerCount>, by_file_type: Vec<FileTypeCount>) -> impl IntoView {
    let containers: Vec<Bar> = by_container
        .into_iter()
        .map(|count| bar(labels::containers(count.kind), count.items, count.bytes))
        .collect();
    let types = file_types(by_file_type);
    view! {
        <Card title="Contents">
            <div class="split">
                <section class="stack" data-gap="small">
                    <h3>"Shared in"</h3>
                    <BarChart label="Attachments by where they were shared" bars=Signal::stored(containers) />
                </section>
                <section class="stack" data-gap="small">
                    <h3>"File types"</h3>
                    <BarChart label="Attachments by file type" bars=Signal::stored(types) />
                </section>
            </div>
        </Card>
    }
    .into_any()
}

fn file_types(mut counts: Vec<FileTypeCount>) -> Vec<Bar> {
    let rest = counts.split_off(counts.len().min(MAX_TYPES));
    let mut bars: Vec<Bar> = counts
        .iter()
        .map(|count| bar(labels::file_type(&count.content_type), count.items, count.bytes))
        .collect();
    if !rest.is_empty() {
        let items = rest.iter().map(|count| count.items).sum();
        let bytes = rest.iter().map(|count| count.bytes).sum();
        bars.push(bar("Other types", items, bytes));
    }
    bars
}

fn bar(label: &str, items: u64, bytes: u64) -> Bar {
    Bar {
        label: label.to_owned(),
        value: items as f64,
        text: format!("{} · {}", format::number(items), format::bytes(bytes)),
    }
}
