//! Times and sizes as elements: people read one form, the other is on hover and for machines.

use leptos::prelude::*;

use super::format::{self, TimeStyle};

/// A time, absolute: where a person must act by it. The local time is on hover, and with `now` how far it is.
#[component]
pub fn Time(
    /// Unix milliseconds.
    #[prop(into)]
    at: Signal<f64>,
    /// Which parts of it.
    #[prop(default = TimeStyle::DateTime)]
    show: TimeStyle,
    /// The present, in Unix milliseconds.
    #[prop(optional, into)]
    now: Option<Signal<f64>>,
) -> AnyView {
    // A clock that ticks must not change the page while the words stay the same.
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

/// A time, relative to now ("in 5 days"). The absolute time is on hover.
#[component]
pub fn RelativeTime(
    /// Unix milliseconds.
    #[prop(into)]
    at: Signal<f64>,
    /// The present, in Unix milliseconds.
    #[prop(into)]
    now: Signal<f64>,
) -> AnyView {
    // A clock that ticks must not change the page while the words stay the same.
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

/// A size ("1.4 MB"). The exact number of bytes is on hover.
#[component]
pub fn Bytes(
    /// Bytes.
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
