//! Live validation: the server checks the document whenever typing rests, and the last answer counts.

use std::time::Duration;

use attache_wire::{
    access::{CheckPolicy, MAX_POLICY_CHARACTERS, PolicyCheck, PolicyFault},
    paths,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use crate::{
    api::{Api, ApiError},
    ui::{code_editor::Fault, format},
};

/// How long to wait after the last keystroke before checking.
const DEBOUNCE: Duration = Duration::from_millis(300);

/// What is known about the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// Nothing: nobody asks.
    Unchecked,
    /// It is being checked, and nothing was wrong before.
    Checking,
    /// It is a valid policy.
    Valid,
    /// It is not, and why. Stays until the next answer, so that nothing flickers.
    Faulty(Fault),
    /// The check failed.
    Unknown(ApiError),
}

/// The check of one document.
#[derive(Clone, Copy)]
pub(super) struct Check {
    api: Api,
    verdict: RwSignal<Verdict>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// Counts the questions: an answer to another than the last is of no use.
    asked: StoredValue<u32>,
}

impl Check {
    pub(super) fn new() -> Self {
        Self {
            api: Api::from_context(),
            verdict: RwSignal::new(Verdict::Unchecked),
            waiting: StoredValue::new(None),
            asked: StoredValue::new(0),
        }
    }

    pub(super) fn verdict(self) -> ReadSignal<Verdict> {
        self.verdict.read_only()
    }

    /// Checks the document now and after each change, for those who may ask.
    pub(super) fn follow(self, document: RwSignal<String>, may: Signal<bool>) {
        Effect::new(move |before: Option<()>| {
            let text = document.get();
            self.stop();
            if !may.get() {
                return self.verdict.set(Verdict::Unchecked);
            }
            if let Some(fault) = too_long(&text) {
                return self.verdict.set(Verdict::Faulty(fault));
            }
            if !matches!(self.verdict.get_untracked(), Verdict::Faulty(_)) {
                self.verdict.set(Verdict::Checking);
            }
            let rest = if before.is_some() {
                DEBOUNCE
            } else {
                Duration::ZERO
            };
            let ask = move || self.ask(text);
            self.waiting.set_value(set_timeout_with_handle(ask, rest).ok());
        });
        on_cleanup(move || self.stop());
    }

    /// Forgets the question that was to be asked, and the answer that is on its way.
    fn stop(self) {
        self.asked
            .try_update_value(|asked| *asked = asked.wrapping_add(1));
        if let Some(handle) = self.waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    fn ask(self, document: String) {
        let number = self.asked.try_get_value();
        spawn_local(async move {
            let question = CheckPolicy { document };
            let answer = self
                .api
                .post(&paths::check_policy())
                .body(&question)
                .fetch::<PolicyCheck>()
                .await;
            if number.is_none() || self.asked.try_get_value() != number {
                return;
            }
            self.verdict.try_set(match answer {
                Ok(PolicyCheck { fault: None, .. }) => Verdict::Valid,
                Ok(PolicyCheck {
                    fault: Some(fault), ..
                }) => Verdict::Faulty(shown(fault)),
                Err(error) => Verdict::Unknown(error),
            });
        });
    }
}

fn shown(fault: PolicyFault) -> Fault {
    Fault {
        line: fault.line,
        column: fault.column,
        message: fault.message,
    }
}

/// The first character that is too many. The server need not be sent a text of any length to know.
fn too_long(text: &str) -> Option<Fault> {
    let (at, _) = text.char_indices().nth(MAX_POLICY_CHARACTERS)?;
    let before = text.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some(Fault {
        line: before.matches('\n').count() as u32 + 1,
        column: line.chars().count() as u32 + 1,
        message: format!(
            "A policy can have at most {} characters, including white space.",
            format::number(MAX_POLICY_CHARACTERS as u64)
        ),
    })
}
