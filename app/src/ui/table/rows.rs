//! Rendering many rows without delaying the first ones.

use std::time::Duration;

use leptos::{html::td, prelude::*};

/// How many rows to render at once: more than most screens show.
const PIECE: usize = 25;
/// The height of a single-line row, in pixels.
const HEIGHT: usize = 41;

/// Rows, each rendered when the iterator reaches it.
pub type Rows<R> = Box<dyn ExactSizeIterator<Item = R>>;

/// Renders the first rows now and the rest in batches, each after the previous one was painted. Until then, empty
/// space holds their place, and `drawing` is true.
pub fn in_pieces(rows: Rows<AnyView>, drawing: RwSignal<bool>) -> AnyView {
    draw(rows, PIECE, drawing)
}

/// Renders all rows now.
pub fn at_once(rows: Rows<AnyView>, drawing: RwSignal<bool>) -> AnyView {
    draw(rows, usize::MAX, drawing)
}

fn draw(mut rows: Rows<AnyView>, piece: usize, drawing: RwSignal<bool>) -> AnyView {
    let mut views: Vec<_> = rows.by_ref().take(piece).collect();
    let left = rows.len();
    drawing.set(left > 0);
    if left > 0 {
        let rest = StoredValue::new_local(Some(rows));
        let painted = RwSignal::new(false);
        let next = move || {
            let rest = painted.get().then(|| rest.try_update_value(Option::take));
            match rest.flatten().flatten() {
                Some(rest) => untrack(|| draw(rest, piece, drawing)),
                None => room(left),
            }
        };
        views.push(next.into_any());
        after_paint(move || {
            painted.try_set(true);
        });
    }
    views.into_any()
}

/// Renders empty space as high as this many rows.
fn room(rows: usize) -> AnyView {
    let cell = td().attr("height", rows.saturating_mul(HEIGHT).to_string());
    view! { <tr aria-hidden="true">{cell}</tr> }.into_any()
}

fn after_paint(run: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(run, Duration::ZERO));
}
