//! The user's choice of columns and page size, stored in the browser per table.

use leptos::prelude::*;

use super::column::{Column, Shown, row_header};
use crate::ui::{
    button::{Button, Kind},
    field::select::{Choice, Select},
    format::plain,
    icon::{Icon, icon},
    popover::Popover,
};

/// The page sizes to choose from.
const PAGE_SIZES: [u32; 4] = [25, 50, 100, 200];
/// The default page size.
const USUAL_SIZE: u32 = 50;

/// The preferences for one table, provided as context.
#[derive(Clone, Copy)]
pub struct Preferences {
    table: &'static str,
    columns: &'static [Column],
    shown: RwSignal<Shown>,
    rows: RwSignal<u32>,
}

impl Preferences {
    /// Reads the stored preferences of the table with this name, ignoring invalid ones, and provides them as
    /// context.
    pub fn provide(table: &'static str, columns: &'static [Column]) -> Self {
        let kept = storage().and_then(|storage| storage.get_item(&key(table)).ok().flatten());
        let (shown, rows) = parse(&kept.unwrap_or_default(), columns);
        let preferences = Self {
            table,
            columns,
            shown: RwSignal::new(shown),
            rows: RwSignal::new(rows),
        };
        provide_context(preferences);
        preferences
    }

    /// Returns the columns to show.
    pub fn shown(self) -> Signal<Shown> {
        self.shown.into()
    }

    /// Returns the page size.
    pub fn rows(self) -> u32 {
        self.rows.get()
    }

    /// Returns the columns to show in the current table; all of them if there are no preferences.
    pub fn columns_here() -> Shown {
        use_context::<Self>().map_or_else(Shown::default, |preferences| preferences.shown.get())
    }

    fn reset(self) {
        self.shown.set(Shown::usual(self.columns));
        self.rows.set(USUAL_SIZE);
        self.keep();
    }

    /// Stores the preferences. If the browser stores nothing, they last for this visit.
    fn keep(self) {
        let Some(storage) = storage() else { return };
        let text = untrack(|| print(self.shown.get(), self.rows.get(), self.columns));
        let _ = if text.is_empty() {
            storage.remove_item(&key(self.table))
        } else {
            storage.set_item(&key(self.table), &text)
        };
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn key(table: &str) -> String {
    ["attache.table.", table].concat()
}

/// Returns true if the user can show or hide the column at this index: not the row header, and not a column without
/// a visible heading.
fn can_choose(columns: &[Column], place: usize) -> bool {
    Some(place) != row_header(columns) && columns.get(place).is_some_and(|column| !column.hidden_label)
}

/// Parses what [`print()`] wrote. Ignores other lines, such as those of removed columns.
fn parse(kept: &str, columns: &[Column]) -> (Shown, u32) {
    let (mut shown, mut rows) = (Shown::usual(columns), USUAL_SIZE);
    for line in kept.lines() {
        let place = |label: &str| {
            let place = columns.iter().position(|column| column.label == label)?;
            can_choose(columns, place).then_some(place)
        };
        if let Some(place) = line.strip_prefix('+').and_then(place) {
            shown = shown.with(place, true);
        } else if let Some(place) = line.strip_prefix('-').and_then(place) {
            shown = shown.with(place, false);
        } else if let Some(size) = PAGE_SIZES.into_iter().find(|size| number(*size) == line) {
            rows = size;
        }
    }
    (shown, rows)
}

/// Formats the differences from the defaults, one per line: `+Phone number`, `-Joined`, `100`. Columns added later
/// then get their default.
fn print(shown: Shown, rows: u32, columns: &[Column]) -> String {
    let usual = Shown::usual(columns);
    let mut lines = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        if shown.has(place) != usual.has(place) {
            lines.push([if shown.has(place) { "+" } else { "-" }, column.label].concat());
        }
    }
    if rows != USUAL_SIZE {
        lines.push(number(rows));
    }
    lines.join("\n")
}

fn number(size: u32) -> String {
    plain(f64::from(size), 0)
}

/// The button that opens the preferences.
#[component]
pub fn ChooseColumns(
    /// The preferences.
    preferences: Preferences,
    /// Called when the page size changes.
    #[prop(into)]
    on_rows: Callback<()>,
) -> AnyView {
    let open = RwSignal::new(false);
    let all = preferences.columns;
    let boxes = move || {
        let one = |(place, column): (usize, &'static Column)| {
            let change = move |event| {
                let on = event_target_checked(&event);
                preferences.shown.update(|shown| *shown = shown.with(place, on));
                preferences.keep();
            };
            view! {
                <label class="checkbox">
                    <input
                        type="checkbox"
                        prop:checked=move || preferences.shown.get().has(place)
                        on:change=change
                    />
                    <span>{column.label}</span>
                </label>
            }
            .into_any()
        };
        let choosable = all
            .iter()
            .enumerate()
            .filter(|(place, _)| can_choose(all, *place));
        choosable.map(one).collect::<Vec<_>>()
    };
    let rows = Memo::new(move |_| number(preferences.rows.get()));
    let set_rows = move |text: String| {
        if let Some(size) = PAGE_SIZES.into_iter().find(|size| number(*size) == text) {
            preferences.rows.set(size);
            preferences.keep();
            on_rows.run(());
        }
    };
    let reset = move |()| {
        let before = preferences.rows.get_untracked();
        preferences.reset();
        if before != USUAL_SIZE {
            on_rows.run(());
        }
    };
    let usual = move || {
        let as_usual = preferences.shown.get() == Shown::usual(all) && preferences.rows.get() == USUAL_SIZE;
        as_usual.then(|| "No changes".to_owned())
    };
    view! {
        <Popover
            label="Columns"
            trigger=|| view! { {icon(Icon::Columns)} "Columns" }
            kind=Kind::Secondary
            title="Columns"
            actions=move || view! {
                <Button kind=Kind::Ghost small=true disabled_reason=Signal::derive(usual) on_click=reset>"Reset"</Button>
            }
            open
        >
            <div class="column-choice">
                <div class="column-boxes" role="group" aria-label="Columns to show">{boxes()}</div>
                <Select
                    label="Rows per page"
                    inline=true
                    choices=PAGE_SIZES.map(|size| Choice::new(number(size), number(size))).to_vec()
                    value=rows
                    on_change=set_rows
                />
            </div>
        </Popover>
    }
    .into_any()
}
