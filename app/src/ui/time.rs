//! Times and sizes as elements: one form is shown, the other is on hover and machine-readable.

use leptos::prelude::*;

use super::format::{self, TimeStyle};

/// An absolute time, for deadlines. On hover: the local time and, with `now`, the distance.
#[component]
pub fn Time(
    /// Unix milliseconds.
    #[prop(into)]
    at: Signal<f64>,
    /// The parts to show.
    #[prop(default = TimeStyle::DateTime)]
    show: TimeStyle,
    /// The current time, in Unix milliseconds.
    #[prop(optional, into)]
    now: Option<Signal<f64>>,
) -> AnyView {
    // A ticking clock must not change the page while the text stays the same.
    let hint = Memo::new(move |_| {
        let local = format::time(at.get(), TimeStyle::Local);
        match now {
            Some(now) => [&format::relative(at.get(), now.get()), " · ", &local].concat(),
            None => local,
        }
    });
    view! {
        <time
            class="numeric"
            datetime=move || format::machine_time(at.get())
            title=move || hint.get()
        >
            {move || format::time(at.get(), show)}
        </time>
    }
    .into_any()
}

/// A time relative to now ("in 5 days"). On hover: the absolute time.
#[component]
pub fn RelativeTime(
    /// Unix milliseconds.
    #[prop(into)]
    at: Signal<f64>,
    /// The current time, in Unix milliseconds.
    #[prop(into)]
    now: Signal<f64>,
) -> AnyView {
    // A ticking clock must not change the page while the text stays the same.
    let words = Memo::new(move |_| format::relative(at.get(), now.get()));
    view! {
        <time
            datetime=move || format::machine_time(at.get())
            title=move || format::time(at.get(), TimeStyle::DateTime)
        >
            {move || words.get()}
        </time>
    }
    .into_any()
}

/// A size ("1.4 MB"). On hover: the exact number of bytes.
#[component]
pub fn Bytes(
    /// The size in bytes.
    #[prop(into)]
    size: Signal<u64>,
) -> AnyView {
    view! {
        <span class="numeric" title=move || format::exact_bytes(size.get())>
            {move || format::bytes(size.get())}
        </span>
    }
    .into_any()
}
