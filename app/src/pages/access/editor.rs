//! The editor of a custom policy: name and document, live validation, and a diff from the saved version.

mod check;
mod conflict;
mod draft;
mod save;
mod work;

use attache_wire::{access::MAX_POLICY_CHARACTERS, permission::Action};
use leptos::{html, prelude::*};

pub(super) use self::work::Work;
use self::{check::Verdict, conflict::Conflict};
use crate::{
    components::permission::PermitButton,
    state::session::CurrentSession,
    ui::{
        banner::Banner,
        button::{Button, Kind},
        card::Card,
        code_editor::{CodeEditor, replace_all},
        dialog::ConfirmDialog,
        diff::Diff,
        field::TextField,
        format,
        name::name,
        status::{Status, Tone},
    },
};

/// The editor. `marked` highlights the lines named in the address, until the document changes.
#[component]
pub(super) fn PolicyEditor(
    work: Work,
    #[prop(optional, into)] marked: Signal<Option<(u32, u32)>>,
    /// Further actions on the policy.
    #[prop(optional, into)]
    actions: ViewFn,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let may = CurrentSession::from_context().permits(Action::PutPolicy);
    let read_only = Signal::derive(move || !may.get());
    work.check.follow(work.document, may.into());
    let marked = Signal::derive(move || marked.get().filter(|_| !work.changed()));
    let document = view! {
        <CodeEditor
            label="Policy document"
            value=work.document
            fault=work.fault()
            marked
            read_only
            area
            foot=move || view! { <Length work /> <VerdictStatus work /> }
        />
    };
    view! {
        <Restored work area />
        <Conflict work area />
        <Card title="Policy">
            {move || work.refusal().map(|text| view! { <Banner tone=Tone::Error>{text}</Banner> })}
            <TextField
                label="Name"
                value=work.name
                hint="Letters A–Z, digits and + = , . @ - _"
                error=work.name_error()
                required=true
                autocomplete="off"
            />
            {document}
            <Changes work />
            <div class="row" data-justify="between">
                <div class="row">
                    <SaveButton work may=may.into() />
                    <FormatButton work area read_only />
                </div>
                <div class="row">{actions.run()}</div>
            </div>
        </Card>
        <SaveDialog work />
    }
    .into_any()
}

/// Shows how many characters the document has, of the maximum.
#[component]
fn Length(work: Work) -> impl IntoView {
    let length = Memo::new(move |_| work.document.with(|text| text.chars().count()));
    let over = move || (length.get() > MAX_POLICY_CHARACTERS).then_some("");
    view! {
        <span class="numeric code-length" data-over=over>
            {move || format::number(length.get() as u64)}
            " of "
            {format::number(MAX_POLICY_CHARACTERS as u64)}
            " characters"
        </span>
    }
    .into_any()
}

/// Shows the verdict of the live validation. Screen readers announce changes.
#[component]
fn VerdictStatus(work: Work) -> impl IntoView {
    let status = move || {
        let (tone, label) = match work.check.verdict().get() {
            Verdict::Unchecked => return None,
            Verdict::Checking => (Tone::Progress, "Checking".to_owned()),
            Verdict::Valid => (Tone::Success, "Valid".to_owned()),
            Verdict::Faulty(fault) => (Tone::Error, format!("Not valid: line {}", fault.line)),
            Verdict::Unknown(_) => (Tone::Warning, "Could not be checked".to_owned()),
        };
        Some(view! { <Status tone label /> })
    };
    view! { <span role="status">{status}</span> }.into_any()
}

/// Says that unsaved changes were restored, and offers to discard them.
#[component]
fn Restored(work: Work, area: NodeRef<html::Textarea>) -> impl IntoView {
    let discard = move |()| {
        let saved = work.saved.get_untracked();
        work.name.set(saved.name);
        replace_all(area, work.document, &saved.document);
        work.restored.set(false);
    };
    move || {
        (work.restored.get() && work.changed()).then(|| {
            view! {
                <Banner
                    title="Your unsaved changes were restored."
                    actions=move || view! {
                        <Button small=true on_click=discard>"Discard changes"</Button>
                    }
                >
                    "They were kept in this browser tab."
                </Banner>
            }
        })
    }
}

/// Shows the diff from the saved document on demand.
#[component]
fn Changes(work: Work) -> impl IntoView {
    let shown = RwSignal::new(false);
    let unchanged =
        Signal::derive(move || (!work.document_changed()).then(|| "No unsaved changes.".to_owned()));
    move || {
        if work.is_new() {
            return ().into_any();
        }
        let diff = move || (shown.get() && work.document_changed()).then(|| view! { <SavedDiff work /> });
        view! {
            <div class="stack" data-gap="small">
                <div>
                    <Button
                        small=true
                        pressed=shown
                        disabled_reason=unchanged
                        on_click=move |()| shown.update(|shown| *shown = !*shown)
                    >
                        "Show changes"
                    </Button>
                </div>
                {diff}
            </div>
        }
        .into_any()
    }
}

/// The diff from the saved document to the edited one.
#[component]
fn SavedDiff(work: Work) -> impl IntoView {
    move || {
        let before = work.saved.with(|saved| saved.document.clone());
        view! { <Diff label="Changes to the policy document" before after=work.document.get() /> }
    }
}

#[component]
fn SaveButton(work: Work, may: Signal<bool>) -> impl IntoView {
    let why_not = Signal::derive(move || work.why_not_save());
    let label = if work.is_new() { "Create policy" } else { "Save…" };
    view! {
        <PermitButton
            kind=Kind::Primary
            action=Action::PutPolicy
            permitted=may
            disabled_reason=why_not
            busy=work.busy
            on_click=move |()| work.ask_to_save()
        >
            {label}
        </PermitButton>
    }
    .into_any()
}

/// Formats the document as JSON. Only offered for a valid document: reformatting would drop repeated keys.
#[component]
fn FormatButton(work: Work, area: NodeRef<html::Textarea>, read_only: Signal<bool>) -> impl IntoView {
    let why_not = Signal::derive(move || {
        let valid = work.check.verdict().get() == Verdict::Valid;
        (!valid).then(|| "Only a valid document can be formatted.".to_owned())
    });
    let lay_out = move |()| {
        let text = work.document.with_untracked(|text| format::json(text));
        if work.document.with_untracked(|old| *old != text) {
            replace_all(area, work.document, &text);
        }
    };
    move || {
        (!read_only.get())
            .then(|| view! { <Button disabled_reason=why_not on_click=lay_out>"Format"</Button> })
    }
}

/// Shows the changes and whom they affect, before saving.
#[component]
fn SaveDialog(work: Work) -> impl IntoView {
    let error = Signal::derive(move || work.refusal());
    let renamed = move || {
        let before = work.saved.with(|saved| saved.name.clone());
        let after = work.name.get();
        (before != after).then(|| {
            view! {
                <p>"Renamed from " <strong>{name(&before)}</strong> " to " <strong>{name(&after)}</strong> "."</p>
            }
        })
    };
    view! {
        <ConfirmDialog
            open=work.asking
            title="Save these changes?"
            confirm="Save policy"
            busy=work.busy
            error
            on_confirm=move |()| work.save()
        >
            {renamed}
            {move || work.document_changed().then(|| view! { <SavedDiff work /> })}
            <p class="soft">
                {move || work.attached_to()}
                " Changes take effect on the next call. A running request is cancelled if its requester \
                 loses the permission."
            </p>
        </ConfirmDialog>
    }
    .into_any()
}
