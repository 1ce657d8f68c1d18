//! The bell in the top bar, and its panel.

use attache_wire::{notification::Notification, page::MAX_LIMIT, permission::Action};
use leptos::prelude::*;

use super::{Feed, STEP, sentence::sentence};
use crate::{
    api::Load,
    components::{
        exports::state_status,
        labels,
        problem::{Forbidden, Problem},
    },
    routes,
    state::sim_clock::millis,
    ui::{
        button::{Button, Kind},
        empty::EmptyState,
        format,
        icon::{Icon, icon},
        name,
        popover::Popover,
        skeleton::Loading,
        status::{Badge, Status},
        time::RelativeTime,
    },
};

/// The largest number that fits on the bell.
const MOST_SHOWN: u64 = 99;

/// The bell, with the number of unread notifications.
#[component]
pub fn Bell(
    /// The notifications.
    feed: Feed,
    /// Simulated time, in milliseconds since 1970.
    now: Signal<f64>,
) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if !open.get() {
            feed.limit.set(STEP);
        }
    });
    let label = Signal::derive(move || match feed.unread.get() {
        0 => "Notifications".to_owned(),
        unread => ["Notifications, ", &format::number(unread), " unread"].concat(),
    });
    let count = move || match feed.unread.get() {
        0 => None,
        unread if unread > MOST_SHOWN => Some("99+".to_owned()),
        unread => Some(format::number(unread)),
    };
    let trigger = move || {
        view! {
            {icon(Icon::Bell)}
            {move || count().map(|count| view! { <span class="bell-count">{count}</span> })}
        }
    };
    let nothing_to_mark =
        Signal::derive(move || (feed.unread.get() == 0).then(|| "No unread notifications.".to_owned()));
    let actions = move || {
        view! {
            <Button
                small=true
                kind=Kind::Ghost
                disabled_reason=nothing_to_mark
                on_click=feed.mark_all
            >
                "Mark all as read"
            </Button>
        }
    };
    view! {
        <Popover label trigger kind=Kind::Bar title="Notifications" actions open>
            {move || contents(feed, now)}
        </Popover>
    }
    .into_any()
}

fn contents(feed: Feed, now: Signal<f64>) -> AnyView {
    if !feed.permitted.get() {
        return view! { <Forbidden action=Action::GetAccount /> }.into_any();
    }
    match feed.stage.get() {
        Load::Loading => {
            view! { <div class="popover-body"><Loading label="Loading notifications" /></div> }.into_any()
        }
        Load::Failed(error) => view! { <Problem error retry=feed.retry /> }.into_any(),
        Load::Ready(()) => view! { <Entries feed now /> }.into_any(),
    }
}

#[component]
fn Entries(feed: Feed, now: Signal<f64>) -> AnyView {
    let is_empty = Memo::new(move |_| feed.items.with(Vec::is_empty));
    let at_most = move || feed.items.with(|items| items.len() >= MAX_LIMIT as usize);
    let older = move || match (feed.has_older.get(), at_most()) {
        (false, _) => ().into_any(),
        (true, true) => view! { <p class="soft">"For older events, see each request's page."</p> }.into_any(),
        (true, false) => {
            let more = move |()| feed.limit.update(|limit| *limit = (*limit + STEP).min(MAX_LIMIT));
            view! { <Button small=true busy=feed.busy on_click=more>"Show older"</Button> }.into_any()
        }
    };
    let list = move || {
        if is_empty.get() {
            return view! {
                <EmptyState picture=Icon::Bell title="No notifications yet">
                    "Notifications appear when an attachment request changes state or someone else makes one."
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <ul class="notifications">
                <For
                    each=move || feed.items.get()
                    key=|item| (item.id, item.unread)
                    children=move |item| view! { <Entry item now /> }
                />
            </ul>
        }
        .into_any()
    };
    view! {
        {list}
        <div class="popover-foot">{older}</div>
    }
    .into_any()
}

#[component]
fn Entry(item: Notification, now: Signal<f64>) -> AnyView {
    let href = routes::export(&item.account_id, &item.export_id);
    view! {
        <li class="notification" data-unread=item.unread.then_some("")>
            <span class="row">
                <Status tone=state_status::tone(item.state) label=labels::state(item.state) />
                " "
                {item.unread.then(|| view! { <Badge label="Unread" /> " " })}
                <span class="notification-time"><RelativeTime at=millis(&item.at) now /></span>
            </span>
            " "
            <a href=href>{sentence(&item)}</a>
            {item.detail.map(|detail| view! { " " <span class="soft">{name::sentence(&detail)}</span> })}
        </li>
    }
    .into_any()
}
