//! A bar chart of a few numbers. It is a list, so its items are its text alternative.

use leptos::prelude::*;

use super::format::plain;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The label.
    pub label: String,
    /// The value; not negative.
    pub value: f64,
    /// The value as readable text, e.g. "1,204 · 310 MB".
    pub text: String,
}

/// Bars below each other. The longest fills the width.
#[component]
pub fn BarChart(
    /// What the bars compare.
    #[prop(into)]
    label: String,
    /// The bars, in order.
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
                    // Without white space, screen readers run neighbours together.
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
