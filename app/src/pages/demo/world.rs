//! The whole world: simulated activity, and the reset.

use attache_wire::{
    paths,
    simulator::{Activity, ResetWorld},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::{Api, Load, Remote},
    components::{
        mutation::{Mutation, Refusal},
        problem::Problem,
    },
    routes,
    ui::{
        button::{Button, Kind},
        dialog::ConfirmDialog,
        status::Tone,
        toasts::Toasts,
    },
};

/// Switches the simulated activity on and off.
#[component]
pub(super) fn Life() -> impl IntoView {
    let api = Api::from_context();
    let mutation = Mutation::new();
    let activity = Remote::<Activity>::new(|| Some(paths::activity()));
    let retry = Callback::new(move |()| activity.reload());
    let known = Memo::new(move |_| activity.map(|now| now.enabled));
    let on = Signal::derive(move || known.get() == Some(true));
    let unknown = Signal::derive(move || known.get().is_none().then(|| "Status unknown.".to_owned()));
    let switch = move |()| {
        let body = Activity {
            enabled: !on.get_untracked(),
        };
        mutation.run(async move {
            activity.put(api.put(&paths::activity()).body(&body).fetch().await?);
            Ok(())
        });
    };
    let stage = activity.stage();
    let failed = move || match stage.get() {
        Load::Failed(error) => Some(view! { <Problem error retry /> }),
        Load::Loading | Load::Ready(()) => None,
    };
    view! {
        <h3>"Activity"</h3>
        {failed}
        <Refusal mutation />
        <div class="row">
            <Button pressed=on busy=mutation.busy() disabled_reason=unknown on_click=switch>"Simulated activity"</Button>
            <span>{move || known.get().map(|on| if on { "On" } else { "Off" })}</span>
            <span class="soft">
                "While on, users chat, send files and create rooms as simulated time passes, so estimates \
                 and requests change."
            </span>
        </div>
    }
    .into_any()
}

/// Resets the demo data.
#[component]
pub(super) fn Reset() -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let mutation = Mutation::new();
    let asking = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    let reset = move |()| {
        let body = ResetWorld {
            confirm: ResetWorld::WORD.to_owned(),
        };
        mutation.run(async move {
            api.post(&paths::reset()).body(&body).send().await?;
            asking.try_set(false);
            toasts.show(Tone::Success, "The demo data was reset.");
            navigate.try_with_value(|go| go(routes::ACCOUNTS, NavigateOptions::default()));
            Ok(())
        });
    };
    view! {
        <h3>"Reset"</h3>
        <div class="row">
            <Button kind=Kind::Danger on_click=move |()| asking.set(true)>"Reset demo data"</Button>
            <span class="soft">"Restores the demo data of the first start."</span>
        </div>
        <ConfirmDialog
            open=asking
            title="Reset demo data?"
            confirm="Reset demo data"
            danger=true
            type_name=Signal::stored(ResetWorld::WORD.to_owned())
            busy=mutation.busy()
            error=mutation.sentence()
            on_confirm=reset
        >
            <ul class="consequences">
                <li>"Accounts, users, domains, chats, files, requests and links are deleted and re-created from \
                 the original seed."</li>
                <li>"Custom policies are deleted, and principals get their original policies back."</li>
                <li>"The audit log, sessions and the clock are kept."</li>
            </ul>
        </ConfirmDialog>
    }
    .into_any()
}
