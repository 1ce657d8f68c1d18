//! Server-sent events for the console.

use std::{convert::Infallible, time::Duration};

use attache_wire::{
    event::{self as names, Event as Told},
    permission::Action,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use tokio::{sync::broadcast::error::RecvError, time};

use super::{ApiError, App, route::Route, session::Caller};
use crate::{
    access::{self, sign_in::Auth},
    error::Result,
    workspace::events::Numbered,
};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            listen,
            "/api/v1/events",
            "Server-sent events: clock changes and request progress",
        )
        .media("text/event-stream")
        .spared_errors()
        .gives::<String>(200),
    ]
}

/// Interval between comments that keep the connection open and detect a dead one.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often a stream checks whether its session has ended: by age, idleness, or another process. Sessions that this
/// process ends close their streams immediately.
const CHECK: Duration = Duration::from_secs(15);
/// A comment this long precedes the first event. Proxies that ignore [`UNBUFFERED`], and some virus scanners, hold back
/// the first two kilobytes of a response.
const PADDING: usize = 2 * 1024;
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");
/// How long a client waits before it reconnects.
const RETRY: Duration = Duration::from_secs(2);

/// `GET /api/v1/events`
pub(super) async fn listen(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
) -> std::result::Result<impl IntoResponse, ApiError> {
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let clock = app.workspace().clock_now().await?;
    let stream = async_stream::stream! {
        let mut subscription = app.workspace().events.subscribe(last.as_deref());
        let mut stop = app.0.stop.clone();
        // Send the clock first, so that a page shows the right time before anything happens.
        let first = Event::default().comment(" ".repeat(PADDING)).event(names::CLOCK);
        yield Ok::<_, Infallible>(first.retry(RETRY).data(json(&clock)));
        match subscription.missed.take() {
            None => yield Ok(named(names::RESYNC).data("{}")),
            Some(missed) => {
                for event in missed {
                    if may_see(&app, &caller, &event).await {
                        yield Ok(shape(&app, &event));
                    }
                }
            }
        }
        let mut ended = app.workspace().watch_sessions();
        let mut checks = time::interval(CHECK);
        loop {
            let received = tokio::select! {
                // Deliver events published before the shutdown first.
                biased;
                received = subscription.receiver.recv() => Some(received),
                _ = stop.wait_for(|stop| *stop) => break,
                _ = ended.changed() => None,
                _ = checks.tick() => None,
            };
            if !caller.is_still_signed_in(&app).await.unwrap_or(false) {
                break;
            }
            match received {
                Some(Ok(event)) if may_see(&app, &caller, &event).await => yield Ok(shape(&app, &event)),
                None | Some(Ok(_)) => {}
                Some(Err(RecvError::Lagged(_))) => yield Ok(named(names::RESYNC).data("{}")),
                Some(Err(RecvError::Closed)) => break,
            }
        }
    };
    let events = Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // Otherwise nginx, with its default settings, passes events on only when its buffer is full.
    Ok(([(UNBUFFERED, "no")], events))
}

async fn may_see(app: &App, caller: &Caller, event: &Numbered) -> bool {
    match &event.event {
        Told::Clock(_) | Told::Resync => true,
        // Only a demo lets principals read these conversations.
        Told::Assistant(_) => matches!(app.0.auth, Auth::Demo),
        Told::Export(_) => may_get_account(app, caller).await.unwrap_or(false),
    }
}

async fn may_get_account(app: &App, caller: &Caller) -> Result<bool> {
    let decided = access::decide_now(app.workspace(), &caller.signed_in, Action::GetAccount).await?;
    Ok(decided.is_ok())
}

fn shape(app: &App, numbered: &Numbered) -> Event {
    let id = app.workspace().events.id(numbered.number);
    match &numbered.event {
        Told::Clock(clock) => named(names::CLOCK).id(id).data(json(clock)),
        Told::Export(export) => named(names::EXPORT).id(id).data(json(export)),
        Told::Assistant(news) => named(names::ASSISTANT).id(id).data(json(news)),
        Told::Resync => named(names::RESYNC).id(id).data("{}"),
    }
}

fn named(name: &str) -> Event {
    Event::default().event(name)
}

fn json<T: serde::Serialize>(value: &T) -> String {
    // All map keys of the wire's types are valid in JSON, so serialisation cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
