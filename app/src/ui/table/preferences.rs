//! Which columns of a table somebody wants to see, and how many rows at once: kept in the browser, for each table.

use leptos::prelude::*;

use super::column::{Column, Shown, row_header};
use crate::ui::{
    button::{Button, Kind},
    field::select::{Choice, Select},
    format::plain,
    icon::{Icon, icon},
    popover::Popover,
};

/// How many rows a page can have.
const PAGE_SIZES: [u32; 4] = [25, 50, 100, 200];
/// How many it has unless somebody chooses.
const USUAL_SIZE: u32 = 50;

/// What somebody has chosen for a table.
#[derive(Clone, Copy)]
pub struct Preferences {
    table: &'static str,
    columns: &'static [Column],
    shown: RwSignal<Shown>,
    rows: RwSignal<u32>,
}

impl Preferences {
    /// What was chosen for the table of this name before; what is kept and makes no sense is passed over. Offers it to
    /// the rows below.
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

    /// The columns to be shown.
    pub fn shown(self) -> Signal<Shown> {
        self.shown.into()
    }

    /// How many rows a page is to have.
    pub fn rows(self) -> u32 {
        self.rows.get()
    }

    /// The columns to be shown of the table that is being drawn; all of them where nobody can choose.
    pub fn columns_here() -> Shown {
        use_context::<Self>().map_or_else(Shown::default, |preferences| preferences.shown.get())
    }

    fn reset(self) {
        self.shown.set(Shown::usual(self.columns));
        self.rows.set(USUAL_SIZE);
        self.keep();
    }

    /// Where the browser keeps nothing, the choice holds for this visit.
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

/// Whether somebody can choose the column at this place: not what the row is about, nor what has no heading.
fn can_choose(columns: &[Column], place: usize) -> bool {
    Some(place) != row_header(columns) && columns.get(place).is_some_and(|column| !column.hidden_label)
}

/// Reads what [`print()`] wrote. Lines of anything else, such as of columns that there are no more, say nothing.
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

/// What differs from the usual, a line for each, so that a column that comes later is shown as it should: `+Phone number`,
/// `-Joined`, `100`.
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

/// The button that opens the choice.
#[component]
pub fn ChooseColumns(
    /// What is chosen.
    preferences: Preferences,
    /// Called when a page has another number of rows.
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
