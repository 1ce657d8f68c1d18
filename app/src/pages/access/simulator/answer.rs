//! The simulator's answer: the decision, and the deciding statement in its document.

use attache_wire::access::{DecidingStatement, Ruling, Simulation};
use leptos::prelude::*;

use super::question::Question;
use crate::{
    components::access::decision::StatementLink,
    ui::{card::Card, code_editor::CodeEditor, icon::icon, status::Tone},
};

/// The answer to a question.
#[component]
pub(super) fn Answer(question: Question, simulation: Simulation) -> impl IntoView {
    let Simulation {
        ruling,
        statement,
        document,
        ..
    } = simulation;
    let (tone, word, why) = match ruling {
        Ruling::Allowed => (
            Tone::Success,
            "Allowed",
            "A statement allows it, and none denies it.",
        ),
        Ruling::DeniedByDefault => (
            Tone::Stopped,
            "Not allowed",
            "No attached policy mentions it. Anything not allowed is denied.",
        ),
        Ruling::ExplicitlyDenied => (
            Tone::Error,
            "Denied",
            "A statement denies it, which overrides any Allow.",
        ),
    };
    let lines = statement
        .as_ref()
        .map(|statement: &DecidingStatement| (statement.first_line, statement.last_line));
    let decided = statement.map(|statement| {
        view! { <p>"Decided by " <StatementLink statement=Some(statement) /></p> }
    });
    let document = document.map(|document| {
        view! {
            <CodeEditor
                label="The deciding policy's document"
                value=RwSignal::new(document)
                marked=Signal::stored(lines)
                read_only=true
            />
        }
    });
    view! {
        <Card title="Result">
            <div class="decision" role="status" data-tone=tone.name()>
                <p class="decision-word">{icon(tone.icon())}{word}</p>
                <p>
                    <code>{question.principal}</code>
                    " calling "
                    <code class="break">{question.action}</code>
                    {(!question.resource.is_empty()).then(|| view! {
                        " on " <code class="break">{question.resource}</code>
                    })}
                </p>
                <p class="soft">{why}</p>
            </div>
            {decided}
            {document}
        </Card>
    }
    .into_any()
}
