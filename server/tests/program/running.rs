//! A server process and a minimal HTTP client.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use sqlx::{Connection, SqliteConnection};

/// Returns the program without settings from the environment.
pub(crate) fn attache() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ATTACHE_")) {
        command.env_remove(name);
    }
    command
}

/// Runs an SQL statement on a database that no server has open.
pub(crate) fn execute(database: &Path, sql: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}", database.display());
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query(sql).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    });
}

/// The signal of `abort()`.
const SIGABRT: i32 = 6;

pub(crate) struct Running {
    child: Child,
    port: u16,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Returns the session's cookie, as a client sends it.
    pub(crate) fn cookie(&self) -> String {
        let cookie = self
            .head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "));
        cookie.unwrap().split(';').next().unwrap().to_owned()
    }
}

/// Calls a server that may be killed meanwhile. `None` if it does not answer completely.
pub(crate) fn try_call(port: u16, method: &str, path: &str, cookie: &str, body: &str) -> Option<Reply> {
    let mut text = String::new();
    request(port, method, path, cookie, body)?
        .read_to_string(&mut text)
        .ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
    let body = match (chunked, length) {
        (true, _) => unchunk(body)?,
        (false, Some(length)) => (body.len() == length).then(|| body.to_owned())?,
        (false, None) => body.to_owned(),
    };
    Some(Reply {
        status,
        head: head.to_owned(),
        body,
    })
}

fn request(port: u16, method: &str, path: &str, cookie: &str, body: &str) -> Option<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    Some(stream)
}

impl Running {
    /// Starts a server and waits for the line that announces it is ready.
    pub(crate) fn start(data: &Path, arguments: &[&str]) -> Self {
        Self::start_as(attache(), data, arguments)
    }

    /// Like [`Running::start`], with a command to which the arguments are added.
    pub(crate) fn start_as(mut command: Command, data: &Path, arguments: &[&str]) -> Self {
        let started = Self::try_start_as(&mut command, data, arguments);
        started.unwrap_or_else(|line| panic!("not ready: {line:?}"))
    }

    /// Like [`Running::start_as`]. If the server ends before it is ready, returns what it printed.
    pub(crate) fn try_start_as(
        command: &mut Command,
        data: &Path,
        arguments: &[&str],
    ) -> Result<Self, String> {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok());
        match port {
            Some(port) => Ok(Self { child, port }),
            None => {
                child.wait().unwrap();
                Err(line)
            }
        }
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it ends by itself, and returns true if it aborted.
    pub(crate) fn aborted(mut self) -> bool {
        self.child.wait().unwrap().signal() == Some(SIGABRT)
    }

    pub(crate) fn call(&self, method: &str, path: &str, cookie: &str, body: &str) -> Reply {
        try_call(self.port, method, path, cookie, body).unwrap()
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn sign_in(&self, principal: &str) -> String {
        let body = format!("{{\"principal\":\"{principal}\"}}");
        self.call("POST", "/api/v1/session", "", &body).cookie()
    }

    /// Opens an event stream and leaves it open.
    pub(crate) fn listen(&self, cookie: &str) -> BufReader<TcpStream> {
        let mut stream = BufReader::new(request(self.port, "GET", "/api/v1/events", cookie, "").unwrap());
        stream.read_line(&mut String::new()).unwrap();
        stream
    }

    /// Advances the simulated clock.
    pub(crate) fn advance(&self, cookie: &str, seconds: u32) {
        let body = format!("{{\"advanceSeconds\":{seconds}}}");
        assert_eq!(self.call("PATCH", "/api/v1/clock", cookie, &body).status, 200);
    }

    /// Advances the simulated clock and waits until a running export has made progress.
    pub(crate) fn progress(&self, cookie: &str, seconds: u32) {
        let stream = self.listen(cookie);
        self.advance(cookie, seconds);
        let mut heard = stream.lines().map_while(Result::ok);
        assert!(heard.any(|line| line == "event: export"));
    }

    /// Waits for the delivery and returns the export.
    pub(crate) fn until_delivered(&self, cookie: &str, id: &str) -> Value {
        let mut lines = self.listen(cookie).lines().map_while(Result::ok);
        loop {
            let export = self
                .call("GET", &format!("/api/v1/exports/{id}"), cookie, "")
                .json();
            if export["deliveredAt"].is_string() {
                return export;
            }
            lines.find(|line| line == "event: export").unwrap();
        }
    }

    /// Sends SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal (`-TERM`). Returns the exit code and the time it took.
    pub(crate) fn end_with(mut self, signal: &str) -> (Option<i32>, Duration) {
        let start = Instant::now();
        let sent = Command::new("kill")
            .arg(signal)
            .arg(self.id().to_string())
            .status()
            .unwrap();
        assert!(sent.success());
        (self.child.wait().unwrap().code(), start.elapsed())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Joins the chunks; `None` if the last one is missing.
fn unchunk(mut body: &str) -> Option<String> {
    let mut whole = String::new();
    loop {
        let (size, rest) = body.split_once("\r\n")?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.push_str(rest.get(..size)?);
        body = rest.get(size + 2..)?;
    }
}
