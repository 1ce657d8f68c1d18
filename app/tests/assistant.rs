//! The conversation with the Assistant: visible text, announcements to screen readers, and focus.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use attache_app::components::assistant::Conversation;
use attache_wire::{
    assistant::{AssistantFile, AssistantMessage, AssistantThread, AssistantUser, Author},
    state::ExportState,
};
use leptos::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "page/helpers.rs"]
mod page;
use page::{Page, attribute, description, focused, frame, name, show, type_in, until};

wasm_bindgen_test_configure!(run_in_browser);

const NOW: &str = "2026-01-22T02:10:00Z";
const SECRET: &str = "http://127.0.0.1:1/exports/exp-1/manifest.csv?X-Amz-Signature=0a1b";

fn message(id: u64, author: Author, text: &str) -> AssistantMessage {
    AssistantMessage {
        id,
        at: NOW.into(),
        author,
        text: text.to_owned(),
        command: None,
        file: None,
    }
}

fn file() -> AssistantFile {
    AssistantFile {
        state: ExportState::Ready,
        items: 12,
        bytes: 3_400_000,
        errors: 1,
        links_expire_at: "2026-01-28T02:10:00Z".into(),
        csv_url: Some(SECRET.to_owned()),
        text_url: Some(SECRET.replace("csv", "txt")),
    }
}

fn thread(messages: Vec<AssistantMessage>) -> AssistantThread {
    AssistantThread {
        user: AssistantUser {
            id: "usr-1".into(),
            display_name: "<b>Kit</b>".to_owned(),
            email: "kit@kite.example".to_owned(),
            managed_by: None,
        },
        messages,
        next_allowed_at: None,
        processing: false,
        deleted: false,
    }
}

struct Chat {
    page: Page,
    thread: RwSignal<AssistantThread>,
    now: RwSignal<f64>,
    text: RwSignal<String>,
    error: RwSignal<Option<String>>,
    written: RwSignal<Vec<String>>,
}

fn chat(first: AssistantThread) -> Chat {
    let thread = RwSignal::new(first);
    let now = RwSignal::new(js_sys::Date::parse(NOW));
    let (text, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let written = RwSignal::new(Vec::new());
    let on_write = Callback::new(move |text| written.update(|all| all.push(text)));
    let page = show(move || {
        view! { <Conversation thread now text busy=false error on_write /> }
    });
    Chat {
        page,
        thread,
        now,
        text,
        error,
        written,
    }
}

impl Chat {
    fn say(&self, message: AssistantMessage) {
        self.thread.update(|thread| thread.messages.push(message));
    }
}

/// A conversation longer than the log is high.
fn long() -> Chat {
    let messages = (1..=40)
        .map(|id| message(id, Author::Assistant, "One line.\nAnother line."))
        .collect();
    let chat = chat(thread(messages));
    // Tests run without the style sheet.
    let log = chat.page.all("log").remove(0);
    log.set_attribute("style", "display: block; overflow: auto; height: 200px")
        .unwrap();
    chat
}

#[wasm_bindgen_test]
async fn new_messages_are_appended_to_the_log_without_rendering_the_others_again() {
    let chat = chat(thread(vec![message(1, Author::User, "<i>Help</i>")]));
    let log = chat.page.get("log", "<b>Kit</b>'s chat with the Assistant");
    assert_eq!(
        attribute(&log, "tabindex").as_deref(),
        Some("0"),
        "the log scrolls with the keyboard"
    );
    let first = log.query_selector("article").unwrap().unwrap();
    assert!(
        page::text(&first).contains("<b>Kit</b>"),
        "the name is shown as text"
    );
    assert!(
        page::text(&first).contains("<i>Help</i>"),
        "the message is shown as text"
    );
    assert_eq!(
        attribute(&first.query_selector("time").unwrap().unwrap(), "datetime").as_deref(),
        Some("2026-01-22T02:10:00.000Z")
    );
    chat.say(message(
        2,
        Author::Assistant,
        "You can send me:\nHelp: show this message.",
    ));
    frame().await;
    let articles = log.query_selector_all("article").unwrap();
    assert_eq!(articles.length(), 2);
    assert!(
        articles.item(0).unwrap().is_same_node(Some(&first)),
        "rendered once"
    );
    let answer = articles.item(1).unwrap().text_content().unwrap();
    assert!(answer.starts_with("Assistant"), "{answer}");
}

#[wasm_bindgen_test]
async fn enter_sends_and_keeps_the_focus_and_an_error_keeps_the_text() {
    let chat = chat(thread(Vec::new()));
    let field = chat.page.get("textbox", "Message from <b>Kit</b>");
    field.focus().unwrap();
    type_in(&field, "  Get my attachments ");
    chat.page.get("button", "Send").click();
    assert_eq!(chat.written.get_untracked(), ["Get my attachments"]);
    assert!(focused(&field));
    chat.error.set(Some("The server cannot be reached.".to_owned()));
    frame().await;
    assert_eq!(
        chat.text.get_untracked().trim(),
        "Get my attachments",
        "the text stays for a retry"
    );
    assert_eq!(
        description(&field).as_deref(),
        Some("The server cannot be reached.")
    );

    type_in(&field, "   ");
    chat.page.get("button", "Send").click();
    assert_eq!(
        chat.written.get_untracked().len(),
        1,
        "an empty message is not sent"
    );
}

#[wasm_bindgen_test]
async fn only_the_newest_command_has_a_button_and_it_sends_the_exact_text() {
    let command = "Get my attachments BCDFGH";
    let mut asks = message(1, Author::Assistant, "Send me this:");
    asks.command = Some(command.to_owned());
    let chat = chat(thread(vec![asks]));
    let button = chat.page.get("button", "Send “Get my attachments BCDFGH”");
    button.focus().unwrap();
    button.click();
    assert_eq!(chat.written.get_untracked(), [command]);
    let field = chat.page.all("textbox").remove(0);
    assert!(focused(&field), "the focus moves before the button disappears");
    chat.say(message(2, Author::User, command));
    frame().await;
    assert!(chat.page.text().contains(command));
    let left: Vec<_> = chat
        .page
        .all("button")
        .iter()
        .map(|button| name(button))
        .collect();
    assert_eq!(left, ["Help", "Get my attachments", "Delete me", "Send"]);
    chat.page.get("button", "Delete me").click();
    assert_eq!(chat.written.get_untracked(), [command, "Delete me"]);
}

#[wasm_bindgen_test]
async fn the_log_follows_new_messages_unless_the_reader_scrolled_back() {
    let chat = long();
    let log = chat.page.all("log").remove(0);
    let at_end = || log.scroll_height() - log.scroll_top() - log.client_height() <= 1;
    chat.say(message(41, Author::Assistant, "New."));
    until("the newest message is visible", at_end).await;

    log.set_scroll_top(10);
    frame().await;
    frame().await;
    // Someone else may write as the same user.
    chat.say(message(42, Author::User, "Newer."));
    until("new messages are offered", || {
        chat.page.text().contains("New messages")
    })
    .await;
    assert!(log.scroll_top() < 20, "the scroll position stays");
    chat.page.get("button", "New messages").click();
    assert!(at_end());
    until("the offer is gone", || !chat.page.text().contains("New messages")).await;

    log.set_scroll_top(10);
    frame().await;
    frame().await;
    // After writing, the log shows the message and its answer.
    chat.page.get("button", "Help").click();
    chat.thread.update(|thread| {
        thread.messages.push(message(43, Author::User, "Help"));
        thread
            .messages
            .push(message(44, Author::Assistant, "You can send me…"));
    });
    until("the user's own message is visible", at_end).await;
}

#[wasm_bindgen_test]
async fn a_file_has_plain_links_until_they_expire() {
    let mut delivered = message(1, Author::Assistant, "Your file is ready.");
    delivered.file = Some(file());
    let chat = chat(thread(vec![delivered]));
    let csv = chat.page.get("link", "Download CSV");
    assert_eq!(attribute(&csv, "href").as_deref(), Some(SECRET));
    assert_eq!(attribute(&csv, "rel").as_deref(), Some("noreferrer"));
    assert!(csv.has_attribute("download"), "the router ignores the link");
    let text = chat.page.text();
    for words in [
        "12 attachments, 3.4 MB, 1 left out",
        "in 6 days",
        "without signing in",
    ] {
        assert!(text.contains(words), "{words:?} is not in: {text}");
    }
    chat.now.set(js_sys::Date::parse("2026-01-28T02:10:00Z"));
    frame().await;
    assert!(chat.page.all("link").is_empty());
    assert!(chat.page.text().contains("Expired"), "{}", chat.page.text());

    chat.thread.update(|thread| {
        thread.messages[0].file = Some(AssistantFile {
            state: ExportState::Revoked,
            csv_url: None,
            text_url: None,
            ..file()
        });
    });
    frame().await;
    assert!(chat.page.text().contains("Revoked"), "{}", chat.page.text());
}

#[wasm_bindgen_test]
async fn the_users_standing_is_shown_and_a_deleted_user_cannot_write() {
    let chat = chat(thread(Vec::new()));
    assert!(chat.page.text().contains("Can request attachments"));
    let next = "2026-01-29T02:10:00Z".to_owned();
    chat.thread.update(|thread| {
        thread.processing = true;
        thread.next_allowed_at = Some(next.into());
    });
    frame().await;
    assert!(chat.page.text().contains("Preparing the file"));
    chat.thread.update(|thread| thread.processing = false);
    frame().await;
    assert!(
        chat.page.text().contains("Next request possible in 7 days"),
        "{}",
        chat.page.text()
    );
    chat.now.set(js_sys::Date::parse("2026-01-29T02:10:00Z"));
    frame().await;
    assert!(
        chat.page.text().contains("Can request attachments"),
        "the window opens on the second"
    );
    chat.thread
        .update(|thread| thread.user.managed_by = Some("Kite Studio".to_owned()));
    frame().await;
    assert!(chat.page.text().contains("Managed by Kite Studio"));
    assert!(
        !chat.page.all("textbox").is_empty(),
        "the Assistant itself refuses managed users"
    );
    chat.thread.update(|thread| thread.deleted = true);
    frame().await;
    assert!(chat.page.all("textbox").is_empty());
    assert!(
        chat.page
            .text()
            .contains("This user was deleted at their own request.")
    );
}
