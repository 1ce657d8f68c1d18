//! Buttons, menus, dialogs and fields, as a person with a keyboard or a screen reader meets them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use std::time::Duration;

use attache_app::ui::{
    button::Button,
    dialog::{ConfirmDialog, Dialog},
    dom::focus_first_invalid,
    field::{
        Checkbox, TextField,
        search::SearchField,
        select::{Choice, Select},
    },
    menu::{Menu, MenuItem, MenuLink},
};
use leptos::prelude::*;
use page::{attribute, description, focused, frame, press, show, text, type_in, until};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_disabled_button_says_why_and_does_nothing() {
    let (reason, presses) = (
        RwSignal::new(Some("Ask for StartDataExport".to_owned())),
        RwSignal::new(0),
    );
    let page = show(move || {
        view! { <Button disabled_reason=reason on_click=move |()| presses.update(|n| *n += 1)>"Request"</Button> }
    });
    let button = page.get("button", "Request");

    button.focus().unwrap();
    assert!(focused(&button), "it stays focusable");
    assert_eq!(attribute(&button, "aria-disabled").as_deref(), Some("true"));
    assert_eq!(description(&button).as_deref(), Some("Ask for StartDataExport"));
    button.click();
    assert_eq!(presses.get_untracked(), 0);

    reason.set(None);
    frame().await;
    assert_eq!(attribute(&button, "aria-disabled"), None);
    assert_eq!(description(&button), None);
    button.click();
    assert_eq!(presses.get_untracked(), 1);
}

#[wasm_bindgen_test]
async fn a_busy_button_ignores_presses() {
    let (busy, presses) = (RwSignal::new(false), RwSignal::new(0));
    let page = show(move || {
        let on_click = move |()| {
            presses.update(|n| *n += 1);
            busy.set(true);
        };
        view! { <Button busy on_click>"Submit"</Button> }
    });
    let button = page.get("button", "Submit");
    button.click();
    button.click();
    assert_eq!(presses.get_untracked(), 1);
    frame().await;
    assert_eq!(attribute(&button, "aria-busy").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn adjacent_menus_close_independently() {
    let page = show(|| {
        let nothing = || Callback::new(|()| {});
        view! {
            <Menu label="First"><MenuItem on_select=nothing()>"One"</MenuItem></Menu>
            <Menu label="Second"><MenuItem on_select=nothing()>"Two"</MenuItem></Menu>
        }
    });
    let button = page.get("button", "First");
    button.focus().unwrap();
    frame().await;
    press(&button, "ArrowDown");
    until("it is open", || {
        attribute(&button, "aria-expanded").as_deref() == Some("true")
    })
    .await;
    page.get("menuitem", "One").click();
    until("it is closed", || {
        attribute(&button, "aria-expanded").as_deref() == Some("false")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_menu_works_by_keyboard_and_returns_the_focus() {
    let chosen = RwSignal::new(String::new());
    let blocked = RwSignal::new(Some("Next request possible in 5 days".to_owned()));
    let page = show(move || {
        let choose = move |what: &'static str| Callback::new(move |()| chosen.set(what.to_owned()));
        view! {
            <Menu label="Account actions">
                <MenuItem on_select=choose("rename")>"Rename account"</MenuItem>
                <MenuItem on_select=choose("request") disabled_reason=blocked>"Request attachments"</MenuItem>
                <MenuItem on_select=choose("delete") danger=true>"Delete account"</MenuItem>
                <MenuLink href="/exports">"Earlier requests"</MenuLink>
            </Menu>
        }
    });
    let button = page.get("button", "Account actions");
    assert_eq!(page.all("menuitem").len(), 0, "items are rendered on demand");
    button.focus().unwrap();
    frame().await;
    let items = page.all("menuitem");
    let [rename, request, delete, earlier] = items.as_slice() else {
        panic!("{}", items.len())
    };
    assert_eq!(attribute(&button, "aria-expanded").as_deref(), Some("false"));

    press(&button, "ArrowDown");
    assert!(focused(rename), "it opens with its first item focused");
    until("it is announced as open", || {
        attribute(&button, "aria-expanded").as_deref() == Some("true")
    })
    .await;

    press(rename, "ArrowUp");
    assert!(focused(earlier), "it wraps at the start");
    press(earlier, "ArrowDown");
    assert!(focused(rename), "it wraps at the end");
    press(rename, "End");
    assert!(focused(earlier));
    press(earlier, "d");
    assert!(focused(delete), "a letter moves to an item");
    press(delete, "R");
    press(rename, "r");
    assert!(focused(request), "repeating it moves to the next match");

    request.click();
    assert_eq!(chosen.get_untracked(), "", "a disabled item does nothing");
    assert_eq!(
        description(request).as_deref(),
        Some("Next request possible in 5 days")
    );
    assert!(focused(request), "a disabled item leaves the menu open");

    delete.click();
    assert_eq!(chosen.get_untracked(), "delete");
    assert!(focused(&button), "the focus returns to the button");
    until("it is announced as closed", || {
        attribute(&button, "aria-expanded").as_deref() == Some("false")
    })
    .await;

    press(&button, "ArrowUp");
    assert!(focused(earlier), "arrow up opens with the last item focused");
    press(earlier, "Tab");
    until("Tab closes the menu", || {
        attribute(&button, "aria-expanded").as_deref() == Some("false")
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_dialog_takes_and_returns_the_focus() {
    let page = show(|| {
        let (open, value) = (RwSignal::new(false), RwSignal::new(String::new()));
        view! {
            <Button on_click=move |()| open.set(true)>"Rename"</Button>
            <Dialog open title="Rename account">
                <TextField label="Name" value/>
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            </Dialog>
        }
        .into_any()
    });
    let opener = page.get("button", "Rename");
    opener.focus().unwrap();
    opener.click();
    until("the dialog opens", || !page.all("dialog").is_empty()).await;
    let dialog = page.get("dialog", "Rename account");
    assert!(dialog.matches(":modal").unwrap());
    assert!(focused(&page.get("textbox", "Name")));

    page.get("button", "Cancel").click();
    until("the dialog closes", || page.all("dialog").is_empty()).await;
    assert!(focused(&opener));
    until("its contents are gone", || page.all("textbox").is_empty()).await;
}

#[wasm_bindgen_test]
async fn a_grave_mutation_needs_the_name_typed() {
    let (open, done, error) = (
        RwSignal::new(true),
        RwSignal::new(0),
        RwSignal::new(None::<String>),
    );
    let page = show(move || {
        view! {
            <ConfirmDialog
                open
                title="Delete this account?"
                confirm="Delete account"
                danger=true
                type_name=Signal::stored("Kite Studio".to_owned())
                error
                on_confirm=move |()| done.update(|n| *n += 1)
            >
                "All of it goes."
            </ConfirmDialog>
        }
    });
    until("the dialog opens", || !page.all("dialog").is_empty()).await;
    let (field, delete) = (
        page.get("textbox", "Type Kite Studio to confirm"),
        page.get("button", "Delete account"),
    );
    assert_eq!(
        description(&delete).as_deref(),
        Some("Type Kite Studio to confirm")
    );
    type_in(&field, "kite studio");
    delete.click();
    assert_eq!(done.get_untracked(), 0);

    type_in(&field, "Kite Studio");
    frame().await;
    assert_eq!(description(&delete), None);
    delete.click();
    assert_eq!(done.get_untracked(), 1);

    error.set(Some("The account still has users.".to_owned()));
    frame().await;
    assert_eq!(text(&page.all("alert")[0]), "The account still has users.");
    assert!(!page.all("dialog").is_empty(), "it stays open after an error");
}

#[wasm_bindgen_test]
async fn an_invalid_field_references_its_error_and_takes_the_focus() {
    let (value, error) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let page = show(move || {
        view! {
            <form><TextField label="Name" value hint="1–100 characters" error/></form>
        }
        .into_any()
    });
    let field = page.get("textbox", "Name");
    assert_eq!(description(&field).as_deref(), Some("1–100 characters"));
    let form = field.closest("form").unwrap().unwrap();
    assert!(!focus_first_invalid(&form));

    error.set(Some("Enter a name".to_owned()));
    frame().await;
    assert_eq!(attribute(&field, "aria-invalid").as_deref(), Some("true"));
    assert_eq!(
        description(&field).as_deref(),
        Some("1–100 characters Enter a name")
    );
    assert!(focus_first_invalid(&form));
    assert!(focused(&field));

    type_in(&field, "Juniper");
    assert_eq!(value.get_untracked(), "Juniper");
}

#[wasm_bindgen_test]
async fn a_search_is_debounced_and_enter_or_clearing_reports_at_once() {
    let (query, reports) = (
        RwSignal::new("old".to_owned()),
        RwSignal::new(Vec::<String>::new()),
    );
    let page = show(move || {
        let on_search = move |text: String| {
            reports.update(|reports| reports.push(text.clone()));
            query.set(text);
        };
        let debounce = Duration::from_millis(20);
        view! { <SearchField label="Search users" value=query debounce on_search/> }
    });
    let field = page.get("searchbox", "Search users");
    let shown = || field.unchecked_ref::<web_sys::HtmlInputElement>().value();
    until("it shows the current search", || shown() == "old").await;

    type_in(&field, "a");
    type_in(&field, "av ");
    assert!(reports.with_untracked(Vec::is_empty), "typing is debounced");
    until("it reports once", || reports.with_untracked(|all| *all == ["av"])).await;
    type_in(&field, "ave");
    press(&field, "Enter");
    assert_eq!(reports.get_untracked(), ["av", "ave"], "Enter does not wait");
    type_in(&field, "");
    assert_eq!(
        reports.get_untracked(),
        ["av", "ave", ""],
        "clearing does not wait"
    );

    query.set("from the address".to_owned());
    until("it follows the address", || shown() == "from the address").await;
    assert_eq!(reports.with_untracked(Vec::len), 3);
}

#[wasm_bindgen_test]
async fn choices_and_ticks_are_reported() {
    let (state, agreed) = (RwSignal::new("all".to_owned()), RwSignal::new(false));
    let page = show(move || {
        view! {
            <Select
                label="State"
                choices=vec![Choice::new("all", "All"), Choice::new("ready", "Ready")]
                value=state
                on_change=move |value| state.set(value)
            />
            <Checkbox label="I understand" checked=agreed/>
        }
        .into_any()
    });
    let select = page
        .get("combobox", "State")
        .unchecked_into::<web_sys::HtmlSelectElement>();
    frame().await;
    assert_eq!(select.value(), "all");
    select.set_value("ready");
    page::fire(&select, "change");
    assert_eq!(state.get_untracked(), "ready");

    let label = document().query_selector(".checkbox").unwrap().unwrap();
    assert_eq!(text(&label), "I understand");
    label.unchecked_into::<web_sys::HtmlElement>().click();
    assert!(agreed.get_untracked());
}
