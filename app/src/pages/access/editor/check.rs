//! Live validation: the server checks the document after a pause in typing. The latest answer wins.

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

/// The state of the document's validation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// The principal may not validate documents.
    Unchecked,
    /// The document is being checked, and had no fault before.
    Checking,
    /// The document is a valid policy.
    Valid,
    /// The document is invalid. Stays until the next answer, to avoid flicker.
    Faulty(Fault),
    /// The check itself failed.
    Unknown(ApiError),
}

/// The live validation of one document.
#[derive(Clone, Copy)]
pub(super) struct Check {
    api: Api,
    verdict: RwSignal<Verdict>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// Numbers the checks, so that stale answers are dropped.
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

    /// Checks the document now and, debounced, after each change, if the principal may.
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

    /// Cancels the scheduled check, and ignores the answer under way.
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

/// Returns a fault at the first character over the limit, without asking the server.
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
