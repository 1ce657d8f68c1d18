//! Reads notifications, and reads them again after a live event.

use std::time::Duration;

use attache_wire::{
    notification::{MarkRead, Notification, Notifications},
    paths,
    permission::Action,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use super::{Feed, STEP, sentence::sentence};
use crate::{
    api::{Api, Remote},
    components::exports::state_status,
    routes,
    state::session::CurrentSession,
    ui::{format, status::Tone, toasts::Toasts},
};

/// How long to gather events before reading notifications again, so that a burst causes one call.
const GATHER: Duration = Duration::from_millis(200);
/// The most toasts shown after one read.
const MOST_TOASTS: usize = 3;

/// Tells a [`Feed`] that something changed.
#[derive(Clone, Copy)]
pub(crate) struct Changes {
    remote: Remote<Notifications>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Changes {
    /// Schedules a read of the notifications. Calls within [`GATHER`] share one read.
    pub(crate) fn note(self) {
        let waiting = self.timer.with_value(Option::is_some);
        if !waiting {
            let read = move || {
                self.timer.set_value(None);
                self.remote.reload();
            };
            self.timer.set_value(set_timeout_with_handle(read, GATHER).ok());
        }
    }

    fn forget(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

impl Feed {
    /// Provides the principal's notifications, kept up to date. Toasts announce new ones.
    pub(crate) fn read(session: CurrentSession) -> (Self, Changes) {
        let api = Api::from_context();
        let toasts = Toasts::from_context();
        let permitted = session.permits(Action::GetAccount);
        let limit = RwSignal::new(STEP);
        let marking = RwSignal::new(false);
        let remote = Remote::<Notifications>::new(move || {
            let limit = format::plain(f64::from(limit.get()), 0);
            permitted
                .get()
                .then(|| paths::with_query(&paths::notifications(), &[("limit", &limit)]))
        });
        let changes = Changes {
            remote,
            timer: StoredValue::new(None),
        };
        on_cleanup(move || changes.forget());
        Effect::new(move |_| {
            // The refresh reads the notifications anyway.
            api.epoch().track();
            changes.forget();
        });
        let items = Memo::new(move |_| remote.map(|page| page.items.clone()).unwrap_or_default());
        Effect::new(move |told: Option<Option<u64>>| {
            let newest = remote.map(|page| page.items.first().map_or(0, |item| item.id));
            let told = told.flatten();
            if let Some(told) = told {
                items.with(|items| tell(toasts, items, told));
            }
            newest.max(told)
        });
        let mark_all = move |()| {
            let newest = items.with_untracked(|items| items.first().map(|item| item.id));
            let Some(up_to) = newest.filter(|_| !marking.get_untracked()) else {
                return;
            };
            marking.set(true);
            spawn_local(async move {
                let answer = api
                    .post(&paths::notifications())
                    .body(&MarkRead { up_to })
                    .send()
                    .await;
                marking.try_set(false);
                match answer {
                    Ok(()) => remote.reload(),
                    Err(error) => toasts.show(Tone::Error, error.sentence()),
                }
            });
        };
        let busy = remote.busy();
        let feed = Self {
            permitted: permitted.into(),
            stage: remote.stage().into(),
            items: items.into(),
            unread: Memo::new(move |_| remote.map(|page| page.unread).unwrap_or_default()).into(),
            has_older: Memo::new(move |_| remote.map(|page| page.next_cursor.is_some()).unwrap_or_default())
                .into(),
            limit,
            busy: Signal::derive(move || busy.get() || marking.get()),
            mark_all: Callback::new(mark_all),
            retry: Callback::new(move |()| remote.reload()),
        };
        (feed, changes)
    }
}

/// Announces unread notifications newer than the id `told`, oldest first. Above [`MOST_TOASTS`], one toast covers
/// them all.
fn tell(toasts: Toasts, items: &[Notification], told: u64) {
    let news: Vec<_> = items
        .iter()
        .filter(|item| item.id > told && item.unread)
        .collect();
    if news.len() > MOST_TOASTS {
        let text = "Several requests were updated. See notifications.";
        return toasts.show(Tone::Info, text);
    }
    for item in news.into_iter().rev() {
        let detail = item.detail.as_deref().unwrap_or_default();
        let text = [&sentence(item), ". ", detail].concat();
        let href = routes::export(&item.account_id, &item.export_id);
        let tone = state_status::tone(item.state);
        toasts.show_with_link(tone, text.trim_end(), "View request", href);
    }
}
