//! A horizontal timeline of events and the spans between them. It is a list: screen readers read each event with
//! its time, whether it has happened, and what follows. On narrow screens it is vertical.

use leptos::prelude::*;

use super::format::plain;

/// Whether an event has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It has happened.
    Past,
    /// It is the next event: the span before it is running.
    Next,
    /// It is further in the future.
    Future,
}

/// What the span between two events means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Work is in progress.
    Work,
    /// Something is available.
    Live,
    /// Something is gone, and its successor is not available yet. Hatched.
    Dead,
    /// Nothing in particular.
    Plain,
}

/// An event, and the span after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The name.
    pub label: String,
    /// The time as text.
    pub time: String,
    /// The time, in Unix milliseconds.
    pub at: f64,
    /// Whether it has happened.
    pub moment: Moment,
    /// The span until the next event; not drawn after the last one.
    pub span: Span,
    /// The span's label, e.g. "links live 6 days"; may be empty.
    pub span_label: String,
}

/// The timeline. Lengths are proportional to time, with a minimum so that labels stay readable.
#[component]
pub fn Timeline(
    /// What the events are about.
    #[prop(into)]
    label: String,
    /// The events, in order of time.
    #[prop(into)]
    points: Signal<Vec<Point>>,
    /// The current time, in Unix milliseconds: fills the running span up to now.
    #[prop(into)]
    now: Signal<f64>,
) -> AnyView {
    let columns = Memo::new(move |_| points.with(|points| columns(points)));
    let count = Memo::new(move |_| points.with(Vec::len));
    let draw = move |i: usize| {
        let point = Memo::new(move |_| points.with(|points| points.get(i).cloned()));
        let until = move || points.with(|points| Some(points.get(i.checked_add(1)?)?.at));
        let filled = move || {
            let (from, until) = (point.with(|point| Some(point.as_ref()?.at))?, until()?);
            let part = ((now.get() - from) / (until - from).max(1.0)).clamp(0.0, 1.0);
            Some(format!("{}%", plain(part * 100.0, 1)))
        };
        view! { {move || point.get().map(|point| draw_point(point, until().is_some(), filled))} }.into_any()
    };
    view! {
        <ol class="timeline" aria-label=label style:--columns=move || columns.get()>
            {move || (0..count.get()).map(draw).collect::<Vec<_>>()}
        </ol>
    }
    .into_any()
}

fn draw_point(
    point: Point,
    more: bool,
    filled: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> AnyView {
    let (moment, word) = match point.moment {
        Moment::Past => ("past", ""),
        Moment::Next => ("next", " (expected)"),
        Moment::Future => ("future", " (upcoming)"),
    };
    let kind = match point.span {
        Span::Work => "work",
        Span::Live => "live",
        Span::Dead => "dead",
        Span::Plain => "plain",
    };
    let line = more.then(|| {
        view! {
            <span class="timeline-line" data-kind=kind aria-hidden="true">
                <span class="timeline-filled" style:inline-size=move || filled().unwrap_or_default()></span>
            </span>
        }
    });
    let span_label = (more && !point.span_label.is_empty()).then(|| {
        view! {
            <span class="timeline-span" data-kind=kind>
                <span class="visually-hidden">"; then "</span>{point.span_label}
            </span>
        }
    });
    view! {
        <li class="timeline-point" data-moment=moment>
            <span class="timeline-label">{point.label}</span>
            // Without white space, screen readers run neighbours together.
            " "
            <span class="timeline-mark" aria-hidden="true"></span>
            {line}
            <span class="timeline-time">
                {point.time}<span class="visually-hidden">{word}</span>
            </span>
            {span_label}
        </li>
    }
    .into_any()
}

/// Returns the grid's columns: one per span, proportional to its length, and one for the last event's label.
fn columns(points: &[Point]) -> String {
    let spans = points.windows(2).map(|pair| match pair {
        [from, until] => (until.at - from.at).max(0.0),
        _ => 0.0,
    });
    let total = spans.clone().sum::<f64>().max(1.0);
    spans
        .map(|span| format!("minmax(10.5rem, {}fr)", plain((span / total * 100.0).max(1.0), 3)))
        .chain(Some("max-content".to_owned()))
        .collect::<Vec<_>>()
        .join(" ")
}
