//! The editing state of a policy: the edited text, the saved text, and what blocks saving.

use attache_wire::{
    access::{PolicyEntry, is_policy_name},
    id::PolicyId,
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};

use super::{
    check::{Check, Verdict},
    draft::{self, Text},
};
use crate::{
    api::{Api, ApiError},
    components::labels::counted,
    routes,
    state::session::CurrentSession,
    ui::{code_editor::Fault, status::Tone, toasts::Toasts},
};

/// The editing state of one policy.
#[derive(Clone, Copy)]
pub(in crate::pages::access) struct Work {
    pub(super) api: Api,
    pub(super) toasts: Toasts,
    pub(super) session: CurrentSession,
    /// The policy's id; `None` for a new one.
    pub(super) id: StoredValue<Option<PolicyId>>,
    /// The page's address. It also names the draft in session storage.
    pub(super) draft: StoredValue<String>,
    pub(in crate::pages::access) name: RwSignal<String>,
    pub(super) document: RwSignal<String>,
    /// The text to compare with, and the version that saving replaces.
    pub(super) saved: RwSignal<Text>,
    /// The number of principals that the policy is attached to.
    principals: RwSignal<usize>,
    pub(super) check: Check,
    /// Whether the text was restored from an unsaved draft.
    pub(super) restored: RwSignal<bool>,
    /// Whether the save confirmation is open.
    pub(super) asking: RwSignal<bool>,
    pub(super) busy: RwSignal<bool>,
    pub(super) refused: RwSignal<Option<ApiError>>,
    /// The faults of the text that the server refused last. They apply until the text changes.
    pub(super) faults: RwSignal<Option<(Text, Faults)>>,
    /// The version that someone else saved meanwhile.
    pub(super) newer: RwSignal<Option<PolicyEntry>>,
    pub(super) on_saved: Callback<PolicyEntry>,
}

/// The server's errors, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Faults {
    pub(super) name: Option<String>,
    pub(super) document: Option<Fault>,
}

impl Work {
    /// Starts editing an existing policy.
    pub(in crate::pages::access) fn edit(entry: &PolicyEntry, on_saved: Callback<PolicyEntry>) -> Self {
        let id = entry.policy.id.clone();
        let draft = routes::policy(&id);
        let work = Self::begin(Some(id), draft, Text::of(entry), on_saved);
        work.principals.set(entry.principals.len());
        work
    }

    /// Starts a new policy with this text. `from` is the id of the policy it was copied from, or empty.
    pub(in crate::pages::access) fn create(
        from: &str,
        name: String,
        document: String,
        on_saved: Callback<PolicyEntry>,
    ) -> Self {
        let text = Text {
            version: String::new(),
            name,
            document,
        };
        Self::begin(None, routes::new_policy(from), text, on_saved)
    }

    fn begin(id: Option<PolicyId>, draft: String, saved: Text, on_saved: Callback<PolicyEntry>) -> Self {
        let kept = draft::kept(&draft).filter(|kept| !kept.same_words(&saved));
        let restored = kept.is_some();
        let text = kept.unwrap_or_else(|| saved.clone());
        let mut base = saved;
        // A draft of an older version must not replace a newer one unseen.
        base.version.clone_from(&text.version);
        let work = Self {
            api: Api::from_context(),
            toasts: Toasts::from_context(),
            session: CurrentSession::from_context(),
            id: StoredValue::new(id),
            draft: StoredValue::new(draft),
            name: RwSignal::new(text.name),
            document: RwSignal::new(text.document),
            saved: RwSignal::new(base),
            principals: RwSignal::new(0),
            check: Check::new(),
            restored: RwSignal::new(restored),
            asking: RwSignal::new(false),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            faults: RwSignal::new(None),
            newer: RwSignal::new(None),
            on_saved,
        };
        work.keep();
        work
    }

    /// Stores unsaved changes in the tab, warns before the tab closes, and shows a toast when you go to another
    /// page.
    fn keep(self) {
        Effect::new(move |_| {
            if self.changed() {
                draft::keep(&self.draft.get_value(), &self.text());
            } else {
                draft::forget(&self.draft.get_value());
            }
        });
        let leaving = window_event_listener_untyped("beforeunload", move |event| {
            if untrack(|| self.changed()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            leaving.remove();
            if untrack(|| self.changed()) {
                let text = "Your unsaved policy changes are kept in this browser tab.";
                self.toasts
                    .show_with_link(Tone::Info, text, "Continue editing", self.draft.get_value());
            }
        });
    }

    /// Treats the text as saved, because the policy was deleted.
    pub(in crate::pages::access) fn abandon(self) {
        let text = untrack(|| self.text());
        self.saved.try_set(text);
    }

    /// Returns true if the policy does not exist yet.
    pub(super) fn is_new(self) -> bool {
        self.id.with_value(Option::is_none)
    }

    /// Returns the edited text.
    pub(super) fn text(self) -> Text {
        Text {
            version: self.saved.with(|saved| saved.version.clone()),
            name: self.name.get(),
            document: self.document.get(),
        }
    }

    /// Returns true if the name or the document differs from the saved one.
    pub(in crate::pages::access) fn changed(self) -> bool {
        self.document_changed()
            || self
                .saved
                .with(|saved| self.name.with(|name| *name != saved.name))
    }

    /// Returns true if the document differs from the saved one.
    pub(super) fn document_changed(self) -> bool {
        self.saved
            .with(|saved| self.document.with(|text| *text != saved.document))
    }

    /// Returns the document's first fault: from saving, or else from the live validation.
    pub(super) fn fault(self) -> Signal<Option<Fault>> {
        Signal::derive(move || {
            let found = self.refused_faults().and_then(|faults| faults.document);
            found.or_else(|| match self.check.verdict().get() {
                Verdict::Faulty(fault) => Some(fault),
                _ => None,
            })
        })
    }

    /// Returns the error of the name.
    pub(super) fn name_error(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let name = self.name.get();
            if !name.is_empty() && !is_policy_name(&name) {
                return Some(
                    "At most 128 characters: letters A–Z, digits and + = , . @ - _ without spaces."
                        .to_owned(),
                );
            }
            self.refused_faults().and_then(|faults| faults.name)
        })
    }

    fn refused_faults(self) -> Option<Faults> {
        let (of, faults) = self.faults.get()?;
        of.same_words(&self.text()).then_some(faults)
    }

    /// Explains why saving was refused, unless a field shows the error.
    pub(super) fn refusal(self) -> Option<String> {
        self.refused.get().map(|error| error.sentence())
    }

    /// Explains why the policy cannot be saved now; `None` if it can.
    pub(super) fn why_not_save(self) -> Option<String> {
        if !self.is_new() && !self.changed() {
            return Some("No changes to save.".to_owned());
        }
        let name = self.name.get();
        if name.is_empty() {
            return Some("Enter a policy name.".to_owned());
        }
        if !is_policy_name(&name) {
            return Some("The policy name is not valid.".to_owned());
        }
        let fault = self.fault().get()?;
        Some(format!("The document is not valid: line {}.", fault.line))
    }

    /// Describes how many principals a change affects.
    pub(super) fn attached_to(self) -> String {
        match self.principals.get() as u64 {
            0 => "Not attached to any principal.".to_owned(),
            count => format!("Attached to {}.", counted(count, "principal", "principals")),
        }
    }
}
