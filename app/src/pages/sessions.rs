//! `/sessions`: where you are signed in, and how to sign out there.

mod agent;

use attache_wire::{page, paths, session::SessionEntry};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Api, Remote},
    components::{
        list::{List, ListData},
        page::Page,
    },
    routes::url_query::UrlQuery,
    state::sim_clock::millis,
    ui::{
        button::Button,
        name::visible,
        status::{Status, Tone},
        table::Column,
        time::Time,
        toasts::Toasts,
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Browser"),
    Column::new("IP address"),
    Column::new("Signed in").secondary(),
    Column::new("Last used").secondary(),
    Column::new("Expires").secondary(),
    Column::new("Actions").hidden_label(),
];

/// Your own sessions.
#[component]
pub(crate) fn Sessions() -> impl IntoView {
    let sessions = Remote::<page::Page<SessionEntry>>::new(|| Some(paths::sessions()));
    let ending = Ending::provide(sessions);
    let alone = Signal::derive(move || {
        let others = sessions.map(|page| page.items.iter().any(|entry| !entry.current));
        (others != Some(true)).then(|| "No other sessions.".to_owned())
    });
    let actions = move || {
        let end = move |()| ending.end(paths::sessions(), "All other sessions were ended.");
        view! { <Button busy=ending.busy disabled_reason=alone on_click=end>"End all other sessions"</Button> }
    };
    view! {
        <Page title="Your sessions" actions>
            <p class="soft">
                "A session ends when you sign out, after 8 hours of inactivity, or after 24 hours. End any \
                 session you don't recognise and tell this server's administrator. Times here are real, not \
                 simulated."
            </p>
            <List
                label="Your sessions"
                data=ListData::new(COLUMNS, sessions, UrlQuery::here(), &[], cells)
                url=UrlQuery::here()
                nothing_yet=("No sessions", "You have no sessions.")
            />
        </Page>
    }
    .into_any()
}

/// Ends sessions, one call at a time.
#[derive(Clone, Copy)]
struct Ending {
    api: Api,
    toasts: Toasts,
    sessions: Remote<page::Page<SessionEntry>>,
    busy: RwSignal<bool>,
}

impl Ending {
    /// Provides itself as context for the rows.
    fn provide(sessions: Remote<page::Page<SessionEntry>>) -> Self {
        let ending = Self {
            api: Api::from_context(),
            toasts: Toasts::from_context(),
            sessions,
            busy: RwSignal::new(false),
        };
        provide_context(ending);
        ending
    }

    fn end(self, path: String, done: &'static str) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            match self.api.delete(&path).send().await {
                Ok(()) => self.toasts.show(Tone::Success, done),
                Err(error) => self.toasts.show(Tone::Error, error.sentence()),
            }
            self.busy.try_set(false);
            // Also drops sessions that ended meanwhile.
            self.sessions.reload();
        });
    }
}

fn cells(entry: SessionEntry) -> Vec<AnyView> {
    let ending = expect_context::<Ending>();
    let what = agent::name(&entry.user_agent);
    let action = if entry.current {
        view! { <Status tone=Tone::Success label="This session" /> }.into_any()
    } else {
        let label = ["End the session with ", &what].concat();
        let end = move |()| ending.end(paths::session_entry(&entry.id), "The session was ended.");
        view! { <Button small=true label=label busy=ending.busy on_click=end>"End"</Button> }.into_any()
    };
    vec![
        view! { <span title=visible(&entry.user_agent)>{what}</span> }.into_any(),
        entry.address.unwrap_or_else(|| "–".to_owned()).into_any(),
        view! { <Time at=millis(&entry.signed_in_at) /> }.into_any(),
        view! { <Time at=millis(&entry.last_seen_at) /> }.into_any(),
        view! { <Time at=millis(&entry.expires_at) /> }.into_any(),
        action,
    ]
}
