//! The identity menu: who is signed in, with which policies; switching principals; the theme.

use attache_wire::paths;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::{
    api::Api,
    routes,
    state::session::CurrentSession,
    ui::{
        button::Kind,
        icon::Icon,
        menu::{Menu, MenuItem, MenuLink, MenuSeparator},
        name::{self, isolated},
        status::Tone,
        theme::Theme,
        toasts::Toasts,
    },
};

/// The menu at the end of the top bar.
#[component]
pub(super) fn Identity(session: CurrentSession) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let name = Memo::new(move |_| session.value().map(|s| s.principal.name).unwrap_or_default());
    let policies = Memo::new(move |_| {
        let names: Vec<String> = session
            .value()
            .map(|session| {
                session
                    .principal
                    .policies
                    .into_iter()
                    .map(|policy| isolated(&policy.name))
                    .collect()
            })
            .unwrap_or_default();
        if names.is_empty() {
            "No policy".to_owned()
        } else {
            names.join(", ")
        }
    });
    let path = use_location().pathname;
    let navigate = use_navigate();
    let sign_out = move |()| {
        let navigate = navigate.clone();
        spawn_local(async move {
            match api.delete(&paths::session()).send().await {
                Ok(()) => navigate("/sign-in", NavigateOptions::default()),
                Err(error) => toasts.show(Tone::Error, error.sentence()),
            }
        });
    };
    let theme = RwSignal::new(Theme::current());
    let themes = Theme::ALL
        .into_iter()
        .map(|choice| {
            let checked = Signal::derive(move || theme.get() == choice);
            let choose = move |()| {
                choice.choose();
                theme.set(choice);
            };
            view! { <MenuItem checked on_select=choose>{choice.label()}</MenuItem> }
        })
        .collect_view();
    view! {
        <Menu
            label=Signal::derive(move || format!("{}, {}", isolated(&name.get()), policies.get()))
            kind=Kind::Bar
            trigger=move || view! {
                <span class="bar-name">{move || name::name(&name.get())}</span>
                " "
                <span class="bar-soft">{move || policies.get()}</span>
            }
        >
            <MenuLink href=routes::ACCESS.to_owned() picture=Icon::KeyRound>
                "Your policies and permissions"
            </MenuLink>
            <MenuLink href=routes::SESSIONS.to_owned() picture=Icon::Monitor>
                "Your sessions"
            </MenuLink>
            <MenuSeparator label="Theme" />
            {themes}
            <MenuSeparator />
            <MenuLink href=Signal::derive(move || routes::sign_in(&path.get())) picture=Icon::Users>
                "Switch principal"
            </MenuLink>
            <MenuItem picture=Icon::LogOut on_select=sign_out>
                "Sign out"
            </MenuItem>
        </Menu>
    }
    .into_any()
}
