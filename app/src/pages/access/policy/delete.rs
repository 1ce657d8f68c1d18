//! Deleting a custom policy.

use attache_wire::{access::PolicyEntry, paths, permission::Action};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::{Api, ApiError, Remote},
    components::permission::PermitButton,
    pages::access::editor::Work,
    routes,
    state::session::CurrentSession,
    ui::{dialog::ConfirmDialog, name, status::Tone, toasts::Toasts},
};

/// Deletes the policy after you type its name. A policy must be detached from all principals first.
#[component]
pub(super) fn DeleteButton(entry: Remote<PolicyEntry>, work: Work) -> impl IntoView {
    let (api, toasts, navigate) = (Api::from_context(), Toasts::from_context(), use_navigate());
    let permitted = CurrentSession::from_context().permits(Action::DeletePolicy);
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<ApiError>);
    let name = Signal::derive(move || entry.map(|entry| entry.policy.name.clone()).unwrap_or_default());
    let attached = Signal::derive(move || {
        let principals = entry.map(|entry| entry.principals.join(", ")).unwrap_or_default();
        (!principals.is_empty())
            .then(|| format!("It is attached to {principals}. Detach it before deleting it."))
    });
    let error = Signal::derive(move || refused.get().map(|error| error.sentence()));
    let ask = move |()| {
        refused.set(None);
        // Someone may have attached it meanwhile.
        entry.reload();
        open.set(true);
    };
    let delete = move |()| {
        let Some(id) = entry.map(|entry| entry.policy.id.clone()) else {
            return;
        };
        let navigate = navigate.clone();
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let answer = api.delete(&paths::policy(&id)).send().await;
            busy.try_set(false);
            match answer {
                Ok(()) | Err(ApiError::Missing(_)) => {
                    work.abandon();
                    toasts.show(Tone::Success, "The policy was deleted.");
                    navigate(&routes::policies(), NavigateOptions::default());
                }
                Err(error) => {
                    refused.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <PermitButton action=Action::DeletePolicy permitted disabled_reason=attached on_click=ask>
            "Delete…"
        </PermitButton>
        <ConfirmDialog
            open
            title="Delete the policy?"
            confirm="Delete policy"
            danger=true
            type_name=name
            busy
            error
            on_confirm=delete
        >
            <p>
                <strong>{move || name::name(&name.get())}</strong>
                " and its document are permanently deleted. "
                {move || attached.get().unwrap_or_else(|| "Not attached to any principal.".to_owned())}
            </p>
        </ConfirmDialog>
    }
    .into_any()
}
