//! Tables of a server's pages: real `<table>`s whose headers sort, and whose empty states say why.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    skeleton::Skeleton,
};
use crate::memo::Memo;

/// How the cells of a column look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Text.
    #[default]
    Start,
    /// Numbers: at the end, in digits of one width.
    Number,
}

/// One column.
#[derive(Debug, Clone)]
pub struct Column {
    label: &'static str,
    align: Align,
    sort_key: Option<&'static str>,
    secondary: bool,
    hidden_label: bool,
}

impl Column {
    /// A column of text with its heading.
    pub const fn new(label: &'static str) -> Self {
        Self {
            label,
            align: Align::Start,
            sort_key: None,
            secondary: false,
            hidden_label: false,
        }
    }

    /// A column of numbers.
    pub const fn number(mut self) -> Self {
        self.align = Align::Number;
        self
    }

    /// Sortable under this key.
    pub const fn sortable(mut self, key: &'static str) -> Self {
        self.sort_key = Some(key);
        self
    }

    /// Left out where there is little room.
    pub const fn secondary(mut self) -> Self {
        self.secondary = true;
        self
    }

    /// Its heading is for screen readers only, e.g. over row menus.
    pub const fn hidden_label(mut self) -> Self {
        self.hidden_label = true;
        self
    }
}

/// By which column the rows are sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column's sort key.
    pub key: String,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    /// What a click on the heading of `key` asks for: the other direction of the same column, otherwise
    /// that column, ascending.
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
    /// Nothing has been read yet: skeleton rows.
    #[default]
    Loading,
    /// The rows.
    Rows,
    /// The rows of before, while others are being read.
    Refreshing,
    /// There is nothing at all yet.
    Empty,
    /// There is something, but the search or filter leaves nothing.
    NoMatches,
}

/// A table. `rows` draws the `<tr>`s (see [`row`]); `empty` and `no_matches` draw the two reasons for none.
#[component]
pub fn Table(
    /// What the rows are, for screen readers.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: &'static [Column],
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
    /// Takes what the person wants to sort by.
    #[prop(optional, into)]
    on_sort: Option<Callback<Sort>>,
) -> AnyView {
    let label = caption.clone();
    let headers = columns
        .iter()
        .map(|column| header(column, sort, on_sort).into_any())
        .collect::<Vec<_>>();
    // Reading again must not draw the rows again.
    let shown = Memo::new(move |_| match body.get() {
        Body::Refreshing => Body::Rows,
        other => other,
    });
    view! {
        <div class="table-box" role="group" tabindex="0" aria-label=label>
            <table class="table" aria-busy=move || matches!(body.get(), Body::Loading | Body::Refreshing).to_string()>
                <caption class="visually-hidden">{caption}</caption>
                <thead><tr>{headers}</tr></thead>
                <tbody>
                    {move || match shown.get() {
                        Body::Loading => skeleton_rows(columns.len()),
                        Body::Rows | Body::Refreshing => rows.run(),
                        Body::Empty => whole_row(columns.len(), empty.run()),
                        Body::NoMatches => whole_row(columns.len(), no_matches.run()),
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

/// One row. The first cell is the row's header: what the row is about.
pub fn row(columns: &'static [Column], cells: Vec<AnyView>) -> AnyView {
    let cells = columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(i, (column, cell))| {
            let align = (column.align == Align::Number).then_some("number");
            let secondary = column.secondary.then_some("");
            if i == 0 {
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
