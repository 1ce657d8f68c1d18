//! One stream of events for all tabs: who listens, what the others receive, and who takes over.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "page/helpers.rs"]
mod page;

use std::{any::Any, cell::RefCell, rc::Rc};

use attache_app::api::{LinkState, News, Open, SharedEvents, Tell};
use attache_wire::event::Event;
use page::{frame, until};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The server's end of the streams that are open.
#[derive(Clone, Default)]
struct Streams(Rc<RefCell<Vec<Rc<Tell>>>>);

/// Closes its stream when it is dropped.
struct Connection(Streams, Rc<Tell>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.0.borrow_mut().retain(|open| !Rc::ptr_eq(open, &self.1));
    }
}

impl Streams {
    fn opener(&self) -> Open {
        let streams = self.clone();
        Box::new(move |tell| {
            let tell = Rc::new(tell);
            streams.0.borrow_mut().push(Rc::clone(&tell));
            Some(Box::new(Connection(streams.clone(), tell)) as Box<dyn Any>)
        })
    }

    fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Says something on the only stream.
    fn say(&self, text: &str) {
        assert_eq!(self.count(), 1);
        let tell = Rc::clone(&self.0.borrow()[0]);
        tell(text.to_owned());
    }

    async fn are(&self, count: usize) {
        until(&format!("{count} streams are open"), || self.count() == count).await;
        // Nor does another one open.
        for _ in 0..5 {
            frame().await;
        }
        assert_eq!(self.count(), count);
    }
}

/// A tab: its share in the stream, and what it has heard.
struct Tab {
    events: SharedEvents,
    heard: Rc<RefCell<Vec<News>>>,
}

impl Tab {
    /// Opens a tab in the background.
    fn hidden(name: &str, streams: &Streams) -> Self {
        let heard = Rc::<RefCell<Vec<News>>>::default();
        let own = Rc::clone(&heard);
        let events = SharedEvents::join(name, streams.opener(), move |news| own.borrow_mut().push(news));
        Self { events, heard }
    }

    fn visible(name: &str, streams: &Streams) -> Self {
        let tab = Self::hidden(name, streams);
        tab.events.listen();
        tab
    }

    /// Waits until the tab has heard this, and forgets what it heard.
    async fn hears(&self, news: News) {
        until(&format!("{news:?} is heard"), || {
            self.heard.borrow().contains(&news)
        })
        .await;
        self.heard.borrow_mut().clear();
    }
}

const RESYNC: News = News::Event(Event::Resync);
const OPENED: News = News::Link(LinkState::Open);

#[wasm_bindgen_test]
async fn eight_tabs_share_one_stream_and_all_hear_it() {
    let streams = Streams::default();
    let tabs: Vec<Tab> = (0..8).map(|_| Tab::visible("eight", &streams)).collect();
    let other = Tab::visible("somebody else", &Streams::default());
    streams.are(1).await;
    for (text, news) in [
        ("open", OPENED),
        ("resync {}", RESYNC),
        // Of a newer server, or cut short: the tabs read everything again.
        ("weather sunny", RESYNC),
        ("export {", RESYNC),
        ("lost", News::Link(LinkState::Lost)),
        ("closed", News::Link(LinkState::Closed)),
    ] {
        streams.say(text);
        for tab in &tabs {
            tab.hears(news.clone()).await;
        }
    }
    assert_eq!(*other.heard.borrow(), [News::Link(LinkState::Connecting)]);
}

#[wasm_bindgen_test]
async fn when_the_listening_tab_closes_another_takes_over_and_says_that_events_were_missed() {
    let streams = Streams::default();
    let first = Tab::visible("closing", &streams);
    streams.are(1).await;
    let (second, third) = (
        Tab::visible("closing", &streams),
        Tab::visible("closing", &streams),
    );
    streams.say("open");
    third.hears(OPENED).await;
    drop(first);
    assert_eq!(streams.count(), 0);
    streams.are(1).await;
    streams.say("open");
    second.hears(OPENED).await;
    third.hears(OPENED).await;
    streams.say("resync {}");
    second.hears(RESYNC).await;
    third.hears(RESYNC).await;
}

#[wasm_bindgen_test]
async fn a_hidden_tab_hears_but_opens_no_stream_until_it_is_shown() {
    let streams = Streams::default();
    let hidden = Tab::hidden("hidden", &streams);
    streams.are(0).await;
    let visible = Tab::visible("hidden", &streams);
    streams.are(1).await;
    streams.say("open");
    hidden.hears(OPENED).await;

    // Shown, it learns that the stream is open; it takes over once the other tab is hidden.
    hidden.events.listen();
    hidden.hears(News::Joined).await;
    streams.are(1).await;
    visible.events.pause();
    hidden.hears(News::Link(LinkState::Connecting)).await;
    streams.are(1).await;
    streams.say("open");
    hidden.hears(OPENED).await;
    visible.hears(OPENED).await;

    // Back and forth, faster than the lock moves.
    for _ in 0..3 {
        hidden.events.pause();
        hidden.events.listen();
    }
    visible.events.pause();
    streams.are(1).await;
    hidden.events.pause();
    streams.are(0).await;
}

#[wasm_bindgen_test]
async fn a_tab_that_comes_later_learns_how_the_stream_stands() {
    let streams = Streams::default();
    let first = Tab::visible("later", &streams);
    streams.are(1).await;
    streams.say("open");
    Tab::visible("later", &streams).hears(News::Joined).await;
    streams.say("lost");
    Tab::visible("later", &streams)
        .hears(News::Link(LinkState::Lost))
        .await;
    streams.say("closed");
    Tab::visible("later", &streams)
        .hears(News::Link(LinkState::Closed))
        .await;
    first.events.reopen();
    streams.are(1).await;
    first.hears(News::Link(LinkState::Connecting)).await;
}

#[wasm_bindgen_test]
async fn where_locks_are_missing_or_refused_each_visible_tab_has_a_stream_of_its_own() {
    for locks in ["undefined", "{ request: () => Promise.reject(new Error()) }"] {
        run(&format!(
            "Object.defineProperty(navigator, 'locks', {{ value: {locks}, configurable: true }})"
        ));
        let streams = Streams::default();
        let tabs = [(); 2].map(|()| Tab::visible("alone", &streams));
        let hidden = Tab::hidden("alone", &streams);
        run("delete navigator.locks");
        streams.are(2).await;
        tabs[0].events.pause();
        streams.are(1).await;
        streams.say("open");
        tabs[1].hears(OPENED).await;
        drop(hidden);
    }
}

/// Runs JavaScript.
fn run(code: &str) {
    js_sys::Function::new_no_args(code)
        .call0(&JsValue::UNDEFINED)
        .unwrap();
}
