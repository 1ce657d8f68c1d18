//! A few numbers beside each other, as bars in a list: the list is the chart's text.

use leptos::prelude::*;

use super::format::plain;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it counts.
    pub label: String,
    /// How much, not negative.
    pub value: f64,
    /// The same, to be read by people, e.g. "1,204 · 310 MB".
    pub text: String,
}

/// Bars under each other, the longest as wide as there is room.
#[component]
pub fn BarChart(
    /// What the bars compare.
    #[prop(into)]
    label: String,
    /// The bars in their order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> AnyView {
    let draw = move || {
        let bars = bars.get();
        let longest = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
        let one = |bar: Bar| {
            let size = format!("{}%", plain((bar.value / longest * 100.0).clamp(0.0, 100.0), 1));
            view! {
                <li class="bar">
                    <span class="bar-label">{bar.label}</span>
                    // A screen reader runs neighbours without white space together.
                    " "
                    <span class="bar-track" aria-hidden="true">
                        <span class="bar-fill" style:inline-size=size></span>
                    </span>
                    <span class="bar-text">{bar.text}</span>
                </li>
            }
            .into_any()
        };
        bars.into_iter().map(one).collect::<Vec<_>>()
    };
    view! { <ul class="bars" aria-label=label>{draw}</ul> }.into_any()
}
