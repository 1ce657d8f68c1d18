//! A request's timeline: submitted, ready, links expire, next request. It marks the dead window between the last
//! two, in which the links are dead and no new request is possible.

use attache_wire::export::Export;
use leptos::prelude::*;

use crate::components::exports::availability::Milestones;
use crate::ui::{
    format::{self, TimeStyle},
    icon::{Icon, icon},
    timeline::{Moment, Point, Span, Timeline},
};

/// The timeline; renders nothing for a request without milestones.
#[component]
pub(crate) fn Life(export: Signal<Export>, now: Signal<f64>) -> impl IntoView {
    let life = Memo::new(move |_| export.with(Milestones::of));
    let passed = Memo::new(move |_| life.get().map(|life| life.passed(now.get())));
    let points = Memo::new(move |_| {
        life.get()
            .zip(passed.get())
            .map(|(life, passed)| points(&life, passed))
            .unwrap_or_default()
    });
    let drawn = Memo::new(move |_| life.with(Option::is_some));
    let warning = Memo::new(move |_| life.get().and_then(|life| warning(&life, now.get())));
    move || {
        drawn.get().then(|| {
            view! {
                <Timeline label="Request timeline" points now />
                {move || warning.get().map(|text| view! { <p class="dead-window">{icon(Icon::CalendarClock)} <span>{text}</span></p> })}
            }
        })
    }
}

/// Returns the milestones in order of time. The next request may become possible before the links expire. `passed`
/// is the number of milestones in the past.
fn points(life: &Milestones, passed: usize) -> Vec<Point> {
    let about = |at| {
        let time = format::time(at, TimeStyle::Short);
        if life.probable {
            format!("about {time}")
        } else {
            time
        }
    };
    let exact = |at| format::time(at, TimeStyle::Short);
    let next = (life.next_request, "Next request", exact(life.next_request));
    let (ends, lives) = if life.revoked {
        ("Links revoked", "links live")
    } else {
        ("Links expire", "links live 6 days")
    };
    let end = (life.links_end, ends, about(life.links_end));
    let mut events = vec![
        (life.submitted, "Submitted", exact(life.submitted), Span::Work, ""),
        (life.ready, "Ready", about(life.ready), Span::Live, lives),
    ];
    if life.next_request >= life.links_end {
        events.push((end.0, end.1, end.2, Span::Dead, ""));
        events.push((next.0, next.1, next.2, Span::Plain, ""));
    } else {
        events.push((next.0, next.1, next.2, Span::Live, ""));
        events.push((end.0, end.1, end.2, Span::Plain, ""));
    }
    events
        .into_iter()
        .enumerate()
        .map(|(i, (at, label, time, span, span_label))| Point {
            label: label.to_owned(),
            time,
            at,
            moment: match i {
                i if i < passed => Moment::Past,
                i if i == passed => Moment::Next,
                _ => Moment::Future,
            },
            span,
            span_label: span_label.to_owned(),
        })
        .collect()
}

/// Warns of the dead window while you can still download the attachments.
fn warning(life: &Milestones, now: f64) -> Option<String> {
    let gap = life
        .dead_window()
        .filter(|_| !life.revoked && now < life.links_end)?;
    let length = format::duration(gap);
    let end = format::time(life.links_end, TimeStyle::Short);
    Some(if life.probable {
        format!(
            "The links expire about {length} before the next request is possible. Plan to download before \
             {end}."
        )
    } else {
        format!("The links expire {length} before the next request is possible. Download before {end}.")
    })
}
