//! The steps of something that runs, under each other.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// Where a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    /// It is done.
    Done,
    /// It runs.
    Current,
    /// Its turn comes.
    Pending,
    /// It was given up.
    Failed,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub label: String,
    /// Where it is.
    pub state: StageState,
    /// How long it took, or since when it runs; may be empty.
    pub note: String,
}

/// The steps, with the current one marked (`aria-current="step"`).
#[component]
pub fn StageList(
    /// What the steps lead to.
    #[prop(into)]
    label: String,
    /// The steps in their order.
    #[prop(into)]
    stages: Signal<Vec<Stage>>,
) -> AnyView {
    let draw = |stage: Stage| {
        let (name, word, picture) = match stage.state {
            StageState::Done => ("done", "Done: ", Some(Icon::Check)),
            StageState::Current => ("current", "Now: ", None),
            StageState::Pending => ("pending", "Not started: ", None),
            StageState::Failed => ("failed", "Failed: ", Some(Icon::X)),
        };
        view! {
            <li class="stage" data-state=name aria-current=(name == "current").then_some("step")>
                <span class="stage-mark" aria-hidden="true">{picture.map(icon)}</span>
                <span><span class="visually-hidden">{word}</span>{stage.label}</span>
                // A screen reader runs neighbours without white space together.
                " "
                <span class="stage-note">{stage.note}</span>
            </li>
        }
        .into_any()
    };
    view! {
        <ol class="stages" aria-label=label>
            {move || stages.get().into_iter().map(draw).collect::<Vec<_>>()}
        </ol>
    }
    .into_any()
}
