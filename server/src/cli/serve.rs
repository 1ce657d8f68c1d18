//! Runs the server, from its options to a graceful shutdown.

mod auth;
mod limits;

use std::{
    fmt::Write as _,
    io::{IsTerminal, Write},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, bail};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
    task::JoinHandle,
    time,
};
use tokio_util::task::TaskTracker;

use crate::{
    accounts::retention,
    cli::{AuthMethod, DnsKind, Serve},
    clock::{SECOND, SystemWall, Wall},
    duties,
    http::{
        self, App, Inner,
        connections::{self, Connections},
        metrics::Metrics,
        ui::Ui,
    },
    links,
    random::Random,
    signing::Endpoint,
    simulator::{
        activity,
        dns::Simulated,
        world::{self, SeedOptions},
    },
    store::Store,
    tasks::Tasks,
    worker,
    workspace::{
        ClockStart, Parts, Workspace,
        blobs::Blobs,
        data_dir::DataDir,
        dns::{self, Resolver},
    },
};

/// How long a task has to end after the server was told to stop.
const PATIENCE: Duration = Duration::from_secs(1);
/// Connections for metrics.
const METRICS_CONNECTIONS: usize = 8;
/// How often simulated time is reserved on disk.
const RESERVE_EVERY: Duration = Duration::from_secs(1);

/// Serves until SIGTERM, SIGHUP or Ctrl-C.
///
/// # Errors
/// When it cannot start; the message says how to fix it.
pub async fn serve(options: Serve) -> anyhow::Result<()> {
    auth::check(&options)?;
    let limit = limits::connections()?;
    let listener = bind(options.listen, "--listen").await?;
    let metrics_listener = match options.metrics_listen {
        Some(address) => Some(bind(address, "--metrics-listen").await?),
        None => None,
    };
    let address = listener.local_addr()?;
    let (console, files) = sites(&options, address.port())?;
    let ui = Ui::in_folder(&options.ui)
        .with_context(|| format!("cannot read the console in {}", options.ui.display()))?;
    let data = DataDir::open(&options.data)?;
    let wall: Arc<dyn Wall> = Arc::new(SystemWall::default());
    let workspace = open_workspace(&options, &data, wall, files).await?;
    if let Some(enabled) = options.activity {
        activity::enable(&workspace, enabled).await?;
    }
    let (stop, stopping) = watch::channel(false);
    let tasks = Tasks::default();
    let (stop_logs, logs_stopping) = watch::channel(false);
    let background = start_tasks(&tasks, &workspace, &stopping);
    let logs = start_logs(&tasks, &workspace, &logs_stopping);
    let swept = workspace.clone();
    tokio::spawn(async move { retention::sweep(&swept).await });
    let calls = TaskTracker::new();
    let auth = auth::open(&options, &workspace.store, &workspace.random).await?;
    let app = App::new(Inner {
        workspace: workspace.clone(),
        auth,
        secure_cookies: console.origin().starts_with("https://"),
        console: console.clone(),
        trusted_proxy: options.trusted_proxy,
        ui,
        metrics: Metrics::default(),
        tasks,
        downloads: Arc::new(Semaphore::new((limit * 3 / 4).max(1))),
        calls: calls.clone(),
        stop: stopping.clone(),
    });
    if let Some(listener) = metrics_listener {
        let router = http::metrics_router(app.clone());
        let few = Connections::new(METRICS_CONNECTIONS);
        tokio::spawn(connections::serve(listener, router, few, stopping.clone()));
    }
    let serving = connections::serve(listener, http::router(app), Connections::new(limit), stopping);
    let serving = tokio::spawn(serving);
    // Listen for the signal before announcing that the server is ready, so that an early signal counts too.
    let asked_to_end = end_signal()?;
    // A closed stdout is no reason to stop.
    let _ = writeln!(std::io::stdout(), "Attaché is ready: {}", console.origin());
    asked_to_end.await?;
    tracing::info!("ending");
    stop.send_replace(true);
    finish(serving, calls, background).await;
    // The logs are written to the last call.
    stop_logs.send_replace(true);
    join(logs).await;
    end(&workspace).await
}

async fn bind(address: SocketAddr, option: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "cannot listen on {address}; if another program uses the port, choose a different one with {option}"
        )
    })
}

/// Returns the origins of the console and of the files site, which browsers must treat as different sites.
fn sites(options: &Serve, port: u16) -> anyhow::Result<(Endpoint, Endpoint)> {
    let or = |given: &Option<Endpoint>, default: String| match given {
        Some(endpoint) => Ok(endpoint.clone()),
        None => Endpoint::parse(&default),
    };
    let console = or(&options.console_url, format!("http://localhost:{port}"))?;
    let files = or(&options.files_url, format!("http://127.0.0.1:{port}"))?;
    if console.host() == files.host() {
        bail!(
            "--console-url and --files-url use the same host ({}); files must be on a different host, so \
             that a hostile file cannot reach the console's session",
            console.host()
        );
    }
    Ok((console, files))
}

async fn open_workspace(
    options: &Serve,
    data: &DataDir,
    wall: Arc<dyn Wall>,
    files: Endpoint,
) -> anyhow::Result<Arc<Workspace>> {
    let store = Store::open(&data.database()).await?;
    let blobs = Blobs::in_folder(&data.blobs()?)?;
    let start = options.start.unwrap_or_else(|| wall.now() / SECOND * SECOND);
    let seed = SeedOptions {
        seed: options.seed,
        attachments: options.attachments,
        start: jiff::Timestamp::from_millisecond(start)?,
    };
    world::seed(&store, &blobs, &seed, progress_line())
        .await
        .context("cannot create the demo data")?;
    let random = Random::from_system().context("the operating system provides no randomness")?;
    auth::check_clock(options, &store, wall.now()).await?;
    let default_dns = match options.auth {
        AuthMethod::Demo => DnsKind::Simulated,
        AuthMethod::Password => DnsKind::System,
    };
    let dns: Box<dyn Resolver> = match options.dns.unwrap_or(default_dns) {
        DnsKind::Simulated => Box::new(Simulated(store.clone())),
        DnsKind::System => Box::new(dns::System::new().context("cannot read the system's DNS settings")?),
    };
    let parts = Parts {
        folder: data.root().to_owned(),
        store,
        blobs,
        wall,
        random,
        files,
        pace: options.pace,
        dns,
    };
    let clock = ClockStart {
        start: Some(start),
        speed: options.speed,
        real_time: options.auth == AuthMethod::Password,
    };
    Workspace::open(parts, clock)
        .await
        .context("cannot open the data directory")
}

/// Shows the progress of creating the demo data: one updating line on a terminal, otherwise one line per 10 %.
fn progress_line() -> impl FnMut(world::Progress) {
    let terminal = std::io::stderr().is_terminal();
    let mut shown = String::new();
    move |progress| {
        let world::Progress { stage, done, total } = progress;
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        let mut line = String::new();
        let step = if terminal { percent } else { percent / 10 * 10 };
        // Writing to a String cannot fail.
        let _ = write!(line, "Creating the demo data: {stage} {step} % of {total}");
        if line == shown {
            return;
        }
        let mut stderr = std::io::stderr().lock();
        // Failing to show progress is no reason to stop.
        let _ = match terminal {
            true if done == total => writeln!(stderr, "\r\x1b[K{line}"),
            true => write!(stderr, "\r\x1b[K{line}"),
            false => writeln!(stderr, "{line}"),
        };
        shown = line;
    }
}

/// Starts the worker and the clock.
fn start_tasks(
    tasks: &Tasks,
    workspace: &Arc<Workspace>,
    stop: &watch::Receiver<bool>,
) -> [JoinHandle<()>; 3] {
    let parts = || (workspace.clone(), stop.clone());
    let (worker, look_ups, clock) = (parts(), parts(), parts());
    [
        tasks.start("worker", stop.clone(), move || {
            let (workspace, stop) = worker.clone();
            worker::run(workspace, duties::local, stop)
        }),
        tasks.start("look-ups", stop.clone(), move || {
            let (workspace, stop) = look_ups.clone();
            worker::run(workspace, duties::remote, stop)
        }),
        tasks.start("clock", stop.clone(), move || {
            let (workspace, stop) = clock.clone();
            keep_time(workspace, stop)
        }),
    ]
}

/// Starts the tasks that write the logs.
fn start_logs(
    tasks: &Tasks,
    workspace: &Arc<Workspace>,
    stop: &watch::Receiver<bool>,
) -> [JoinHandle<()>; 2] {
    let parts = || (workspace.clone(), stop.clone());
    let (audit, uses) = (parts(), parts());
    [
        tasks.start("audit log", stop.clone(), move || {
            let (workspace, stop) = audit.clone();
            workspace.audit.clone().run(stop)
        }),
        tasks.start("log of link uses", stop.clone(), move || {
            let (workspace, stop) = uses.clone();
            workspace.uses.clone().run(stop)
        }),
    ]
}

async fn keep_time(workspace: Arc<Workspace>, mut stop: watch::Receiver<bool>) {
    let mut ticks = time::interval(RESERVE_EVERY);
    ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                if let Err(error) = links::record_counts(&workspace, false).await {
                    tracing::error!(%error, "cannot record refused uses of links");
                }
                if let Err(error) = workspace.reserve_time().await {
                    tracing::error!(%error, "the clock has stopped because its time cannot be saved");
                }
            }
            _ = stop.changed() => break,
        }
    }
}

#[cfg(unix)]
fn end_signal() -> anyhow::Result<impl Future<Output = anyhow::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
        Ok(())
    })
}

#[cfg(not(unix))]
fn end_signal() -> anyhow::Result<impl Future<Output = anyhow::Result<()>>> {
    Ok(async { Ok(tokio::signal::ctrl_c().await?) })
}

/// Waits for calls and tasks in progress.
async fn finish<const N: usize>(
    serving: JoinHandle<()>,
    calls: TaskTracker,
    background: [JoinHandle<()>; N],
) {
    calls.close();
    // It ended or was closed: a panic is in the log.
    let _ = serving.await;
    // Their callers may have left, so that no connection waits for them.
    if time::timeout(PATIENCE, calls.wait()).await.is_err() {
        tracing::warn!("some calls did not finish in time");
    }
    join(background).await;
}

async fn join<const N: usize>(tasks: [JoinHandle<()>; N]) {
    for mut task in tasks {
        // A unit of work is short; a long one is aborted, and repeated at the next start.
        if time::timeout(PATIENCE, &mut task).await.is_err() {
            task.abort();
            tracing::warn!("a background task was aborted");
        }
    }
}

/// Writes everything that is in memory only. Returns the first error after trying all of it.
async fn end(workspace: &Workspace) -> anyhow::Result<()> {
    let counts = links::record_counts(workspace, true).await;
    let uses = workspace.uses.write().await;
    let audit = workspace.audit.close().await;
    let clock = workspace.rest().await;
    workspace.store.close().await;
    counts.and(uses).and(audit).and(clock)?;
    Ok(())
}
