//! Table preferences, rendering in batches, row selection, and the column chart.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use attache_app::ui::{
    bar_chart::Bar,
    column_chart::ColumnChart,
    table::{
        Body, Column, Table,
        preferences::{ChooseColumns, Preferences},
        row_of,
        rows::in_pieces,
        selection::{SelectRow, Selection},
    },
};
use leptos::prelude::*;
use page::{Page, attribute, frame, show, text};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlElement, HtmlInputElement, Storage};

wasm_bindgen_test_configure!(run_in_browser);

const COLUMNS: &[Column] = &[
    Column::select(),
    Column::new("Name"),
    Column::new("Tier"),
    Column::new("Phone number").extra(),
    Column::new("Actions").hidden_label(),
];

fn storage() -> Storage {
    window().local_storage().unwrap().unwrap()
}

/// Shows a table of this name with one row and its preferences. Also returns the page size last chosen.
fn table(name: &'static str) -> (Page, RwSignal<u32>) {
    let asked = RwSignal::new(0);
    let page = show(move || {
        let preferences = Preferences::provide(name, COLUMNS);
        let rows = move || {
            let cells = ["", "Avery", "Pro", "+1 555 0100", "…"];
            let cells = cells.map(IntoAny::into_any).into_iter().collect();
            row_of(COLUMNS, Preferences::columns_here(), cells)
        };
        view! {
            <ChooseColumns preferences on_rows=move |()| asked.set(preferences.rows()) />
            <Table caption="Users" columns=COLUMNS shown=preferences.shown() body=Body::Rows rows=move || rows.into_any() />
        }
    });
    (page, asked)
}

fn headings(page: &Page) -> Vec<String> {
    page.all("columnheader")
        .iter()
        .map(|header| text(header))
        .collect()
}

fn boxes(page: &Page) -> Vec<HtmlInputElement> {
    page.all("checkbox")
        .into_iter()
        .map(|element| element.unchecked_into())
        .collect()
}

async fn open(page: &Page) {
    page.get("button", "Columns").click();
    page::until("the preferences are open", || !boxes(page).is_empty()).await;
}

#[wasm_bindgen_test]
async fn columns_and_page_size_are_applied_and_stored() {
    storage().remove_item("attache.table.first").unwrap();
    let (page, asked) = table("first");
    assert_eq!(headings(&page), ["Selection", "Name", "Tier", "Actions"]);
    assert_eq!(page.all("rowheader").len(), 1);
    assert_eq!(text(&page.all("rowheader")[0]), "Avery");

    open(&page).await;
    // The row header and columns without a visible heading are always shown.
    let labels: Vec<_> = boxes(&page)
        .iter()
        .map(|one| text(&one.parent_element().unwrap()))
        .collect();
    assert_eq!(labels, ["Tier", "Phone number"]);
    let ticked: Vec<_> = boxes(&page).iter().map(HtmlInputElement::checked).collect();
    assert_eq!(ticked, [true, false]);
    for one in boxes(&page) {
        one.click();
    }
    frame().await;
    assert_eq!(headings(&page), ["Selection", "Name", "Phone number", "Actions"]);
    assert!(page.text().contains("+1 555 0100"));

    let rows: HtmlElement = page.get("combobox", "Rows per page");
    js_sys::Reflect::set(&rows, &"value".into(), &"100".into()).unwrap();
    page::fire(&rows, "change");
    assert_eq!(asked.get_untracked(), 100);
    drop(page);

    let (again, _) = table("first");
    assert_eq!(headings(&again), ["Selection", "Name", "Phone number", "Actions"]);
    open(&again).await;
    again.get("button", "Reset").click();
    frame().await;
    assert_eq!(headings(&again), ["Selection", "Name", "Tier", "Actions"]);
    assert_eq!(storage().get_item("attache.table.first").unwrap(), None);

    let (other, _) = table("second");
    assert_eq!(headings(&other), ["Selection", "Name", "Tier", "Actions"]);
}

#[wasm_bindgen_test]
fn invalid_stored_preferences_are_ignored() {
    let usual = ["Selection", "Name", "Tier", "Actions"];
    for junk in [
        "null",
        "{\"columns\":[]}",
        "-Name\n-Selection\n-Actions\n+Gone\n7\n-1\n99999999999999999999",
        "\u{0}\n\n+\n-\n",
    ] {
        storage().set_item("attache.table.junk", junk).unwrap();
        let (page, _) = table("junk");
        assert_eq!(headings(&page), usual, "{junk:?}");
    }
    // Valid lines count, even beside invalid ones.
    storage()
        .set_item("attache.table.junk", "!!\n-Tier\n+Gone")
        .unwrap();
    assert_eq!(headings(&table("junk").0), ["Selection", "Name", "Actions"]);
}

/// Shows a table with numbered rows. Also returns whether some are not rendered yet.
fn long(rows: usize) -> (Page, RwSignal<bool>) {
    let drawing = RwSignal::new(false);
    let draw = |number: usize| {
        row_of(
            COLUMNS,
            Preferences::columns_here(),
            vec![().into_any(), number.into_any()],
        )
    };
    let rows = move || in_pieces(Box::new((0..rows).map(draw)), drawing);
    (
        show(move || view! { <Table caption="Users" columns=COLUMNS body=Body::Rows rows /> }),
        drawing,
    )
}

#[wasm_bindgen_test]
async fn the_first_rows_appear_before_the_rest_are_rendered() {
    let (page, drawing) = long(60);
    let rows = || {
        page.all("rowheader")
            .iter()
            .map(|row| text(row))
            .collect::<Vec<_>>()
    };
    let numbers = |rows| {
        (0..rows)
            .map(|number: usize| number.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(), numbers(25));
    assert!(drawing.get_untracked());
    // Space is reserved for the others, so that nothing below moves far.
    let room: HtmlElement = page
        .get("table", "Users")
        .query_selector("tbody")
        .unwrap()
        .unwrap()
        .unchecked_into();
    assert!(room.offset_height() > 35 * 40, "{}", room.offset_height());
    page::until("all rows are rendered", || rows().len() == 60).await;
    assert_eq!(rows(), numbers(60));
    assert!(!drawing.get_untracked());
    assert_eq!(page.all("cell").len(), 60, "the reserved space is gone");

    let (page, drawing) = long(25);
    assert_eq!(page.all("rowheader").len(), 25);
    assert!(!drawing.get_untracked());
}

fn selectable(ids: RwSignal<Vec<&'static str>>) -> (Page, Selection) {
    let made = StoredValue::new(None::<Selection>);
    let page = show(move || {
        let page = Memo::new(move |_| ids.get().into_iter().map(str::to_owned).collect());
        made.set_value(Some(Selection::provide(page)));
        let rows = move || {
            let draw = |id: &str| {
                let cells = vec![
                    view! { <SelectRow id=id.to_owned() label=id.to_uppercase() /> }.into_any(),
                    id.to_owned().into_any(),
                ];
                row_of(COLUMNS, Preferences::columns_here(), cells)
            };
            ids.get().into_iter().map(draw).collect::<Vec<_>>()
        };
        view! { <Table caption="Users" columns=COLUMNS body=Body::Rows rows=move || rows.into_any() /> }
    });
    (page, made.get_value().unwrap())
}

/// Returns whether the header's box is ticked, and whether it is indeterminate.
fn over(page: &Page) -> (bool, bool) {
    let over = &boxes(page)[0];
    (over.checked(), over.indeterminate())
}

#[wasm_bindgen_test]
async fn rows_are_selected_one_by_one_or_all_at_once() {
    let ids = RwSignal::new(vec!["a", "b", "c"]);
    let (page, selection) = selectable(ids);
    let name = |one: &HtmlInputElement| attribute(one, "aria-label").unwrap();
    assert_eq!(
        boxes(&page).iter().map(name).collect::<Vec<_>>(),
        ["Select all on this page", "Select A", "Select B", "Select C"]
    );
    assert_eq!(over(&page), (false, false));

    boxes(&page)[3].click();
    boxes(&page)[1].click();
    frame().await;
    assert_eq!(untrack(|| selection.ids()), ["a", "c"]);
    assert_eq!(over(&page), (false, true));

    // From some to all, then from all to none.
    boxes(&page)[0].click();
    frame().await;
    assert_eq!(untrack(|| selection.counts()), (3, 3));
    assert_eq!(over(&page), (true, false));
    assert!(boxes(&page).iter().all(HtmlInputElement::checked));
    boxes(&page)[0].click();
    frame().await;
    assert_eq!(untrack(|| selection.ids()), [""; 0]);
    assert_eq!(over(&page), (false, false));
}

#[wasm_bindgen_test]
async fn a_removed_row_is_no_longer_selected() {
    let ids = RwSignal::new(vec!["a", "b"]);
    let (page, selection) = selectable(ids);
    boxes(&page)[0].click();
    ids.set(vec!["b", "c"]);
    frame().await;
    assert_eq!(untrack(|| selection.ids()), ["b"]);
    assert_eq!(over(&page), (false, true));
    selection.clear();
    frame().await;
    assert_eq!(over(&page), (false, false));
    ids.set(Vec::new());
    frame().await;
    assert_eq!(
        over(&page),
        (false, false),
        "an empty page does not count as all selected"
    );
}

#[wasm_bindgen_test]
async fn a_column_chart_is_a_picture_and_a_table_of_the_same_numbers() {
    let bar = |label: &str, value: f64| Bar {
        label: label.to_owned(),
        value,
        text: format!("{value} files"),
    };
    let columns = RwSignal::new(vec![
        bar("Jan 2026", 0.0),
        bar("Feb 2026", 400.0),
        bar("Mar 2026", 1.0),
    ]);
    let page = show(move || {
        view! { <ColumnChart label="Files by month" headings=["Month", "Files"] columns /> }
    });
    let picture = page.get("img", "Files by month");
    let heights = || {
        let shapes = picture.query_selector_all("rect").unwrap();
        let height = |i| {
            let shape: web_sys::Element = shapes.item(i).unwrap().unchecked_into();
            attribute(&shape, "height").unwrap().parse::<f64>().unwrap()
        };
        (0..shapes.length()).map(height).collect::<Vec<_>>()
    };
    let [nothing, most, little] = heights()[..] else {
        panic!()
    };
    assert_eq!((nothing, most), (0.0, 100.0));
    assert!(little > 1.0, "one file is visible beside 400");
    page.get("table", "Files by month");
    let rows: Vec<_> = page.all("rowheader").iter().map(|row| text(row)).collect();
    assert_eq!(rows, ["Mar 2026", "Feb 2026", "Jan 2026"]);
    assert_eq!(text(&page.all("cell")[1]), "400 files");

    columns.set(vec![bar("Jan 2026", 0.0)]);
    frame().await;
    assert_eq!(page.all("rowheader").len(), 1, "a chart of zeros renders");
}
