//! Effective permissions: for each action, whether a principal's policies allow it, and the deciding statement.

use attache_wire::{
    access::{ActionRuling, EffectivePermissions, Ruling},
    paths,
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    api::{Load, Remote},
    components::{
        access::decision::{DecisionStatus, StatementLink},
        problem::{Permitted, Problem},
    },
    routes::{self, url_query::UrlQuery},
    state::sim_clock::millis,
    ui::{
        button::Button,
        card::Card,
        empty::EmptyState,
        field::{
            search::SearchField,
            select::{Choice, Select},
        },
        icon::Icon,
        skeleton::Loading,
        table::{Body, Column, Table, row},
        time::Time,
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Action"),
    Column::new("Decision"),
    Column::new("Decided by"),
];

/// A principal's effective permissions. Incrementing `changed` reads them again.
#[component]
pub(super) fn Effective(#[prop(into)] principal: Signal<String>, changed: RwSignal<u32>) -> impl IntoView {
    view! {
        <Card title="Effective permissions" flush=true>
            <Permitted action=Action::SimulatePolicy>
                <Rulings principal changed />
            </Permitted>
        </Card>
    }
    .into_any()
}

#[component]
fn Rulings(principal: Signal<String>, changed: RwSignal<u32>) -> impl IntoView {
    let url = UrlQuery::here();
    let permissions = Remote::<EffectivePermissions>::new(move || Some(paths::permissions(&principal.get())));
    Effect::new(move |before: Option<()>| {
        changed.track();
        if before.is_some() {
            permissions.reload();
        }
    });
    let (q, show) = (url.signal("q"), url.signal("actions"));
    let groups = Memo::new(move |_| {
        let rulings = permissions.map(|all| all.actions.clone()).unwrap_or_default();
        grouped(rulings, &q.get().to_ascii_lowercase(), show.get() == "all")
    });
    let retry = Callback::new(move |()| permissions.reload());
    let clear = move |()| url.set(&[("q", ""), ("actions", "all")]);
    let stage = permissions.stage();
    let contents = move || match stage.get() {
        Load::Loading => {
            view! { <div class="card-body"><Loading label="Loading permissions" /></div> }.into_any()
        }
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(()) if groups.with(Vec::is_empty) => view! {
            <EmptyState
                picture=Icon::SearchX
                title="No matches"
                actions=move || view! { <Button on_click=clear>"Show all documented actions"</Button> }
            >
                "No actions match your search and filters."
            </EmptyState>
        }
        .into_any(),
        Load::Ready(()) => {
            let draw = |(service, rulings)| view! { <Service principal service rulings /> };
            groups.get().into_iter().map(draw).collect_view().into_any()
        }
    };
    let as_of = move || {
        let at = permissions.map(|all| millis(&all.at))?;
        Some(view! { <p class="soft small">"As of " <Time at /></p> })
    };
    view! {
        <div class="tools">
            <SearchField
                label="Search actions"
                value=q
                on_search=move |q: String| url.replace(&[("q", &q)])
            />
            <Select
                label="Show"
                inline=true
                choices=vec![
                    Choice::new("", "Used by the console"),
                    Choice::new("all", "All documented actions"),
                ]
                value=show
                on_change=move |show: String| url.set(&[("actions", &show)])
            />
            {as_of}
        </div>
        {contents}
    }
    .into_any()
}

/// Groups the matching rulings by service, in the server's order. Includes unused actions only if `all` is set.
fn grouped(rulings: Vec<ActionRuling>, q: &str, all: bool) -> Vec<(String, Vec<ActionRuling>)> {
    let mut groups: Vec<(String, Vec<ActionRuling>)> = Vec::new();
    let wanted = |ruling: &ActionRuling| {
        (all || ruling.used) && (q.is_empty() || ruling.action.to_ascii_lowercase().contains(q))
    };
    for ruling in rulings.into_iter().filter(wanted) {
        let service = ruling.action.split(':').next().unwrap_or_default();
        match groups.last_mut() {
            Some((last, group)) if last == service => group.push(ruling),
            _ => groups.push((service.to_owned(), vec![ruling])),
        }
    }
    groups
}

#[component]
fn Service(principal: Signal<String>, service: String, rulings: Vec<ActionRuling>) -> impl IntoView {
    let allowed = rulings.iter().filter(|one| one.ruling == Ruling::Allowed);
    let summary = format!("{} of {} allowed", allowed.count(), rulings.len());
    let rulings = StoredValue::new(rulings);
    let rows = move || {
        let draw = |ruling| cells(&principal.get_untracked(), ruling);
        rulings.get_value().into_iter().map(draw).collect_view()
    };
    view! {
        <div class="group-head">
            <h3>{service.clone()}</h3>
            <span class="soft">{summary}</span>
        </div>
        <Table
            caption=format!("Actions of {service}")
            columns=COLUMNS
            body=Signal::stored(Body::Rows)
            rows
        />
    }
    .into_any()
}

fn cells(principal: &str, ruling: ActionRuling) -> AnyView {
    let href = routes::simulator(principal, &ruling.action);
    let cells = vec![
        view! { <a class="break" href=href><code>{ruling.action}</code></a> }.into_any(),
        view! { <DecisionStatus ruling=ruling.ruling /> }.into_any(),
        view! { <StatementLink statement=ruling.statement /> }.into_any(),
    ];
    row(COLUMNS, cells)
}
