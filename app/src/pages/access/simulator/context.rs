//! The condition keys of the simulated call: their current values, and overrides.

use attache_wire::access::ContextEntry;
use leptos::{prelude::*, reactive::owner::WeakOwner};

use crate::ui::{
    button::{Button, Kind},
    field::{Checkbox, TextField},
    shell::VisuallyHidden,
    table::{Body, Column, Table, row},
};

const COLUMNS: &[Column] = &[
    Column::new("Condition key"),
    Column::new("Value"),
    Column::new("Override"),
];

/// One condition key.
#[derive(Clone, Copy)]
struct Row {
    key: StoredValue<String>,
    /// Its current value, if an answer has told it.
    now: RwSignal<Option<String>>,
    value: RwSignal<String>,
    left_out: RwSignal<bool>,
}

impl Row {
    fn new(key: &str) -> Self {
        Self {
            key: StoredValue::new(key.to_owned()),
            now: RwSignal::new(None),
            value: RwSignal::new(String::new()),
            left_out: RwSignal::new(false),
        }
    }

    /// Removes the override.
    fn reset(self) {
        self.left_out.set(false);
        self.value.set(self.now.get_untracked().unwrap_or_default());
    }

    fn differs(self) -> bool {
        let value = self.value.get();
        self.left_out.get()
            || self
                .now
                .get()
                .map_or_else(|| !value.is_empty(), |now| now != value)
    }

    fn entry(self) -> Option<ContextEntry> {
        self.differs().then(|| ContextEntry {
            key: self.key.get_value(),
            value: (!self.left_out.get()).then(|| self.value.get()),
        })
    }
}

/// All condition keys.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    rows: RwSignal<Vec<Row>>,
    /// The page's owner, so that rows live as long as the page. An effect drops what it created when it runs again.
    page: StoredValue<Option<WeakOwner>>,
}

impl Rows {
    pub(super) fn new() -> Self {
        Self {
            rows: RwSignal::new(Vec::new()),
            page: StoredValue::new(Owner::current().map(|page| page.downgrade())),
        }
    }

    fn row(self, key: &str) -> Row {
        let known = self.rows.with_untracked(|rows| {
            let same = |row: &&Row| row.key.with_value(|known| known.eq_ignore_ascii_case(key));
            rows.iter().find(same).copied()
        });
        known.unwrap_or_else(|| {
            let page = self.page.with_value(|page| page.as_ref()?.upgrade());
            let row = match page {
                Some(page) => page.with(|| Row::new(key)),
                None => Row::new(key),
            };
            self.rows.update(|rows| rows.push(row));
            row
        })
    }

    /// Shows a question's overrides; other keys return to their current values.
    pub(super) fn show(self, overrides: &[ContextEntry]) {
        for row in self.rows.get_untracked() {
            row.reset();
        }
        for entry in overrides {
            let row = self.row(&entry.key);
            row.left_out.set(entry.value.is_none());
            if let Some(value) = &entry.value {
                row.value.set(value.clone());
            }
        }
    }

    /// Takes the current values of keys without an override from an answer.
    pub(super) fn learn(self, context: &[ContextEntry], overrides: &[ContextEntry]) {
        let changed = |key: &str| overrides.iter().any(|entry| entry.key.eq_ignore_ascii_case(key));
        for entry in context.iter().filter(|entry| !changed(&entry.key)) {
            let row = self.row(&entry.key);
            if !untrack(|| row.differs()) || row.now.with_untracked(Option::is_none) {
                row.value.set(entry.value.clone().unwrap_or_default());
            }
            row.now.set(entry.value.clone());
        }
    }

    /// Returns the overrides.
    pub(super) fn overrides(self) -> Vec<ContextEntry> {
        untrack(|| self.rows.get().into_iter().filter_map(Row::entry).collect())
    }
}

/// The table of keys and values, and a field to add a key.
#[component]
pub(super) fn ContextTable(rows: Rows) -> impl IntoView {
    let new_key = RwSignal::new(String::new());
    let body = Signal::derive(move || {
        if rows.rows.with(Vec::is_empty) {
            Body::Empty
        } else {
            Body::Rows
        }
    });
    let draw = move || move || rows.rows.get().into_iter().map(cells).collect::<Vec<_>>();
    let add = move |()| {
        let key = new_key.with_untracked(|key| key.trim().to_owned());
        if !key.is_empty() {
            rows.row(&key);
            new_key.set(String::new());
        }
    };
    let nothing = Signal::derive(move || {
        new_key
            .with(|key| key.trim().is_empty())
            .then(|| "Enter a key.".to_owned())
    });
    view! {
        <div class="context">
            <Table
                caption="Condition keys"
                columns=COLUMNS
                body
                rows=draw
                empty=|| view! {
                    <p class="soft">
                        "After the first run, the available condition keys and their current values are \
                         listed here. You can override any of them."
                    </p>
                }
            />
            <div class="context-add">
                <TextField label="Another condition key" value=new_key autocomplete="off" />
                <Button disabled_reason=nothing on_click=add>"Add key"</Button>
            </div>
        </div>
    }
    .into_any()
}

fn cells(line: Row) -> AnyView {
    let key = line.key.get_value();
    let label = format!("Value of {key}");
    let label_out = format!("Leave out {key}");
    let value = view! {
        <input
            type="text"
            class="input"
            autocomplete="off"
            spellcheck="false"
            aria-label=label
            prop:value=move || line.value.get()
            prop:disabled=move || line.left_out.get()
            on:input=move |event| line.value.set(event_target_value(&event))
        />
    };
    let back = move || {
        line.differs().then(|| {
            view! {
                <Button small=true kind=Kind::Ghost on_click=move |()| line.reset()>
                    "Current value" <VisuallyHidden>": " {line.key.get_value()}</VisuallyHidden>
                </Button>
            }
        })
    };
    let instead = view! {
        <div class="row">
            <Checkbox label=label_out checked=line.left_out />
            {back}
        </div>
    };
    let cells = vec![
        view! { <code>{key}</code> }.into_any(),
        value.into_any(),
        instead.into_any(),
    ];
    row(COLUMNS, cells)
}
