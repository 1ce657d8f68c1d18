//! What is done again whenever something changes that it read.

use leptos::prelude::Effect;

/// Does it soon, and again whenever a signal that it read has changed, for as long as the view that it belongs to is
/// there. Leptos compiles its own `Effect`, a task with all of its steps, once for each closure; this is one.
pub fn effect(run: impl FnMut() + 'static) {
    start(Box::new(run));
}

fn start(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}
