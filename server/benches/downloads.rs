//! Downloads through signed links, beside nginx serving the same bytes: each with one core, wrk on another with 64
//! kept-alive connections.

#![expect(clippy::print_stdout, reason = "the figures are the result")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark may stop at the first surprise"
)]

#[path = "support/figures.rs"]
mod figures;
#[expect(dead_code, reason = "the tests use all of it")]
#[path = "../tests/program/running.rs"]
mod running;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use figures::{Target, figure};
use running::Running;

const NGINX_PORT: u16 = 7_380;
const SMALL: usize = 16 * 1024;
/// The files: name, size in bytes, and the least part of nginx's rate that is wanted.
const FILES: [(&str, usize, f64); 2] = [("16 KiB", SMALL, 0.7), ("8 MiB", 8 * 1024 * 1024, 1.0)];
/// Rounds of each, in turn.
const ROUNDS: usize = 3;
const SECONDS: &str = "-d4s";

fn main() {
    if !["nginx", "wrk", "taskset"].iter().all(|tool| is_there(tool)) {
        println!(
            "downloads: skipped, because nginx, wrk or taskset is missing (Debian: nginx-light, wrk, util-linux)"
        );
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let server = Running::start(&dir.path().join("data"), &["--attachments", "60"]);
    pin(server.id(), "0");
    let links = deliver(&server);
    let nginx = Nginx::start(dir.path());
    println!("\nRatios of downloads, attache beside nginx:");
    for ((name, size, least), link) in FILES.into_iter().zip(&links) {
        fs::write(dir.path().join("file"), content(size)).unwrap();
        let peer = format!("http://127.0.0.1:{NGINX_PORT}/file");
        let mut rounds: Vec<_> = (0..ROUNDS)
            .map(|_| (load(link, server.id()), load(&peer, nginx.worker())))
            .collect();
        rounds.sort_by(|one, other| (one.0.rate / one.1.rate).total_cmp(&(other.0.rate / other.1.rate)));
        let (ours, theirs) = &rounds[ROUNDS / 2];
        println!(
            "{name}: {:.2} × nginx ({:.0} and {:.0} a second; p99 {} and {})",
            ours.rate / theirs.rate,
            ours.rate,
            theirs.rate,
            ours.p99,
            theirs.p99
        );
        let ratio = ours.rate / theirs.rate;
        figure(
            &format!("downloads of {name}, rate"),
            ratio,
            "× nginx",
            Target::AtLeast(least),
        );
        let cpu = ours.cpu / theirs.cpu;
        // Of a large file, nginx leaves the copying to the system.
        let most = match size > SMALL {
            true => Target::None,
            false => Target::AtMost(3.0),
        };
        figure(&format!("downloads of {name}, CPU each"), cpu, "× nginx", most);
    }
}

fn is_there(tool: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {tool}")])
        .stdout(Stdio::null())
        .status();
    found.is_ok_and(|status| status.success())
}

fn pin(process: u32, core: &str) {
    let pinned = Command::new("taskset")
        .args(["-a", "-c", "-p", core, &process.to_string()])
        .stdout(Stdio::null())
        .status();
    assert!(pinned.unwrap().success());
}

/// Text without a pattern that any layer could compress.
fn content(size: usize) -> String {
    let mut state = 1_u64;
    let mut letters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'!' + u8::try_from((state >> 33) % 90).unwrap())
    });
    letters.by_ref().take(size).collect()
}

/// Uploads the files, requests them and returns their links.
fn deliver(server: &Running) -> Vec<String> {
    let cookie = server.sign_in("owner");
    let get = |path: &str| server.call("GET", path, &cookie, "").json();
    let user = get("/api/v1/accounts/juniper-freight/users?limit=1")["items"][0].clone();
    let (id, email) = (user["id"].as_str().unwrap(), user["email"].as_str().unwrap());
    let conversations = get(&format!("/api/v1/simulator/people/{id}/conversations?limit=1"));
    let container = conversations["items"][0]["id"].as_str().unwrap();
    for (number, (_, size, _)) in FILES.into_iter().enumerate() {
        let path = format!(
            "/api/v1/simulator/uploads?sender={email}&container={container}&fileName=bench-{number}.bin"
        );
        let uploaded = server.call("POST", &path, &cookie, &content(size));
        assert_eq!(uploaded.status, 201, "{}", uploaded.body);
    }
    let accepted = server.call(
        "POST",
        "/api/v1/accounts/juniper-freight/exports",
        &cookie,
        r#"{"clientRequestToken":"bench"}"#,
    );
    let export = accepted.json()["id"].as_str().unwrap().to_owned();
    server.advance(&cookie, 26 * 3_600);
    server.until_delivered(&cookie, &export);
    let list = server.call(
        "GET",
        &format!("/api/v1/exports/{export}/manifest.txt"),
        &cookie,
        "",
    );
    (0..FILES.len())
        .map(|number| {
            let name = format!("/bench-{number}.bin?");
            list.body
                .lines()
                .find(|link| link.contains(&name))
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// An nginx that serves a folder with one worker.
struct Nginx {
    master: u32,
}

impl Nginx {
    fn start(folder: &Path) -> Self {
        let at = folder.display();
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|name| format!("{name}_temp_path {at}/{name};"))
            .collect();
        let settings = format!(
            "worker_processes 1; worker_cpu_affinity 01; pid {at}/nginx.pid; error_log {at}/nginx.log;
             events {{ worker_connections 1024; }}
             http {{ access_log {at}/access.log; sendfile on; tcp_nopush on; keepalive_requests 100000000; {paths}
                     server {{ listen 127.0.0.1:{NGINX_PORT}; root {at}; }} }}"
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, settings).unwrap();
        let started = Command::new("nginx").arg("-c").arg(&file).status().unwrap();
        assert!(started.success());
        let master = fs::read_to_string(folder.join("nginx.pid")).unwrap();
        Self {
            master: master.trim().parse().unwrap(),
        }
    }

    /// Returns the process that serves.
    fn worker(&self) -> u32 {
        let children = format!("/proc/{0}/task/{0}/children", self.master);
        let children = fs::read_to_string(children).unwrap();
        children.split_whitespace().next().unwrap().parse().unwrap()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = Command::new("kill").arg(self.master.to_string()).status();
    }
}

/// What wrk measured, and what the server spent.
struct Load {
    /// Downloads per second.
    rate: f64,
    /// CPU time per download, in clock ticks.
    cpu: f64,
    /// The time within which 99 of 100 were complete.
    p99: String,
}

fn load(url: &str, process: u32) -> Load {
    let before = ticks(process);
    let output = Command::new("taskset")
        .args(["-c", "1", "wrk", "-t1", "-c64", SECONDS, "--latency", url])
        .output()
        .unwrap();
    let spent = ticks(process) - before;
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("Non-2xx"), "{text}");
    let after = |label: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(label));
        line.unwrap_or_else(|| panic!("{label}: {text}"))
            .trim()
            .to_owned()
    };
    let rate = after("Requests/sec:").parse().unwrap();
    let requests = text.lines().find(|line| line.contains(" requests in ")).unwrap();
    let requests: f64 = requests.split_whitespace().next().unwrap().parse().unwrap();
    Load {
        rate,
        cpu: spent / requests,
        p99: after("99%"),
    }
}

/// Returns the CPU time that a process has used so far, in clock ticks (`proc_pid_stat(5)`: user and system time).
fn ticks(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<f64> = stat
        .rsplit_once(')')
        .unwrap()
        .1
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0.0))
        .collect();
    fields[11] + fields[12]
}
