//! The simulated DNS, styled as a DNS provider's website so that nobody takes it for the product.

mod add;

use attache_wire::{domain::TxtRecord, page::Page, paths, simulator::DnsRecord};
use leptos::prelude::*;

use self::add::AddRecord;
use crate::{
    api::{Api, Load, Remote},
    ui::{
        button::{Button, Kind},
        icon::{Icon, icon},
        name::{isolated, name},
        status::{Status, Tone},
        table::{Body, Column, Table, row},
        time::RelativeTime,
    },
};
use crate::{
    components::{
        demo_only::Simulated,
        mutation::{Mutation, Refusal},
        problem::Problem,
    },
    state::sim_clock::{SimClock, millis},
};

const COLUMNS: &[Column] = &[
    Column::new("Name"),
    Column::new("Value"),
    Column::new("Visible"),
    Column::new("Actions").hidden_label(),
];

/// The panel. `domain` and `record` prefill the form; people may then make mistakes in it.
#[component]
pub(crate) fn DnsProvider(
    #[prop(into)] domain: Signal<Option<String>>,
    #[prop(into)] record: Signal<Option<TxtRecord>>,
) -> impl IntoView {
    let records = Remote::<Page<DnsRecord>>::new(|| Some(paths::dns()));
    let retry = Callback::new(move |()| records.reload());
    let mutation = Mutation::new();
    let stage = records.stage();
    // Show only this domain's records.
    let zone = Memo::new(move |_| {
        let domain = domain.get()?;
        let mut records = records.value()?.items;
        records.retain(|record| is_within(&record.name, &domain));
        Some(records)
    });
    let body = Memo::new(
        move |_| match zone.with(|records| records.as_ref().map(Vec::is_empty)) {
            None => Body::Loading,
            Some(true) => Body::Empty,
            Some(false) => Body::Rows,
        },
    );
    let rows = move || {
        move || {
            let draw = |record| row(COLUMNS, cells(record, mutation));
            Some(zone.get()?.into_iter().map(draw).collect::<Vec<_>>())
        }
    };
    let table = move || match stage.get() {
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Loading | Load::Ready(()) => view! {
            <Table
                caption="TXT records"
                columns=COLUMNS
                body
                rows
                empty=|| view! { <p class="soft">"No TXT records yet."</p> }
            />
        }
        .into_any(),
    };
    view! {
        <Simulated
            title="Your DNS provider (simulated)"
            about="This simulates your DNS provider's website; it is not part of Attaché. Records become visible \
             after half a simulated hour: move the clock at the top forward."
        >
            <div class="simulated-table">{table}</div>
            <Refusal mutation />
            {move || {
                let (domain, record) = (domain.get()?, record.get()?);
                Some(view! { <AddRecord domain record /> })
            }}
        </Simulated>
    }
    .into_any()
}

/// Returns true if the name is the domain or one of its subdomains.
fn is_within(name: &str, domain: &str) -> bool {
    let before = name.strip_suffix(domain);
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn cells(record: DnsRecord, mutation: Mutation) -> Vec<AnyView> {
    let api = Api::from_context();
    let now = SimClock::from_context().now();
    let at = millis(&record.visible_at);
    let seen = Memo::new(move |_| at <= now.get());
    let seen = move || {
        match seen.get() {
        true => view! { <Status tone=Tone::Success label="Visible" /> }.into_any(),
        false => {
            view! { <Status tone=Tone::Pending label="Not visible yet" /> <span>"visible " <RelativeTime at now /></span> }
                .into_any()
        }
    }
    };
    let label = format!("Delete {}: {}", isolated(&record.name), isolated(&record.value));
    let path = paths::dns_record(&record.id);
    let delete = move |()| {
        let path = path.clone();
        mutation.run(async move { api.delete(&path).send().await });
    };
    vec![
        view! { <code class="break">{name(&record.name)}</code> }.into_any(),
        view! { <code class="break">{record.value}</code> }.into_any(),
        view! { <span class="row">{seen}</span> }.into_any(),
        view! { <Button kind=Kind::Ghost small=true label on_click=delete>{icon(Icon::Trash)}</Button> }
            .into_any(),
    ]
}
