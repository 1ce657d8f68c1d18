//! The notification bell: its label, its panel and keyboard access.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use attache_app::{
    api::{ApiError, Load},
    components::notifications::{Bell, Feed, STEP},
};
use attache_wire::{
    export::{Actor, ActorKind},
    notification::Notification,
    state::ExportState,
};
use leptos::prelude::*;
use page::{Page, attribute, description, focused, name, press, show, text, until};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The bell's inputs, and the calls it made.
#[derive(Clone, Copy)]
struct Given {
    permitted: RwSignal<bool>,
    stage: RwSignal<Load<()>>,
    items: RwSignal<Vec<Notification>>,
    unread: RwSignal<u64>,
    has_older: RwSignal<bool>,
    limit: RwSignal<u32>,
    marked: RwSignal<u32>,
}

fn bell(items: Vec<Notification>) -> (Page, Given) {
    let unread = items.iter().filter(|item| item.unread).count() as u64;
    let given = Given {
        permitted: RwSignal::new(true),
        stage: RwSignal::new(Load::Ready(())),
        items: RwSignal::new(items),
        unread: RwSignal::new(unread),
        has_older: RwSignal::new(false),
        limit: RwSignal::new(STEP),
        marked: RwSignal::new(0),
    };
    let now = Signal::stored(js_sys::Date::parse("2026-01-22T05:10:00Z"));
    let page = show(move || {
        let feed = Feed {
            permitted: given.permitted.into(),
            stage: given.stage.into(),
            items: given.items.into(),
            unread: given.unread.into(),
            has_older: given.has_older.into(),
            limit: given.limit,
            busy: Signal::stored(false),
            mark_all: Callback::new(move |()| given.marked.update(|n| *n += 1)),
            retry: Callback::new(|()| ()),
        };
        view! { <Bell feed now /> }
    });
    (page, given)
}

fn told(id: u64, state: ExportState, who: &str, unread: bool) -> Notification {
    let kind = if who == "Attaché" {
        ActorKind::System
    } else {
        ActorKind::Principal
    };
    Notification {
        id,
        at: "2026-01-22T01:10:00Z".into(),
        state,
        export_id: format!("e-{id}").into(),
        account_id: "juniper".into(),
        account_name: "Juniper Freight".into(),
        actor: Actor {
            kind,
            id: who.into(),
            name: who.into(),
        },
        detail: None,
        unread,
    }
}

async fn open(page: &Page, label: &str) {
    page.get("button", label).click();
    until("the panel opens", || {
        let panel = page.get("dialog", "Notifications");
        panel.matches(":popover-open").unwrap() && focused(&panel)
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_bell_counts_unread_notifications_and_the_panel_lists_all() {
    let lost = Notification {
        detail: Some("No policy allows Avery chime:StartDataExport any more.".into()),
        ..told(7, ExportState::Cancelled, "Attaché", true)
    };
    let (page, given) = bell(vec![lost, told(3, ExportState::Submitted, "Sam Okafor", false)]);
    assert_eq!(text(&page.get("button", "Notifications, 1 unread")), "1");
    assert_eq!(page.all("listitem").len(), 0, "the panel is empty until it opens");

    open(&page, "Notifications, 1 unread").await;
    let entries: Vec<String> = page.all("listitem").iter().map(|entry| text(entry)).collect();
    assert_eq!(
        entries,
        [
            "Cancelled Unread 4 hours ago The attachment request of Juniper Freight was cancelled No policy allows Avery \
             chime:StartDataExport any more.",
            "Submitted 4 hours ago Sam Okafor requested the attachments of Juniper Freight",
        ]
        .map(|line| line.to_owned())
    );
    let link = page.get("link", "Sam Okafor requested the attachments of Juniper Freight");
    assert_eq!(
        attribute(&link, "href").as_deref(),
        Some("/accounts/juniper/exports/e-3")
    );

    given.unread.set(1_234);
    let button = &page.all("button")[0];
    until("the number is rendered", || text(button) == "99+").await;
    assert_eq!(name(button), "Notifications, 1,234 unread");
}

#[wasm_bindgen_test]
async fn arrows_and_tab_move_through_the_panel_and_escape_closes_it() {
    let (page, _) = bell(vec![
        told(2, ExportState::Ready, "Attaché", true),
        told(1, ExportState::Submitted, "Sam Okafor", true),
    ]);
    page.get("button", "Notifications, 2 unread").focus().unwrap();
    open(&page, "Notifications, 2 unread").await;
    let panel = page.get("dialog", "Notifications");
    let stops = [
        page.get("button", "Mark all as read"),
        page.get("link", "The attachments of Juniper Freight are ready to download"),
        page.get("link", "Sam Okafor requested the attachments of Juniper Freight"),
    ];
    for stop in &stops {
        press(&panel, "ArrowDown");
        assert!(focused(stop));
        assert!(stop.tab_index() >= 0, "Tab reaches it too");
    }
    press(&panel, "ArrowDown");
    assert!(focused(&stops[2]), "the focus stays on the last stop");
    press(&panel, "ArrowUp");
    assert!(focused(&stops[1]));

    // What the browser does on Escape, because a synthetic key press has no effect.
    panel.hide_popover().unwrap();
    let button = page.get("button", "Notifications, 2 unread");
    until("the panel is closed and the button has the focus", || {
        focused(&button) && attribute(&button, "aria-expanded").as_deref() == Some("false")
    })
    .await;
}

#[wasm_bindgen_test]
async fn following_a_link_closes_the_panel() {
    let (page, _) = bell(vec![told(1, ExportState::Failed, "Attaché", true)]);
    open(&page, "Notifications, 1 unread").await;
    let link = page.get("link", "The attachment request of Juniper Freight failed");
    // The test must stay on its page.
    let stay = js_sys::Function::new_with_args("event", "event.preventDefault()");
    link.add_event_listener_with_callback("click", &stay).unwrap();
    link.click();
    let panel = page.get("dialog", "Notifications");
    assert!(!panel.matches(":popover-open").unwrap());
}

#[wasm_bindgen_test]
async fn all_are_marked_as_read_with_one_call_and_older_ones_load_on_demand() {
    let (page, given) = bell(vec![told(9, ExportState::Expired, "Attaché", true)]);
    given.has_older.set(true);
    open(&page, "Notifications, 1 unread").await;
    let mark = page.get("button", "Mark all as read");
    mark.click();
    assert_eq!(given.marked.get_untracked(), 1);
    given.unread.set(0);
    until("there is nothing to mark", || {
        description(&mark).as_deref() == Some("No unread notifications.")
    })
    .await;
    mark.click();
    assert_eq!(given.marked.get_untracked(), 1);

    page.get("button", "Show older").click();
    assert_eq!(given.limit.get_untracked(), 2 * STEP);
    page.get("dialog", "Notifications").hide_popover().unwrap();
    until("the limit is reset", || given.limit.get_untracked() == STEP).await;
}

#[wasm_bindgen_test]
async fn empty_failed_and_forbidden_states_differ() {
    let (page, given) = bell(vec![]);
    open(&page, "Notifications").await;
    assert!(page.text().contains("No notifications yet"), "{}", page.text());

    given.stage.set(Load::Failed(ApiError::Offline));
    until("the error is shown", || {
        page.text().contains("The server cannot be reached")
    })
    .await;
    page.get("button", "Try again");

    given.permitted.set(false);
    until("the missing action is named", || {
        page.text().contains("chime:GetAccount")
    })
    .await;
    let link = page.get("link", "View your permissions");
    assert_eq!(
        attribute(&link, "href").as_deref(),
        Some("/access?action=chime%3AGetAccount")
    );
}
