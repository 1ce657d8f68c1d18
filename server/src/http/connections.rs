//! Connections: accepts them, limits their number, and closes those that make no progress.
//!
//! A stranger can open connections and then say nothing. So a connection has a deadline whenever its client is to act
//! ([`HEAD`], [`IDLE`], [`patient`], and for a request's body [`super::pace`]), buffers at most [`BUFFER`], and their number
//! is limited: when it is reached, the one that has waited longest for a request makes room for a new one, or else the one
//! whose client has read nothing for longest.

mod patient;

use std::{
    collections::BTreeMap,
    convert::Infallible,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::{Notify, OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{self, Instant},
};
use tower::ServiceExt;

use self::patient::Patient;
use super::guarded::Guarded;

/// Bytes that a connection buffers in each direction. A request's head must fit.
const BUFFER: usize = 16 * 1024;
/// Time for a request's head, from its first byte; for the first request, from the connection's beginning.
const HEAD: Duration = Duration::from_secs(10);
/// How long a connection is kept for the next request.
const IDLE: Duration = Duration::from_secs(75);
/// How long a client may read nothing before it makes room for another, if all places are taken.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection may wait for a request after the server was told to stop.
const LAST: Duration = Duration::from_secs(1);
/// How long calls in progress have to finish after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(8);
/// How long a connection has to close after it was asked to make room.
const ROOM: Duration = Duration::from_millis(100);
/// Pause after a connection could not be accepted, for lack of descriptors for instance.
const RETRY: Duration = Duration::from_millis(100);

/// The open connections of a server.
#[derive(Clone)]
pub struct Connections(Arc<Inner>);

struct Inner {
    free: Arc<Semaphore>,
    /// Connections that wait for a request, those that have waited longest first.
    waiting: Mutex<BTreeMap<u64, Arc<Notify>>>,
    /// Connections whose clients do not read, with the time since when; those that have not read for longest first.
    stalled: Mutex<BTreeMap<u64, (Instant, Arc<Notify>)>>,
    /// Notified when a connection begins to wait, or its client stops reading.
    changed: Notify,
    next: AtomicU64,
}

impl Connections {
    /// Allows this many connections at a time.
    pub fn new(limit: usize) -> Self {
        Self(Arc::new(Inner {
            free: Arc::new(Semaphore::new(limit.clamp(1, Semaphore::MAX_PERMITS))),
            waiting: Mutex::default(),
            stalled: Mutex::default(),
            changed: Notify::new(),
            next: AtomicU64::new(0),
        }))
    }

    /// Returns a place for a new connection. If all are taken, a connection whose client does nothing is closed; if there
    /// is none, this waits for one.
    pub async fn admit(&self) -> Connection {
        loop {
            if let Ok(permit) = self.0.free.clone().try_acquire_owned() {
                return Connection::new(self.clone(), permit);
            }
            let (closed, next) = self.0.dispensable();
            if let Some(close) = closed {
                close.notify_one();
                // It frees its place at once, unless a request has just arrived on it.
                if let Ok(Ok(permit)) = time::timeout(ROOM, self.0.free.clone().acquire_owned()).await {
                    return Connection::new(self.clone(), permit);
                }
                continue;
            }
            tokio::select! {
                () = self.0.changed.notified() => {}
                () = sleep_until(next) => {}
                Ok(permit) = self.0.free.clone().acquire_owned() => return Connection::new(self.clone(), permit),
            }
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

impl Inner {
    /// Takes the connection to close when all places are taken; otherwise, the time when one may be found.
    fn dispensable(&self) -> (Option<Arc<Notify>>, Option<Instant>) {
        if let Some((_, close)) = self.waiting().pop_first() {
            return (Some(close), None);
        }
        let mut stalled = self.stalled();
        match stalled.first_entry() {
            Some(first) if first.get().0 + PATIENCE <= Instant::now() => (Some(first.remove().1), None),
            Some(first) => (None, Some(first.get().0 + PATIENCE)),
            None => (None, None),
        }
    }

    fn stalled(&self) -> MutexGuard<'_, BTreeMap<u64, (Instant, Arc<Notify>)>> {
        // No code panics while it holds the lock.
        self.stalled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Notify>>> {
        // No code panics while it holds the lock.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Accepts connections until `stop` is set, then lets calls in progress finish, for a while. When it returns, every
/// connection has ended.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Connections,
    mut stop: watch::Receiver<bool>,
) {
    let mut tasks = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = tasks.join_next() => continue,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                time::sleep(RETRY).await;
                continue;
            }
        };
        // Otherwise the end of a response waits for the client's acknowledgement of its beginning.
        let _ = stream.set_nodelay(true);
        let connection = tokio::select! {
            connection = connections.admit() => connection,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        tasks.spawn(connection.serve(stream, peer, router.clone(), stop.clone()));
    }
    drop(listener);
    let drained = async { while tasks.join_next().await.is_some() {} };
    if time::timeout(DRAIN, drained).await.is_err() {
        tracing::warn!("some calls did not finish in time; their connections were closed");
        tasks.shutdown().await;
    }
}

/// A place for a connection, freed when dropped.
pub struct Connection {
    connections: Connections,
    state: Mutex<State>,
    /// Notified when there is an earlier deadline.
    hurries: Notify,
    /// Notified when the connection must make room.
    close: Arc<Notify>,
    _permit: OwnedSemaphorePermit,
}

/// What a connection does. It waits for a request while it is neither answering one nor writing.
struct State {
    answers: bool,
    writes: bool,
    /// True while a write waits for the client to read.
    stalls: bool,
    /// Its place among the connections whose clients do not read, if it is one.
    stalled: Option<u64>,
    /// Its place among the connections that wait, if it waits.
    order: Option<u64>,
    /// True if a request's head has begun, or is due at once, as on a new connection.
    in_head: bool,
    /// If it waits, when it is closed.
    deadline: Instant,
}

impl Connection {
    fn new(connections: Connections, permit: OwnedSemaphorePermit) -> Self {
        let connection = Self {
            connections,
            state: Mutex::new(State {
                answers: false,
                writes: false,
                stalls: false,
                stalled: None,
                order: None,
                in_head: true,
                deadline: Instant::now(),
            }),
            hurries: Notify::new(),
            close: Arc::new(Notify::new()),
            _permit: permit,
        };
        connection.change(|_| {});
        connection
    }

    /// Serves requests until the client leaves, a deadline passes, or the connection must make room. After `stop` is
    /// set, it ends with the call in progress.
    pub async fn serve<I>(self, io: I, peer: SocketAddr, router: Router, mut stop: watch::Receiver<bool>)
    where
        I: AsyncRead + AsyncWrite + Unpin,
    {
        let this = Arc::new(self);
        let io = TokioIo::new(Patient::new(io, this.clone()));
        let answering = this.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let (router, call) = (router.clone(), Call::begin(answering.clone()));
            async move {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                let response = router.oneshot(request).await?;
                Ok::<_, Infallible>(response.map(|body| Guarded::new(body, call)))
            }
        });
        let mut serving = pin!(
            http1::Builder::new()
                .max_buf_size(BUFFER)
                .serve_connection(io, service)
        );
        let mut expired = pin!(this.expired());
        let mut stopping = false;
        loop {
            tokio::select! {
                _ = serving.as_mut() => break,
                () = expired.as_mut() => break,
                () = this.close.notified() => if this.is_idle() { break },
                _ = stop.wait_for(|stop| *stop), if !stopping => {
                    stopping = true;
                    serving.as_mut().graceful_shutdown();
                    this.hurry(LAST);
                }
            }
        }
    }

    /// Returns when the connection has waited too long.
    async fn expired(&self) {
        loop {
            let deadline = {
                let state = self.state();
                state.order.map(|_| state.deadline)
            };
            match deadline {
                Some(deadline) if deadline <= Instant::now() => return,
                Some(deadline) => tokio::select! {
                    () = time::sleep_until(deadline) => {}
                    () = self.hurries.notified() => {}
                },
                None => self.hurries.notified().await,
            }
        }
    }

    /// Returns true if the client is to act: to send a request, or to read.
    fn is_idle(&self) -> bool {
        let state = self.state();
        !state.answers || state.stalls
    }

    /// Shortens the wait for a request, if it is waiting for one.
    fn hurry(&self, within: Duration) {
        let mut state = self.state();
        state.deadline = state.deadline.min(Instant::now() + within);
        self.hurries.notify_one();
    }

    /// Changes the state. If the connection begins to wait or no longer waits, the others' order changes, too.
    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        let all = &self.connections.0;
        match (state.stalls, state.stalled) {
            (true, None) => {
                let order = all.next.fetch_add(1, Ordering::Relaxed);
                state.stalled = Some(order);
                all.stalled().insert(order, (Instant::now(), self.close.clone()));
                all.changed.notify_one();
            }
            (false, Some(order)) => {
                state.stalled = None;
                all.stalled().remove(&order);
            }
            _ => {}
        }
        match (state.answers || state.writes, state.order) {
            (false, None) => {
                let order = all.next.fetch_add(1, Ordering::Relaxed);
                state.order = Some(order);
                state.deadline = Instant::now() + if state.in_head { HEAD } else { IDLE };
                all.waiting().insert(order, self.close.clone());
                self.hurries.notify_one();
                all.changed.notify_one();
            }
            (true, Some(order)) => {
                state.order = None;
                all.waiting().remove(&order);
            }
            _ => {}
        }
    }

    /// Notes that bytes arrived: if the connection waited, they begin a request's head, which has a deadline of its own.
    fn received(&self) {
        let mut state = self.state();
        if state.order.is_some() && !state.in_head {
            state.in_head = true;
            state.deadline = Instant::now() + HEAD;
            self.hurries.notify_one();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.change(|state| (state.answers, state.stalls) = (true, false));
    }
}

/// A request that is being answered, from its head to the end of the response's body.
struct Call(Arc<Connection>);

impl Call {
    fn begin(connection: Arc<Connection>) -> Self {
        connection.change(|state| state.answers = true);
        Self(connection)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.0.change(|state| {
            state.answers = false;
            state.in_head = false;
        });
    }
}
