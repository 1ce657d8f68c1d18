//! A column chart of numbers over time. A table below the picture holds the numbers.

use leptos::prelude::*;

use super::{bar_chart::Bar, format::plain};

/// A column's width and the highest column's height, in units of the SVG.
const WIDTH: f64 = 10.0;
const HEIGHT: f64 = 100.0;
/// The gap between columns.
const GAP: f64 = 2.0;
/// The least visible height of a column that is not zero.
const LEAST: f64 = 1.5;

/// Columns in chronological order. The highest fills the height.
#[component]
pub fn ColumnChart(
    /// One sentence about the chart.
    #[prop(into)]
    label: Signal<String>,
    /// The table's headings: the columns' meaning, and what they count.
    headings: [&'static str; 2],
    /// The columns, in order.
    #[prop(into)]
    columns: Signal<Vec<Bar>>,
) -> AnyView {
    let picture = move || {
        columns.with(|columns| {
            let highest = columns.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
            let draw = |(place, bar): (usize, &Bar)| {
                let part = (bar.value / highest).clamp(0.0, 1.0) * HEIGHT;
                let height = if bar.value > 0.0 { part.max(LEAST) } else { 0.0 };
                let title = [&bar.label, ": ", &bar.text].concat();
                view! {
                    <rect
                        x=plain(place as f64 * WIDTH + GAP / 2.0, 1)
                        y=plain(HEIGHT - height, 1)
                        width=plain(WIDTH - GAP, 1)
                        height=plain(height, 1)
                    >
                        <title>{title}</title>
                    </rect>
                }
                .into_any()
            };
            let all = columns.iter().enumerate().map(draw).collect::<Vec<_>>();
            let size = ["0 0 ", &plain(columns.len() as f64 * WIDTH, 0), " ", &plain(HEIGHT, 0)].concat();
            view! {
                <svg class="columns-picture" role="img" aria-label=label viewBox=size preserveAspectRatio="none">
                    {all}
                </svg>
            }
            .into_any()
        })
    };
    let ends = move || {
        columns.with(|columns| {
            let label = |bar: Option<&Bar>| bar.map(|bar| bar.label.clone());
            let first = label(columns.first());
            let last = label(columns.last()).filter(|_| columns.len() > 1);
            view! { <span>{first}</span><span>{last}</span> }
        })
    };
    let rows = move || {
        columns.with(|columns| {
            // Latest first: it is the most wanted one.
            let row = |bar: &Bar| {
                view! {
                    <tr><th scope="row">{bar.label.clone()}</th><td data-align="number">{bar.text.clone()}</td></tr>
                }
                .into_any()
            };
            columns.iter().rev().map(row).collect::<Vec<_>>()
        })
    };
    let [what, counted] = headings;
    view! {
        <figure class="columns">
            {picture}
            <div class="columns-axis" aria-hidden="true">{ends}</div>
            <details>
                <summary>"Show as a table"</summary>
                <table class="table">
                    <caption class="visually-hidden">{move || label.get()}</caption>
                    <thead><tr><th scope="col">{what}</th><th scope="col" data-align="number">{counted}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}
