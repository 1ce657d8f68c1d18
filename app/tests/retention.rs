//! Editing the retention settings, and the preview of their effect.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use attache_app::{
    api::Load,
    components::retention::{Draft, RetentionForm, destroys, question, sentences},
};
use attache_wire::retention::{Retention, RetentionEffect};
use leptos::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

#[path = "page/helpers.rs"]
mod page;
use page::{Page, attribute, description, focused, frame, show, type_in};

wasm_bindgen_test_configure!(run_in_browser);

struct Form {
    page: Page,
    draft: Draft,
    saved: RwSignal<Option<Retention>>,
    effect: RwSignal<Load<RetentionEffect>>,
}

fn form(conversation_days: Option<u32>, room_days: Option<u32>) -> Form {
    let draft = Draft::of(Retention {
        conversation_days,
        room_days,
    });
    let saved = RwSignal::new(None);
    let effect = RwSignal::new(Load::Loading);
    let on_save = Callback::new(move |()| saved.set(draft.wanted().get_untracked()));
    let page = show(move || {
        view! {
            <RetentionForm draft effect counting=false on_save>
                <button type="submit">"Save"</button>
            </RetentionForm>
        }
    });
    Form {
        page,
        draft,
        saved,
        effect,
    }
}

impl Form {
    fn rooms(&self) -> HtmlElement {
        self.page.get("textbox", "Chat rooms: days")
    }

    fn save(&self) {
        self.page.get("button", "Save").click();
    }
}

#[wasm_bindgen_test]
async fn the_limit_is_whole_days_within_bounds_or_off() {
    let form = form(None, Some(365));
    let rooms = form.rooms();
    for (text, wrong) in [
        ("1", false),
        (" 5475 ", false),
        ("0", true),
        ("5476", true),
        ("1.5", true),
        ("-3", true),
        ("many", true),
        ("99999999999", true),
    ] {
        type_in(&rooms, text);
        frame().await;
        assert_eq!(attribute(&rooms, "aria-invalid").is_some(), wrong, "{text:?}");
        let said = description(&rooms).unwrap();
        assert_eq!(
            said.contains("whole days, from 1 to 5,475"),
            wrong,
            "{text:?}: {said}"
        );
        assert_eq!(form.draft.wanted().get_untracked().is_none(), wrong, "{text:?}");
    }
    form.save();
    frame().await;
    assert_eq!(form.saved.get_untracked(), None, "an invalid draft is not saved");
    frame().await;
    assert!(focused(&rooms), "the invalid field has the focus");

    let for_ever = &form.page.all("radio")[2];
    for_ever.click();
    frame().await;
    assert_eq!(
        attribute(&rooms, "aria-invalid"),
        None,
        "without a limit, the number is ignored"
    );
    form.save();
    assert_eq!(form.saved.get_untracked(), Some(Retention::default()));
}

#[wasm_bindgen_test]
async fn typing_a_number_selects_the_limit_and_an_empty_one_is_invalid_once_submitted() {
    let form = form(None, None);
    let rooms = form.rooms();
    form.page.all("radio")[3].click();
    frame().await;
    assert_eq!(
        attribute(&rooms, "aria-invalid"),
        None,
        "no error before submission"
    );
    form.save();
    frame().await;
    assert_eq!(attribute(&rooms, "aria-invalid").as_deref(), Some("true"));
    form.draft.take(Retention::default());
    frame().await;
    assert!(!form.draft.differs().get_untracked());

    type_in(&rooms, "30");
    frame().await;
    assert!(form.draft.differs().get_untracked());
    assert_eq!(form.draft.wanted().get_untracked().unwrap().room_days, Some(30));
    form.draft.take(form.draft.base().get_untracked());
    frame().await;
    assert_eq!(form.draft.wanted().get_untracked(), Some(Retention::default()));
}

#[wasm_bindgen_test]
async fn the_effect_is_announced_in_an_existing_live_region() {
    let form = form(None, None);
    let region = form.page.all("status").remove(0);
    assert!(page::text(&region).contains("preview its effect here before you save"));
    type_in(&form.rooms(), "30");
    frame().await;
    assert!(page::text(&region).contains("Counting…"));
    form.effect.set(Load::Ready(RetentionEffect {
        hidden_messages: 1_203,
        hidden_attachments: 96,
        ..RetentionEffect::default()
    }));
    frame().await;
    assert!(page::text(&region).contains("1,203 messages with 96 attachments would be hidden immediately"));
}

#[wasm_bindgen_test]
fn only_hiding_or_deleting_needs_confirmation_and_deletion_comes_first() {
    let restores = RetentionEffect {
        restored_messages: 7,
        restored_attachments: 1,
        ..RetentionEffect::default()
    };
    assert!(!destroys(&RetentionEffect::default()));
    assert!(!destroys(&restores));
    assert_eq!(
        sentences(&restores),
        ["7 messages with 1 attachment that are hidden now would be restored."]
    );
    assert_eq!(
        sentences(&RetentionEffect::default()),
        ["No current messages would be hidden, deleted or restored."]
    );
    let hides = RetentionEffect {
        hidden_messages: 1,
        ..RetentionEffect::default()
    };
    assert!(destroys(&hides));
    assert_eq!(question(&hides), "Hide 1 message?");
    // Messages that are hidden already can still be deleted.
    let deletes = RetentionEffect {
        deleted_messages: 2,
        ..RetentionEffect::default()
    };
    assert!(destroys(&deletes));
    assert_eq!(question(&deletes), "Permanently delete 2 messages?");
    assert_eq!(
        sentences(&deletes),
        [
            "2 messages with 0 attachments would be permanently deleted at the next clean-up: their 30-day restore \
             period is over."
        ]
    );
}
