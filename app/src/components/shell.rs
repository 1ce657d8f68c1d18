//! The frame of every page that needs a session.

pub(crate) mod signed_out_layout;

mod clock_bar;
mod clock_control;
mod connection;
mod identity;
mod nav;
mod simulator;
mod switcher;

use attache_wire::{clock::Clock, export::Export, paths};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};

use self::{
    clock_bar::ClockBar, connection::Connection, identity::Identity, nav::Navigation,
    switcher::AccountSwitcher,
};
use super::{
    exports::wording,
    notifications::{Bell, Feed},
    problem::Problem,
};
use crate::{
    api::{Api, Load, Remote},
    ui::{shell::AppShell, skeleton::Loading},
};
use crate::{
    routes,
    state::{
        account_scope::AccountScope, live::Live, session::CurrentSession, sim_clock::SimClock,
        title::TabPrefix,
    },
};
use signed_out_layout::Bare;

/// Renders the console for signed-in principals. Sends others to the sign-in page, which leads back here.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let session = CurrentSession::provide();
    let signed_out = Api::from_context().is_signed_out();
    send_away_when_signed_out();
    let stage = session.stage();
    move || match stage.get() {
        Load::Loading => view! { <Bare><Loading label="Loading Attaché" lines=6 /></Bare> }.into_any(),
        Load::Ready(()) => view! { <Frame session /> }.into_any(),
        // The redirect to the sign-in page is under way.
        Load::Failed(_) if signed_out.get_untracked() => ().into_any(),
        Load::Failed(error) => {
            let retry = Callback::new(move |()| session.reload());
            view! {
                <Bare>
                    <Problem error retry />
                </Bare>
            }
            .into_any()
        }
    }
}

fn send_away_when_signed_out() {
    let signed_out = Api::from_context().is_signed_out();
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if signed_out.get() {
            let query = location.search.get_untracked();
            let mut here = location.pathname.get_untracked();
            if !query.is_empty() {
                here = format!("{here}?{}", query.trim_start_matches('?'));
            }
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&routes::sign_in(&here), options);
        }
    });
}

#[component]
fn Frame(session: CurrentSession) -> impl IntoView {
    let clock = SimClock::provide();
    let reading = Remote::<Clock>::new(|| Some(paths::clock()));
    Effect::new(move |_| {
        if let Some(reading) = reading.value() {
            clock.take(reading);
        }
    });
    let (feed, changes) = Feed::read(session);
    let live = Live::provide(
        session.principal_id().into(),
        Callback::new(move |()| changes.note()),
    );
    let scope = AccountScope::provide(live);
    provide_context(TabPrefix(progress(live, scope)));
    // With passwords, time is real: there is nothing to show or to set.
    let clock_bar = move || session.is_demo().then(|| view! { <ClockBar clock /> });
    let bar = move || {
        view! {
            <AccountSwitcher scope />
            <div class="topbar-end">
                <Connection live />
                {clock_bar}
                <Bell feed now=clock.now() />
                <Identity session />
            </div>
        }
    };
    view! {
        <AppShell
            brand="Attaché"
            home=routes::ACCOUNTS
            bar
            nav=move || view! { <Navigation scope /> }
            has_nav=true
            path=use_location().pathname
        >
            <Outlet />
        </AppShell>
    }
    .into_any()
}

/// Returns the progress of a running request: the one that changed last, or the current account's.
fn progress(live: Live, scope: AccountScope) -> Signal<Option<String>> {
    let running = move || {
        let moved = live
            .export()
            .get()
            .filter(|export: &Export| export.state.is_running());
        moved.or_else(|| scope.summary().map(|summary| summary.running.clone()).flatten())
    };
    Memo::new(move |_| running().as_ref().and_then(wording::tab)).into()
}
