//! Toasts, banners, copying, the shell and the theme.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use std::time::Duration;

use attache_app::ui::{
    banner::Banner,
    copy::CopyButton,
    empty::ErrorState,
    shell::{AppShell, NavGroup, NavLink},
    status::{Status, Tone},
    theme::Theme,
    toasts::{ToastRegion, Toasts},
};
use leptos::prelude::*;
use page::{attribute, fire, focused, frame, show, text, until};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_toast_is_announced_and_stays_while_hovered() {
    let slot = StoredValue::new(None::<Toasts>);
    let page = show(move || {
        slot.set_value(Some(Toasts::provide()));
        view! { <ToastRegion stay=Duration::from_millis(30)/> }
    });
    let toasts = slot.get_value().unwrap();
    let region = page.get("log", "Status messages");
    assert_eq!(attribute(&region, "aria-live").as_deref(), Some("polite"));

    fire(&region, "pointerenter");
    toasts.show_with_link(Tone::Success, "The request is ready.", "View", "/x");
    toasts.show(Tone::Error, "The request failed.");
    until("both toasts are shown", || page.all("button").len() == 2).await;
    for _ in 0..10 {
        frame().await;
    }
    assert_eq!(text(&region), "The request is ready. ViewThe request failed.");
    assert_eq!(
        attribute(&page.get("link", "View"), "href").as_deref(),
        Some("/x")
    );

    fire(&region, "pointerleave");
    until("only the error stays", || text(&region) == "The request failed.").await;
    page.get("button", "Close").click();
    frame().await;
    assert_eq!(text(&region), "");
}

#[wasm_bindgen_test]
async fn no_name_in_a_toast_turns_the_text_around() {
    let slot = StoredValue::new(None::<Toasts>);
    let page = show(move || {
        slot.set_value(Some(Toasts::provide()));
        view! { <ToastRegion/> }
    });
    let toasts = slot.get_value().unwrap();
    toasts.show(
        Tone::Info,
        "Eve\u{202E}gpj.exe\u{200B} revoked the links to \u{2068}Kite\u{2069}.",
    );
    frame().await;
    let region = page.get("log", "Status messages");
    assert_eq!(
        text(&region),
        "Eve\u{FFFD}gpj.exe\u{FFFD} revoked the links to \u{2068}Kite\u{2069}."
    );
}

#[wasm_bindgen_test]
async fn without_a_clipboard_the_text_is_copied_by_selecting_it_or_left_selected() {
    // As on a page over plain HTTP.
    run("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })");
    let page = show(move || {
        Toasts::provide();
        view! { <CopyButton label="Copy record value" text="two\n  lines" /> <ToastRegion/> }
    });
    frame().await;
    let selected = "const at = document.activeElement; globalThis.copied = at.value.slice(at.selectionStart, at.selectionEnd);";
    let button = page.get("button", "Copy record value");
    let region = page.get("log", "Status messages");

    run(&format!(
        "document.execCommand = (command) => {{ {selected} return command === 'copy'; }}"
    ));
    button.focus().unwrap();
    button.click();
    assert_eq!(run("return copied").as_string().unwrap(), "two\n  lines");
    assert!(focused(&button));
    until("it says so", || text(&region) == "Copied").await;
    assert!(page.all("textbox").is_empty());

    run(&format!(
        "document.execCommand = () => {{ {selected} return false; }}"
    ));
    for _ in 0..2 {
        button.click();
        assert_eq!(run("return copied").as_string().unwrap(), "two\n  lines");
        assert!(
            focused(&page.get("textbox", "Copy record value")),
            "one field, however often"
        );
    }
    let refusal =
        "Your browser doesn't allow copying here. The text is selected, so that you can copy it yourself.";
    until("it says so", || text(&region).ends_with(refusal)).await;

    run("delete document.execCommand; delete navigator.clipboard");
}

#[wasm_bindgen_test]
async fn copying_falls_back_to_the_selection_if_the_clipboard_refuses() {
    let refuse = "{ writeText: () => Promise.reject(new Error()) }";
    run(&format!(
        "Object.defineProperty(navigator, 'clipboard', {{ value: {refuse}, configurable: true }});
         document.execCommand = () => true;"
    ));
    let page = show(move || {
        Toasts::provide();
        view! { <CopyButton label="Copy" text="this" /> <ToastRegion/> }
    });
    frame().await;
    page.get("button", "Copy").click();
    until("it says so", || {
        text(&page.get("log", "Status messages")) == "Copied"
    })
    .await;
    run("delete document.execCommand; delete navigator.clipboard");
}

/// Runs JavaScript.
fn run(code: &str) -> JsValue {
    js_sys::Function::new_no_args(code)
        .call0(&JsValue::UNDEFINED)
        .unwrap()
}

#[wasm_bindgen_test]
async fn only_errors_are_alerts() {
    let tries = RwSignal::new(0);
    let page = show(move || {
        view! {
            <Banner tone=Tone::Warning title="Careful.">"Anyone who has the file can use it."</Banner>
            <Banner tone=Tone::Error>"It went wrong."</Banner>
            <ErrorState
                title="The requests could not be read"
                detail="The server cannot be reached."
                request_id="r-1"
                on_retry=move |()| tries.update(|n| *n += 1)
            />
            <Status tone=Tone::Warning label="Ready, 2 errors"/>
        }
        .into_any()
    });
    let alerts = page
        .all("alert")
        .iter()
        .map(|alert| text(alert))
        .collect::<Vec<_>>();
    assert_eq!(alerts[0], "It went wrong.");
    assert_eq!(
        alerts[1],
        "The requests could not be readThe server cannot be reached.Request r-1Try again"
    );
    assert_eq!(alerts.len(), 2);
    assert!(page.text().contains("Careful. Anyone") && page.text().contains("Ready, 2 errors"));
    page.get("button", "Try again").click();
    assert_eq!(tries.get_untracked(), 1);
}

#[wasm_bindgen_test]
async fn the_navigation_opens_and_closes_after_navigation() {
    let path = RwSignal::new("/users".to_owned());
    let page = show(move || {
        let nav = move || {
            view! {
                <NavGroup label="Account">
                    <NavLink href="/users" label="Users" current=move || path.get() == "/users" count="240"/>
                    <NavLink href="/access" label="Access" current=move || path.get() == "/access"/>
                </NavGroup>
            }
        };
        view! { <AppShell brand="Attaché" home="/" nav has_nav=true path><h1>"Users"</h1></AppShell> }
    });
    let current = || {
        let links = page.all("link").into_iter();
        links
            .filter(|link| attribute(link, "aria-current").is_some())
            .map(|link| text(&link))
            .collect::<Vec<_>>()
    };
    page.get("navigation", "Main");
    assert_eq!(text(&page.all("link")[0]), "Skip to content");
    assert_eq!(current(), ["Users240"]);

    let toggle = page.get("button", "Navigation");
    toggle.click();
    frame().await;
    assert_eq!(attribute(&toggle, "aria-pressed").as_deref(), Some("true"));
    path.set("/access".to_owned());
    frame().await;
    assert_eq!(attribute(&toggle, "aria-pressed").as_deref(), Some("false"));
    assert_eq!(current(), ["Access"]);
}

#[wasm_bindgen_test]
fn a_theme_is_applied_and_stored() {
    let stored = || {
        window()
            .local_storage()
            .unwrap()
            .unwrap()
            .get_item("attache.theme")
            .unwrap()
    };
    assert_eq!(Theme::current(), Theme::System);
    Theme::Dark.choose();
    assert_eq!(
        (Theme::current(), stored().as_deref()),
        (Theme::Dark, Some("dark"))
    );
    Theme::System.choose();
    assert_eq!((Theme::current(), stored()), (Theme::System, None));
}
