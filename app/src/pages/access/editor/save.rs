//! Saving a policy, and handling conflicts and lost answers.

use attache_wire::{
    access::{PolicyEntry, SavePolicy},
    error::ErrorCode,
    page::Page,
    paths,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    draft::{self, Text},
    work::{Faults, Work},
};
use crate::{
    api::ApiError,
    ui::{code_editor::Fault, status::Tone},
};

impl Work {
    /// Asks for confirmation, with the changes. Saves a new policy at once, because it affects nobody yet.
    pub(super) fn ask_to_save(self) {
        self.refused.set(None);
        if self.is_new() {
            self.save();
        } else {
            self.asking.set(true);
        }
    }

    /// Saves the text unless a save is already running.
    pub(super) fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let text = untrack(|| self.text());
        spawn_local(async move {
            let answer = self.send(&text).await;
            match answer {
                Ok(entry) => self.take(entry, &text),
                Err(error) => self.refuse(error, text),
            }
            self.busy.try_set(false);
        });
    }

    async fn send(self, text: &Text) -> Result<PolicyEntry, ApiError> {
        let id = self.id.try_get_value().flatten();
        let body = SavePolicy {
            name: text.name.clone(),
            document: text.document.clone(),
            replaces: id.is_some().then(|| text.version.clone()),
        };
        let request = match &id {
            Some(id) => self.api.put(&paths::policy(id)),
            None => self.api.post(&paths::policies()),
        };
        let error = match request.body(&body).fetch().await {
            Ok(entry) => return Ok(entry),
            Err(error) => error,
        };
        if !matches!(error.code(), Some(ErrorCode::Conflict | ErrorCode::Invalid)) {
            return Err(error);
        }
        // If an earlier answer was lost, the text may be saved already: then this is a success.
        let there = match &id {
            Some(id) => self.api.get(&paths::policy(id)).fetch().await.ok(),
            None => self.named(&text.name).await,
        };
        match there {
            Some(entry) if text.same_words(&Text::of(&entry)) => Ok(entry),
            Some(entry) if id.is_some() && entry.version != text.version => {
                self.newer.try_set(Some(entry));
                Err(error)
            }
            _ => Err(error),
        }
    }

    async fn named(self, name: &str) -> Option<PolicyEntry> {
        let all: Page<PolicyEntry> = self.api.get(&paths::policies()).fetch().await.ok()?;
        all.items.into_iter().find(|entry| entry.policy.name == name)
    }

    fn take(self, entry: PolicyEntry, text: &Text) {
        self.asking.try_set(false);
        self.newer.try_set(None);
        self.restored.try_set(false);
        self.saved.try_set(Text {
            version: entry.version.clone(),
            ..text.clone()
        });
        if let Some(name) = self.draft.try_get_value() {
            draft::forget(&name);
        }
        self.toasts
            .show(Tone::Success, "Saved. It takes effect on the next call.");
        self.session.reload();
        self.on_saved.try_run(entry);
    }

    fn refuse(self, error: ApiError, text: Text) {
        if self.newer.try_get_untracked().flatten().is_some() {
            self.asking.try_set(false);
            return;
        }
        let faults = faults(&error);
        if faults == Faults::default() {
            self.refused.try_set(Some(error));
        } else {
            self.asking.try_set(false);
            self.faults.try_set(Some((text, faults)));
        }
    }
}

/// Returns the refusal's errors by field.
fn faults(error: &ApiError) -> Faults {
    let mut faults = Faults::default();
    for field in error.problem().into_iter().flat_map(|problem| &problem.errors) {
        match field.field.as_str() {
            "name" => faults.name = Some(field.detail.clone()),
            "document" => {
                faults.document.get_or_insert(Fault {
                    line: field.line.unwrap_or(1),
                    column: field.column.unwrap_or(1),
                    message: field.detail.clone(),
                });
            }
            _ => {}
        }
    }
    faults
}
