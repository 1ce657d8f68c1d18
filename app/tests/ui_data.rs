//! Tables, timelines, stages, charts and formats.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use attache_app::ui::{
    bar_chart::{Bar, BarChart},
    format::{self, TimeStyle},
    pager::Pager,
    progress::Progress,
    stages::{Stage, StageList, StageState},
    table::{self, Body, Column, Sort, Table},
    time::{Bytes, RelativeTime, Time},
    timeline::{Moment, Point, Span, Timeline},
};
use leptos::prelude::*;
use page::{attribute, description, frame, show, text};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const COLUMNS: &[Column] = &[
    Column::new("Name").sortable("name"),
    Column::new("Joined").sortable("joined"),
    Column::new("Tier"),
];

#[wasm_bindgen_test]
async fn headings_sort_and_announce_the_order() {
    let sort = RwSignal::new(None::<Sort>);
    let page = show(move || {
        view! {
            <Table
                caption="Users"
                columns=COLUMNS
                body=Body::Rows
                rows=|| table::row(COLUMNS, vec!["Avery".into_any(), "2025".into_any(), "Pro".into_any()])
                sort
                on_sort=move |new| sort.set(Some(new))
            />
        }
    });
    let headers = page.all("columnheader");
    let sorts = || {
        headers
            .iter()
            .map(|header| attribute(header, "aria-sort"))
            .collect::<Vec<_>>()
    };
    let some = |words: [&str; 2]| vec![Some(words[0].to_owned()), Some(words[1].to_owned()), None];
    assert_eq!(sorts(), some(["none", "none"]));
    for (heading, expected) in [
        ("Name", ["ascending", "none"]),
        ("Name", ["descending", "none"]),
        ("Joined", ["none", "ascending"]),
        ("Name", ["ascending", "none"]),
    ] {
        page.get("button", heading).click();
        frame().await;
        assert_eq!(sorts(), some(expected));
    }
    assert_eq!(text(&page.all("rowheader")[0]), "Avery");
    assert_eq!(page.all("cell").len(), 2);
}

#[wasm_bindgen_test]
async fn loading_empty_and_no_matches_differ_and_rows_stay_while_refreshing() {
    let body = RwSignal::new(Body::Loading);
    let page = show(move || {
        view! {
            <Table
                caption="Users"
                columns=COLUMNS
                body
                rows=|| table::row(COLUMNS, vec!["Avery".into_any(), ().into_any(), ().into_any()])
                empty=|| "Nobody has been invited yet"
                no_matches=|| "Nobody is called that"
            />
        }
    });
    let table = page.get("table", "Users");
    let busy = || attribute(&table, "aria-busy").unwrap();
    let cell = || text(&page.all("cell")[0]);
    assert_eq!((busy().as_str(), page.all("rowheader").len()), ("true", 0));

    body.set(Body::Rows);
    frame().await;
    let row = page.all("rowheader").remove(0);
    assert_eq!((busy().as_str(), text(&row).as_str()), ("false", "Avery"));

    body.set(Body::Refreshing);
    frame().await;
    assert_eq!(busy(), "true");
    assert_eq!(
        page.all("rowheader").remove(0),
        row,
        "the row is not rendered again"
    );

    body.set(Body::Empty);
    frame().await;
    assert_eq!(cell(), "Nobody has been invited yet");
    body.set(Body::NoMatches);
    frame().await;
    assert_eq!(cell(), "Nobody is called that");
}

#[wasm_bindgen_test]
async fn the_pager_says_why_it_is_disabled_at_both_ends() {
    let at = RwSignal::new(1);
    let page = show(move || {
        view! {
            <Pager
                summary=move || format!("Page {}", at.get())
                has_previous=move || at.get() != 1
                has_next=move || at.get() != 2
                on_previous=move |()| at.update(|at| *at -= 1)
                on_next=move |()| at.update(|at| *at += 1)
            />
        }
    });
    let (previous, next) = (page.get("button", "Previous"), page.get("button", "Next"));
    assert_eq!(description(&previous).as_deref(), Some("This is the first page"));
    previous.click();
    assert_eq!(at.get_untracked(), 1);
    next.click();
    frame().await;
    assert_eq!(text(&page.all("status")[0]), "Page 2");
    assert_eq!(description(&previous), None);
    assert_eq!(description(&next).as_deref(), Some("This is the last page"));
}

#[wasm_bindgen_test]
async fn a_timeline_reads_as_a_list() {
    let day = 86_400_000.0;
    let now = RwSignal::new(day / 2.0);
    let point = |label: &str, days: f64, moment, span, words: &str| Point {
        label: label.to_owned(),
        time: format!("day {days}"),
        at: days * day,
        moment,
        span,
        span_label: words.to_owned(),
    };
    let points = vec![
        point("Submitted", 0.0, Moment::Past, Span::Work, ""),
        point("Ready", 1.0, Moment::Next, Span::Live, "links live 6 days"),
        point("Links expire", 7.0, Moment::Future, Span::Dead, "no live links"),
        point("Next request", 7.5, Moment::Future, Span::Plain, ""),
    ];
    let page = show(move || view! { <Timeline label="Request" points now/> });
    page.get("list", "Request");
    let items = page.all("listitem");
    assert_eq!(
        items.iter().map(|item| text(item)).collect::<Vec<_>>(),
        [
            "Submitted day 0",
            "Ready day 1 (expected); then links live 6 days",
            "Links expire day 7 (upcoming); then no live links",
            "Next request day 7.5 (upcoming)",
        ]
        .map(str::to_owned)
    );
    let filled = || {
        items[0]
            .query_selector("[style]")
            .unwrap()
            .unwrap()
            .get_attribute("style")
            .unwrap()
    };
    assert!(filled().contains(": 50%"), "{}", filled());
    now.set(day * 0.75);
    frame().await;
    assert!(filled().contains(": 75%"), "{}", filled());
}

#[wasm_bindgen_test]
fn the_current_stage_is_marked_and_each_names_its_state() {
    let stage = |label: &str, state| Stage {
        label: label.to_owned(),
        state,
        note: String::new(),
    };
    let stages = vec![
        stage("Snapshot", StageState::Done),
        stage("Collect", StageState::Current),
        stage("Seal", StageState::Pending),
    ];
    let page = show(move || view! { <StageList label="Steps" stages/> });
    let read = page
        .all("listitem")
        .iter()
        .map(|item| (text(item), attribute(item, "aria-current")))
        .collect::<Vec<_>>();
    assert_eq!(
        read,
        [
            ("Done: Snapshot".to_owned(), None),
            ("Now: Collect".to_owned(), Some("step".to_owned())),
            ("Not started: Seal".to_owned(), None)
        ]
    );
}

#[wasm_bindgen_test]
async fn progress_without_a_value_is_indeterminate() {
    let value = RwSignal::new(None::<f64>);
    let page = show(move || view! { <Progress label="Files" value max=1930.0/> });
    let bar = page.get("progressbar", "Files");
    assert!(bar.matches(":indeterminate").unwrap());
    value.set(Some(412.0));
    frame().await;
    assert!(!bar.matches(":indeterminate").unwrap());
    assert_eq!(attribute(&bar, "value").as_deref(), Some("412"));
}

#[wasm_bindgen_test]
fn a_chart_is_a_list_of_its_numbers() {
    let bar = |label: &str, value| Bar {
        label: label.to_owned(),
        value,
        text: format!("{value} files"),
    };
    let bars = vec![bar("Rooms", 8.0), bar("Direct", 2.0), bar("Group", 0.0)];
    let page = show(move || view! { <BarChart label="By kind" bars/> });
    let items = page.all("listitem");
    assert_eq!(text(&items[1]), "Direct 2 files");
    let width = items[1]
        .query_selector("[style]")
        .unwrap()
        .unwrap()
        .get_attribute("style")
        .unwrap();
    assert!(width.contains(": 25%"), "{width}");
}

#[wasm_bindgen_test]
fn durations_have_at_most_two_units() {
    let read = [
        0.0,
        45_000.0,
        5_400_000.0,
        12_600_000.0,
        511_200_000.0,
        86_400_000.0,
        -1.0,
    ]
    .map(format::duration);
    assert_eq!(
        read,
        [
            "0 s",
            "45 s",
            "1 h 30 min",
            "3 h 30 min",
            "5 d 22 h",
            "1 d",
            "0 s"
        ]
        .map(str::to_owned)
    );
}

#[wasm_bindgen_test]
fn sizes_have_decimal_units_and_are_rounded() {
    // Compare digits and units only: the separators depend on the browser's language.
    let bare = |text: String| {
        text.chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .collect::<String>()
    };
    assert_eq!(bare(format::bytes(1_403_211)), "14MB");
    assert_eq!(bare(format::bytes(999_499)), "999kB");
    assert_eq!(bare(format::bytes(999_500)), "1MB");
    assert_eq!(bare(format::bytes(95_600_000)), "96MB");
    assert!(bare(format::bytes(312)).starts_with("312"));
    assert!(bare(format::exact_bytes(1_403_211)).starts_with("1403211"));
    assert_eq!(bare(format::number(1930)), "1930");
}

#[wasm_bindgen_test]
async fn times_are_shown_in_utc_and_machine_readable() {
    let at = format::parse_time("2026-01-22T01:10:00Z").unwrap();
    assert_eq!(format::parse_time("tomorrow"), None);
    assert_eq!(format::machine_time(at), "2026-01-22T01:10:00.000Z");
    assert_eq!(format::machine_time(f64::NAN), "");
    let words = format::time(at, TimeStyle::DateTime);
    for part in ["22", "2026", "01:10", "UTC"] {
        assert!(words.contains(part), "{words}");
    }

    let now = RwSignal::new(at - 5.5 * 86_400_000.0);
    let page =
        show(move || view! { <Time at/> <RelativeTime at now/> <Bytes size=1_403_211_u64/> }.into_any());
    let times = page.all("time");
    assert_eq!(text(&times[0]), words);
    assert_eq!(attribute(&times[1], "title"), Some(words));
    assert_eq!(
        attribute(&times[1], "datetime").as_deref(),
        Some("2026-01-22T01:10:00.000Z")
    );
    assert!(text(&times[1]).contains('5'), "{}", text(&times[1]));
    now.set(at - 3.0 * 3_600_000.0);
    frame().await;
    assert!(text(&times[1]).contains('3'), "{}", text(&times[1]));
}
