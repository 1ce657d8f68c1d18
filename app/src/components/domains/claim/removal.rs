//! Removing a domain: its consequences in numbers, and the confirmation dialog.

use attache_wire::{
    account::DomainStatus,
    domain::{DomainDetail, Removal},
    id::AccountId,
    paths,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::shown_name;
use crate::{
    api::{Api, Remote},
    components::{labels, mutation::Mutation},
    routes,
    ui::{dialog::ConfirmDialog, name::isolated, status::Tone, toasts::Toasts},
};

/// Lists the consequences of removing the domain, one per sentence.
pub fn consequences(status: DomainStatus, removal: &Removal) -> Vec<String> {
    if status != DomainStatus::Verified {
        return vec!["The claim is withdrawn. No users are affected.".to_owned()];
    }
    let mut lines = Vec::new();
    let mut say = |number: u64, one: &str, many: &str, rest: (&str, &str)| {
        if number > 0 {
            let who = labels::counted(number, one, many);
            lines.push(format!("{who} {}", if number == 1 { rest.0 } else { rest.1 }));
        }
    };
    say(
        removal.released,
        "registered user",
        "registered users",
        (
            "is signed out and released: their attachments are excluded from this account's later requests.",
            "are signed out and released: their attachments are excluded from this account's later requests.",
        ),
    );
    say(
        removal.suspended,
        "suspended user",
        "suspended users",
        ("stays suspended.", "stay suspended."),
    );
    say(
        removal.uninvited,
        "invitation",
        "invitations",
        ("is withdrawn.", "are withdrawn."),
    );
    if lines.is_empty() {
        lines.push("No users have an address in this domain.".to_owned());
    }
    if removal.becomes_team {
        lines.push(
            "This is the last domain: the account becomes a Team account and cannot request attachments."
                .to_owned(),
        );
    }
    if removal.cancels.is_some() {
        lines.push("The running attachment request is cancelled.".to_owned());
    }
    lines.push("Files already delivered are kept: their links work until they expire.".to_owned());
    lines
}

/// The confirmation dialog. It counts again each time it opens.
#[component]
pub(crate) fn RemoveDomain(
    open: RwSignal<bool>,
    account: Memo<Option<AccountId>>,
    detail: Remote<DomainDetail>,
) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let navigate = StoredValue::new_local(use_navigate());
    let mutation = Mutation::new();
    Effect::new(move |_| {
        if open.get() {
            mutation.clear();
            detail.reload();
        }
    });
    let name = Memo::new(move |_| {
        detail
            .map(|detail| shown_name(&detail.domain))
            .unwrap_or_default()
    });
    let lines = Memo::new(move |_| {
        let lines = detail.map(|detail| consequences(detail.domain.status, &detail.removal));
        lines.unwrap_or_default()
    });
    let remove = move |()| {
        let (Some(account), Some(detail)) = (account.get_untracked(), untrack(|| detail.value())) else {
            return;
        };
        mutation.run(async move {
            let path = paths::domain(&account, &detail.domain.id);
            api.delete(&path).send().await?;
            open.try_set(false);
            let name = isolated(&shown_name(&detail.domain));
            let text = if detail.removal.becomes_team {
                format!("{name} was removed. The account is now a Team account.")
            } else {
                format!("{name} was removed.")
            };
            toasts.show(Tone::Success, text);
            navigate.try_with_value(|go| go(&routes::domains(&account), NavigateOptions::default()));
            Ok(())
        });
    };
    view! {
        <ConfirmDialog
            open
            title=Signal::derive(move || format!("Remove {}?", isolated(&name.get())))
            confirm="Remove domain"
            danger=true
            type_name=name
            busy=mutation.busy()
            error=mutation.sentence()
            on_confirm=remove
        >
            <ul class="consequences">
                {move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </ConfirmDialog>
    }
    .into_any()
}
