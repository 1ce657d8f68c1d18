//! The stages of a running task, one below the other.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// The state of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    /// It is done.
    Done,
    /// It runs.
    Current,
    /// Not started yet.
    Pending,
    /// It failed.
    Failed,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The name.
    pub label: String,
    /// The state.
    pub state: StageState,
    /// How long it took, or when it started; may be empty.
    pub note: String,
}

/// The stages. The current one has `aria-current="step"`.
#[component]
pub fn StageList(
    /// What the stages are about.
    #[prop(into)]
    label: String,
    /// The stages, in order.
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
                // Without white space, screen readers run neighbours together.
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
