//! Tables of paginated rows: real `<table>`s with sortable headers and empty states that say why.

mod column;
pub mod preferences;
pub mod rows;
pub mod selection;

use leptos::{html::Div, prelude::*};

use self::column::{Align, row_header};
pub use self::column::{Column, Shown};
use super::{
    icon::{Icon, icon},
    skeleton::Skeleton,
};

/// How the rows are sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column's sort key.
    pub key: String,
    /// Whether the largest value comes first.
    pub descending: bool,
}

impl Sort {
    /// Returns the sort order after a click on the heading of `key`: the reverse direction for the same column,
    /// otherwise ascending.
    pub fn toggled(current: Option<&Self>, key: &str) -> Self {
        let descending = current.is_some_and(|sort| sort.key == key && !sort.descending);
        Self {
            key: key.to_owned(),
            descending,
        }
    }
}

/// What the body shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Body {
    /// Skeleton rows, because nothing has been read yet.
    #[default]
    Loading,
    /// All rows.
    Rows,
    /// The first rows, while the rest are being rendered.
    Drawing,
    /// The previous rows, while new ones are being read.
    Refreshing,
    /// The empty state: there are no rows at all.
    Empty,
    /// The no-matches state: the search or filter excludes all rows.
    NoMatches,
}

/// A table. `rows` renders the `<tr>`s (see [`row`]); `empty` and `no_matches` render the two reasons for having
/// none.
#[component]
pub fn Table(
    /// What the rows are; the accessible name.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: &'static [Column],
    /// Receives the table's box once it is rendered.
    #[prop(optional)]
    place: NodeRef<Div>,
    /// Which columns are shown.
    #[prop(optional, into)]
    shown: Signal<Shown>,
    /// What to show.
    #[prop(into)]
    body: Signal<Body>,
    /// The rows.
    #[prop(into)]
    rows: ViewFn,
    /// Shown if there is nothing yet.
    #[prop(optional, into)]
    empty: ViewFn,
    /// Shown if nothing matches.
    #[prop(optional, into)]
    no_matches: ViewFn,
    /// How the rows are sorted.
    #[prop(optional, into)]
    sort: Signal<Option<Sort>>,
    /// Called with the new sort order.
    #[prop(optional, into)]
    on_sort: Option<Callback<Sort>>,
) -> AnyView {
    let label = caption.clone();
    let headers = move || {
        let shown = shown.get();
        let headers = columns.iter().enumerate().filter(|(place, _)| shown.has(*place));
        headers
            .map(|(_, column)| header(column, sort, on_sort).into_any())
            .collect::<Vec<_>>()
    };
    let count = move || shown.get().count(columns);
    let usual = Shown::usual(columns).count(columns);
    let chosen = move || columns.iter().any(|column| column.extra) && shown.get() != Shown::usual(columns);
    // A refresh must not render the rows again.
    let state = Memo::new(move |_| match body.get() {
        Body::Refreshing | Body::Drawing => Body::Rows,
        other => other,
    });
    view! {
        <div
            node_ref=place
            class="table-box"
            role="group"
            tabindex="0"
            aria-label=label
            data-wide=move || (chosen() && count() > usual).then_some("")
        >
            <table
                class="table"
                data-chosen=move || chosen().then_some("")
                data-stale=move || (body.get() == Body::Refreshing).then_some("")
                aria-busy=move || matches!(body.get(), Body::Loading | Body::Drawing | Body::Refreshing).to_string()
            >
                <caption class="visually-hidden">{caption}</caption>
                <thead><tr>{headers}</tr></thead>
                <tbody>
                    {move || match state.get() {
                        Body::Loading => skeleton_rows(count()),
                        Body::Rows | Body::Drawing | Body::Refreshing => rows.run(),
                        Body::Empty => whole_row(count(), empty.run()),
                        Body::NoMatches => whole_row(count(), no_matches.run()),
                    }}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn header(
    column: &'static Column,
    sort: Signal<Option<Sort>>,
    on_sort: Option<Callback<Sort>>,
) -> impl IntoView {
    let direction = move || {
        let key = column.sort_key?;
        sort.with(|sort| {
            sort.as_ref()
                .filter(|sort| sort.key == key)
                .map(|sort| sort.descending)
        })
    };
    let aria_sort = move || {
        column.sort_key.map(|_| match direction() {
            None => "none",
            Some(false) => "ascending",
            Some(true) => "descending",
        })
    };
    let content = match (column.sort_key, on_sort) {
        (Some(key), Some(on_sort)) => view! {
            <button
                type="button"
                class="table-sort"
                on:click=move |_| on_sort.run(sort.with_untracked(|sort| Sort::toggled(sort.as_ref(), key)))
            >
                {column.label}
                {move || icon(match direction() {
                    None => Icon::ChevronsUpDown,
                    Some(false) => Icon::ArrowUp,
                    Some(true) => Icon::ArrowDown,
                })}
            </button>
        }
        .into_any(),
        _ if column.picks => view! {
            <span class="visually-hidden">{column.label}</span>
            {selection::select_all()}
        }
        .into_any(),
        _ if column.hidden_label => view! { <span class="visually-hidden">{column.label}</span> }.into_any(),
        _ => column.label.into_any(),
    };
    view! {
        <th
            scope="col"
            data-align=(column.align == Align::Number).then_some("number")
            data-secondary=column.secondary.then_some("")
            aria-sort=aria_sort
        >
            {content}
        </th>
    }
}

/// Renders a row with all columns. Its first cell that is not a selection box is the row's header.
pub fn row(columns: &'static [Column], cells: Vec<AnyView>) -> AnyView {
    row_of(columns, Shown::default(), cells)
}

/// Renders a row like [`row()`], with the shown columns only.
pub fn row_of(columns: &'static [Column], shown: Shown, cells: Vec<AnyView>) -> AnyView {
    let header = row_header(columns);
    let cells = columns.iter().zip(cells).enumerate();
    let cells = cells
        .filter(|(place, _)| shown.has(*place))
        .map(|(place, (column, cell))| {
            let align = (column.align == Align::Number).then_some("number");
            let secondary = column.secondary.then_some("");
            if Some(place) == header {
                view! { <th scope="row" data-align=align data-secondary=secondary>{cell}</th> }.into_any()
            } else {
                view! { <td data-align=align data-secondary=secondary>{cell}</td> }.into_any()
            }
        })
        .collect::<Vec<_>>();
    view! { <tr>{cells}</tr> }.into_any()
}

fn whole_row(columns: usize, content: AnyView) -> AnyView {
    view! { <tr><td class="table-whole" colspan=columns.to_string()>{content}</td></tr> }.into_any()
}

fn skeleton_rows(columns: usize) -> AnyView {
    let cells = || {
        (0..columns)
            .map(|_| view! { <td><Skeleton/></td> }.into_any())
            .collect::<Vec<_>>()
    };
    (0..6)
        .map(|_| view! { <tr aria-hidden="true">{cells()}</tr> }.into_any())
        .collect::<Vec<_>>()
        .into_any()
}
