//! Attaching policies to a principal, and detaching them.

use attache_wire::{
    access::PolicyEntry,
    page::Page,
    paths,
    permission::Action,
    session::{Policy, Principal},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Api, ApiError, Remote, Request},
    components::{access::policy::origin, permission::PermitButton},
    routes,
    state::session::CurrentSession,
    ui::{
        banner::Banner,
        button::Button,
        card::Card,
        dialog::ConfirmDialog,
        menu::{Menu, MenuItem},
        name::{self, isolated},
        shell::VisuallyHidden,
        status::Tone,
        toasts::Toasts,
    },
};

/// Runs one mutation at a time, and keeps the last refusal.
#[derive(Clone, Copy)]
struct Deeds {
    api: Api,
    toasts: Toasts,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ApiError>>,
    detaching: RwSignal<bool>,
    on_change: Callback<()>,
}

impl Deeds {
    fn run(self, request: Request, done: String) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = request.send().await;
            self.busy.try_set(false);
            match answer {
                Ok(()) => {
                    self.detaching.try_set(false);
                    self.toasts.show(Tone::Success, done);
                    self.on_change.try_run(());
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                }
            }
        });
    }
}

/// The attached policies. `on_change` runs after each change.
#[component]
pub(super) fn Attached(principal: Memo<Option<Principal>>, on_change: Callback<()>) -> impl IntoView {
    let actions = Deeds {
        api: Api::from_context(),
        toasts: Toasts::from_context(),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
        detaching: RwSignal::new(false),
        on_change,
    };
    let about = RwSignal::new(None::<Policy>);
    let may_detach = CurrentSession::from_context().permits(Action::DetachPolicy);
    let name = Memo::new(move |_| {
        principal
            .get()
            .map(|principal| principal.name)
            .unwrap_or_default()
    });
    let policies = move || {
        principal
            .get()
            .map(|principal| principal.policies)
            .unwrap_or_default()
    };
    let one = move |policy: Policy| {
        let (href, label, kind) = (
            routes::policy(&policy.id),
            policy.name.clone(),
            origin(policy.managed),
        );
        let ask = move |()| {
            actions.refused.set(None);
            about.set(Some(policy.clone()));
            actions.detaching.set(true);
        };
        view! {
            <li class="attached">
                <span class="attached-name"><a href=href>{name::name(&label)}</a> " " <span class="soft">{kind}</span></span>
                <PermitButton small=true action=Action::DetachPolicy permitted=may_detach on_click=ask>
                    "Detach" <VisuallyHidden>" " {isolated(&label)}</VisuallyHidden>
                </PermitButton>
            </li>
        }
    };
    let list = move || {
        let policies = policies();
        if policies.is_empty() {
            view! { <p class="soft">"No policy is attached, so every action is denied."</p> }.into_any()
        } else {
            view! { <ul class="attached-list">{policies.into_iter().map(one).collect_view()}</ul> }.into_any()
        }
    };
    let detach = move |()| {
        if let (Some(principal), Some(policy)) = (principal.get_untracked(), about.get_untracked()) {
            let done = format!(
                "{} was detached from {}.",
                isolated(&policy.name),
                isolated(&principal.name)
            );
            let path = paths::attachment(&principal.id, &policy.id);
            actions.run(actions.api.delete(&path), done);
        }
    };
    let policy_name = move || about.get().map(|policy| policy.name);
    let error = Signal::derive(move || actions.refused.get().map(|error| error.sentence()));
    let refused = move || {
        let error = error.get().filter(|_| !actions.detaching.get())?;
        Some(view! { <Banner tone=Tone::Error>{error}</Banner> })
    };
    view! {
        <Card title="Attached policies" actions=move || view! { <AttachMenu principal actions /> }>
            {refused}
            {list}
        </Card>
        <ConfirmDialog
            open=actions.detaching
            title="Detach the policy?"
            confirm="Detach"
            danger=true
            busy=actions.busy
            error
            on_confirm=detach
        >
            <p>
                <strong>{move || name::name(&name.get())}</strong>
                " loses what only "
                <strong>{move || policy_name().map(|policy| name::name(&policy))}</strong>
                " allows, starting with the next call. Their running request is cancelled if they are no \
                 longer permitted to make it."
            </p>
        </ConfirmDialog>
    }
    .into_any()
}

/// A menu of the policies not attached yet.
#[component]
fn AttachMenu(principal: Memo<Option<Principal>>, actions: Deeds) -> impl IntoView {
    const LABEL: &str = "Attach policy";
    let session = CurrentSession::from_context();
    let (may_attach, may_list) = (
        session.permits(Action::AttachPolicy),
        session.permits(Action::ListPolicies),
    );
    let wanted = move || may_attach.get() && may_list.get();
    let all = Remote::<Page<PolicyEntry>>::new(move || wanted().then(paths::policies));
    let others = Memo::new(move |_| {
        let attached = principal.get()?.policies;
        let known = all.map(|all| {
            all.items
                .iter()
                .map(|entry| entry.policy.clone())
                .collect::<Vec<_>>()
        })?;
        let other = |policy: &Policy| attached.iter().all(|one| one.id != policy.id);
        Some(known.into_iter().filter(other).collect::<Vec<_>>())
    });
    let choose = move |policy: Policy| {
        let label = policy.name.clone();
        let attach = move |()| {
            if let Some(principal) = principal.get_untracked() {
                let done = format!(
                    "{} was attached to {}.",
                    isolated(&policy.name),
                    isolated(&principal.name)
                );
                let path = paths::attachment(&principal.id, &policy.id);
                actions.run(actions.api.put(&path), done);
            }
        };
        view! { <MenuItem on_select=attach>{name::name(&label)}</MenuItem> }
    };
    move || {
        let lacking = if may_attach.get() {
            (!may_list.get()).then_some(Action::ListPolicies)
        } else {
            Some(Action::AttachPolicy)
        };
        if let Some(action) = lacking {
            return view! {
                <PermitButton action permitted=Signal::stored(false) on_click=|()| ()>
                    {LABEL}
                </PermitButton>
            }
            .into_any();
        }
        match others.get() {
            Some(others) if !others.is_empty() => {
                let items = others.into_iter().map(choose).collect_view();
                view! { <Menu label=LABEL>{items}</Menu> }.into_any()
            }
            others => {
                let why_not = if others.is_some() {
                    "Every policy is already attached."
                } else {
                    "Policies are still loading."
                };
                let disabled_reason = Signal::stored(Some(why_not.to_owned()));
                view! { <Button disabled_reason>{LABEL}</Button> }.into_any()
            }
        }
    }
}
