//! What a connection may cost, told over streams in memory with a paused clock.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{net::SocketAddr, time::Duration};

use attache_server::http::connections::{Connection, Connections};
use axum::{Router, body::Body, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    sync::watch,
    task::JoinHandle,
    time::{self, Instant},
};

const LARGE: usize = 1_000_000;
const REQUEST: &[u8] = b"GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n";

fn router() -> Router {
    Router::new()
        .route("/small", get(async || "small"))
        .route("/large", get(async || Body::from(vec![b'x'; LARGE])))
        .route("/never", get(std::future::pending::<&'static str>))
}

/// A client of a connection that is being served.
struct Client {
    stream: DuplexStream,
    serving: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

impl Client {
    fn on(connection: Connection) -> Self {
        let (stream, theirs) = duplex(1_024);
        let (stop, stopping) = watch::channel(false);
        let peer = SocketAddr::from(([127, 0, 0, 1], 1));
        let serving = tokio::spawn(connection.serve(theirs, peer, router(), stopping));
        Self {
            stream,
            serving,
            stop,
        }
    }

    async fn new() -> Self {
        Self::on(Connections::new(1).admit().await)
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// Reads a response with a body of five bytes.
    async fn small(&mut self) {
        let mut read = Vec::new();
        while !read.ends_with(b"small") {
            assert_ne!(self.stream.read_buf(&mut read).await.unwrap(), 0, "closed early");
        }
    }

    /// Returns after how long the server closes the connection.
    async fn closed_after(self) -> Duration {
        let begin = Instant::now();
        self.serving.await.unwrap();
        begin.elapsed()
    }
}

const fn seconds(seconds: u64) -> std::ops::Range<Duration> {
    Duration::from_secs(seconds)..Duration::from_secs(seconds + 1)
}

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_disconnected() {
    let client = Client::new().await;
    assert!(seconds(10).contains(&client.closed_after().await));
}

#[tokio::test(start_paused = true)]
async fn half_a_head_does_not_keep_a_connection_open() {
    let mut client = Client::new().await;
    client.send(b"GET /small HTTP/1.1\r\nHost: local").await;
    assert!(
        seconds(10).contains(&client.closed_after().await),
        "from the beginning"
    );

    let mut client = Client::new().await;
    client.send(REQUEST).await;
    client.small().await;
    time::sleep(Duration::from_secs(30)).await;
    client.send(b"GET /sm").await;
    assert!(
        seconds(10).contains(&client.closed_after().await),
        "from the first byte of a later head"
    );
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_kept_for_the_next_request_but_not_for_ever() {
    let mut client = Client::new().await;
    for _ in 0..3 {
        client.send(REQUEST).await;
        client.small().await;
        time::sleep(Duration::from_secs(70)).await;
    }
    client.send(REQUEST).await;
    client.small().await;
    assert!(seconds(75).contains(&client.closed_after().await));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_nothing_is_disconnected_and_one_that_reads_slowly_is_not() {
    let mut client = Client::new().await;
    client
        .send(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await;
    assert!(seconds(60).contains(&client.closed_after().await));

    let mut client = Client::new().await;
    client
        .send(b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await;
    let (mut read, mut part) = (0, [0; 20_000]);
    while let Ok(count @ 1..) = client.stream.read(&mut part).await {
        read += count;
        time::sleep(Duration::from_secs(50)).await;
    }
    assert!(read > LARGE, "{read}");
}

#[tokio::test(start_paused = true)]
async fn a_response_that_takes_long_is_waited_for() {
    let mut client = Client::new().await;
    client
        .send(b"GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await;
    time::sleep(Duration::from_secs(3_600)).await;
    assert!(!client.serving.is_finished());
}

#[tokio::test(start_paused = true)]
async fn the_connection_that_has_waited_longest_makes_room() {
    let connections = Connections::new(2);
    let mut first = Client::on(connections.admit().await);
    let mut second = Client::on(connections.admit().await);
    for client in [&mut first, &mut second] {
        client.send(REQUEST).await;
        client.small().await;
    }
    first.send(REQUEST).await;
    first.small().await;
    let mut third = Client::on(connections.admit().await);
    third.send(REQUEST).await;
    third.small().await;
    assert!(second.closed_after().await.is_zero(), "it waited longest");
    first.send(REQUEST).await;
    first.small().await;
}

#[tokio::test(start_paused = true)]
async fn a_call_in_progress_never_makes_room_while_its_client_reads() {
    let connections = Connections::new(1);
    let mut busy = Client::on(connections.admit().await);
    busy.send(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    let mut rest = Vec::new();
    busy.stream.read_buf(&mut rest).await.unwrap();
    for _ in 0..10 {
        let waits = time::timeout(Duration::from_secs(4), connections.admit()).await;
        assert!(waits.is_err(), "there is no place");
        busy.stream.read_buf(&mut rest).await.unwrap();
    }
    while rest.len() < LARGE {
        busy.stream.read_buf(&mut rest).await.unwrap();
    }
    let place = time::timeout(Duration::from_secs(1), connections.admit()).await;
    assert!(place.is_ok(), "the call has ended");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_stops_reading_makes_room() {
    let connections = Connections::new(2);
    let mut clients = Vec::new();
    for _ in 0..2 {
        let mut client = Client::on(connections.admit().await);
        client
            .send(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await;
        let mut begin = [0; 500];
        client.stream.read_exact(&mut begin).await.unwrap();
        clients.push(client);
        time::sleep(Duration::from_secs(1)).await;
    }
    let begin = Instant::now();
    let mut third = Client::on(connections.admit().await);
    assert!(seconds(3).contains(&begin.elapsed()), "{:?}", begin.elapsed());
    assert!(clients[0].serving.is_finished(), "it read nothing for longest");
    assert!(!clients[1].serving.is_finished());
    third.send(REQUEST).await;
    third.small().await;
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_does_not_wait_for_a_client_that_says_nothing() {
    let silent = Client::new().await;
    time::sleep(Duration::from_secs(1)).await;
    silent.stop.send_replace(true);
    assert!(silent.closed_after().await <= Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_waits_for_the_call_in_progress() {
    let mut idle = Client::new().await;
    idle.send(REQUEST).await;
    idle.small().await;
    idle.stop.send_replace(true);
    assert!(idle.closed_after().await.is_zero());

    let mut busy = Client::new().await;
    busy.send(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    let mut begin = [0; 500];
    busy.stream.read_exact(&mut begin).await.unwrap();
    busy.stop.send_replace(true);
    let mut rest = Vec::new();
    busy.stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.len() > LARGE - 500, "{}", rest.len());
}

#[tokio::test(start_paused = true)]
async fn a_head_has_a_limit() {
    let client = Client::new().await;
    let head = format!(
        "GET /small HTTP/1.1\r\nHost: localhost\r\nX-Long: {}",
        "x".repeat(70_000)
    );
    let (mut reader, mut writer) = tokio::io::split(client.stream);
    let sending = tokio::spawn(async move { writer.write_all(head.as_bytes()).await });
    let mut answer = vec![0; 12];
    reader.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 431");
    sending.abort();
    client.serving.await.unwrap();
}
