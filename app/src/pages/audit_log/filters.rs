//! The audit log's filters. The address holds them; the list and the downloaded files use the same ones.

use attache_wire::{
    audit::{AuditEvent, AuditOutcome},
    id::AccountId,
    page::Page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use super::labels;
use crate::{
    api::Remote,
    routes::url_query::UrlQuery,
    state::sim_clock::SimClock,
    ui::{
        button::{Button, Kind},
        field::{
            moment::MomentField,
            select::{Choice, Select},
            suggest::SuggestField,
        },
        format,
        icon::Icon,
    },
};

/// The query parameters. `range` is one of [`RANGES`] or [`BETWEEN`]; only [`BETWEEN`] uses `from` and `to`.
pub(super) const FILTERS: &[&str] = &["range", "from", "to", "principal", "action", "outcome", "show"];

const HOUR: f64 = 3_600_000.0;
const RANGES: [(&str, &str, f64); 4] = [
    ("hour", "Last hour", HOUR),
    ("day", "Last day", 24.0 * HOUR),
    ("week", "Last 7 days", 7.0 * 24.0 * HOUR),
    ("month", "Last 30 days", 30.0 * 24.0 * HOUR),
];
/// The range that `from` and `to` define.
pub(super) const BETWEEN: &str = "between";

/// The filters in the address.
#[derive(Clone, Copy)]
pub(super) struct Filters {
    url: UrlQuery,
    account: Memo<Option<AccountId>>,
    /// The start of the chosen range, fixed when it was chosen, so that all pages share it.
    since: Memo<Option<String>>,
    /// Whether the simulated time is known.
    clock_known: Memo<bool>,
    asked: RwSignal<u32>,
}

impl Filters {
    /// Reads the filters from the address, for the events of `account` or all events.
    pub(super) fn new(url: UrlQuery, account: Memo<Option<AccountId>>) -> Self {
        let clock = SimClock::from_context();
        let asked = RwSignal::new(0);
        let clock_known = Memo::new(move |_| clock.last().is_some());
        let since = Memo::new(move |_| {
            let range = url.get("range");
            let (.., length) = RANGES.into_iter().find(|(name, ..)| *name == range)?;
            asked.track();
            clock_known
                .get()
                .then(|| format::machine_time(clock.now().get_untracked() - length))
        });
        Self {
            url,
            account,
            since,
            clock_known,
            asked,
        }
    }

    /// Returns the address that holds the filters.
    pub(super) fn url(self) -> UrlQuery {
        self.url
    }

    /// Returns the path of the current page of the list; `None` until the simulated time is known.
    pub(super) fn page(self) -> impl Fn() -> Option<String> {
        // Opening an event changes the address, but not the list.
        let path = Memo::new(move |_| {
            let path = self.apply(&paths::audit_events(), &self.url.get("cursor"));
            self.clock_known.get().then_some(path)
        });
        move || {
            self.asked.track();
            path.get()
        }
    }

    /// Returns the path of a file with all events that match.
    pub(super) fn file(self, path: &str) -> String {
        self.apply(path, "")
    }

    fn apply(self, path: &str, cursor: &str) -> String {
        let get = |name| self.url.get(name);
        let account = self.account.get().unwrap_or_default();
        let (from, to) = if get("range") == BETWEEN {
            (get("from"), get("to"))
        } else {
            (self.since.get().unwrap_or_default(), String::new())
        };
        let query = [
            ("account", account.as_str()),
            ("from", &from),
            ("to", &to),
            ("principal", &get("principal")),
            ("event", &get("action")),
            ("outcome", &get("outcome")),
            ("reads", if get("show").is_empty() { "false" } else { "" }),
            ("cursor", cursor),
        ];
        with_query(path, &query)
    }

    /// Reads the list again. A range that ends now moves forward.
    fn refresh(self) {
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }
}

/// The controls above the list.
#[component]
pub(super) fn Tools(filters: Filters, events: Remote<Page<AuditEvent>>) -> impl IntoView {
    let url = filters.url;
    let set = move |name: &'static str| Callback::new(move |value: String| url.set(&[(name, &value)]));
    let between = Memo::new(move |_| url.get("range") == BETWEEN);
    let moments = move || {
        between.get().then(|| {
            view! {
                <MomentField label="From (UTC)" value=url.signal("from") on_change=set("from") />
                <MomentField label="To (UTC)" value=url.signal("to") on_change=set("to") />
            }
        })
    };
    let filtered = Memo::new(move |_| FILTERS.iter().any(|name| !url.get(name).is_empty()));
    let reset = move |()| {
        let nothing: Vec<(&str, &str)> = FILTERS.iter().map(|name| (*name, "")).collect();
        url.set(&nothing);
    };
    view! {
        <Select
            label="When"
            inline=true
            choices=ranges()
            value=url.signal("range")
            on_change=move |range: String| url.set(&[("range", &range), ("from", ""), ("to", "")])
        />
        {moments}
        <SuggestField
            label="Who"
            value=url.signal("principal")
            suggestions=Signal::derive(move || people(events))
            on_change=set("principal")
        />
        <Select
            label="Event"
            inline=true
            choices=events_by_name()
            value=url.signal("action")
            on_change=set("action")
        />
        <Select
            label="Outcome"
            inline=true
            choices=outcomes()
            value=url.signal("outcome")
            on_change=set("outcome")
        />
        <Select
            label="Show"
            inline=true
            choices=vec![Choice::new("", "Changes and refusals"), Choice::new("reads", "Reads as well")]
            value=url.signal("show")
            on_change=set("show")
        />
        <div class="row">
            {move || filtered.get().then(|| view! { <Button kind=Kind::Ghost small=true on_click=reset>"Reset"</Button> })}
            <Button kind=Kind::Ghost small=true icon=Icon::RefreshCw busy=events.busy() on_click=move |()| filters.refresh()>
                "Refresh"
            </Button>
        </div>
    }
    .into_any()
}

fn ranges() -> Vec<Choice> {
    let mut all = vec![Choice::new("", "Any time")];
    all.extend(RANGES.map(|(name, label, _)| Choice::new(name, label)));
    all.push(Choice::new(BETWEEN, "Between…"));
    all
}

fn outcomes() -> Vec<Choice> {
    let one = |outcome: AuditOutcome| Choice::new(outcome.as_str(), labels::outcome(outcome));
    let all = Choice::new("", "All");
    std::iter::once(all).chain(AuditOutcome::ALL.map(one)).collect()
}

/// Lists the events by name without the service, which is how the log is searched. Two services may share a name.
fn events_by_name() -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "All")];
    for (action, label) in labels::EVENTS {
        let name = action.split_once(':').map_or(*action, |(_, name)| name);
        match choices.iter_mut().find(|choice| choice.value == name) {
            Some(known) => known.label = [&known.label, " or ", *label].concat(),
            None => choices.push(Choice::new(name, *label)),
        }
    }
    choices
}

/// Lists the distinct principals on the current page.
fn people(events: Remote<Page<AuditEvent>>) -> Vec<Choice> {
    let mut people: Vec<Choice> = Vec::new();
    events.map(|page| {
        for event in &page.items {
            if people.iter().all(|known| known.value != event.principal) {
                people.push(Choice::new(event.principal.clone(), event.principal_name.clone()));
            }
        }
    });
    people
}
