//! A server on a data directory.

use std::{
    fs,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use attache_server::{
    access::sign_in::{Auth, Passwords},
    clock::{ClockChange, ManualWall, parse_rfc3339},
    duties,
    http::{self, App, Inner, metrics::Metrics, ui::Ui},
    random::Random,
    signing::Endpoint,
    simulator::{
        dns::Simulated,
        world::{self, SeedOptions},
    },
    store::Store,
    tasks::Tasks,
    worker::NextRun,
    workspace::{ClockStart, Pace, Parts, Workspace, blobs::Blobs, dns::Resolver},
};
use axum::{
    Router,
    http::{Method, StatusCode},
};
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::{Semaphore, watch};

use crate::{Actor, HOUR, JUNIPER, ReadFault, Reply, START, faulty::Faulty, fill};

/// How a server runs.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The console's origin.
    pub console: &'static str,
    /// The files site's origin.
    pub files: &'static str,
    /// Whether principals sign in with passwords.
    pub passwords: bool,
    /// The proxy whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<IpAddr>,
    /// Creates a resolver other than the simulated DNS.
    pub dns: Option<fn() -> Box<dyn Resolver>>,
    /// The reads of stored files that fail.
    pub read_fault: Option<ReadFault>,
    /// Loads another console than the placeholder.
    pub ui: Option<fn() -> Ui>,
    /// How long exports take.
    pub pace: Pace,
    /// Seed of everything random; `None` takes the system's randomness.
    pub seed: Option<u64>,
    /// Whether stored files are read through the object store, as if they were not on this machine.
    pub object_store: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            console: "http://localhost:3000",
            files: "http://127.0.0.1:3000",
            passwords: false,
            trusted_proxy: None,
            dns: None,
            read_fault: None,
            ui: None,
            pace: Pace::Sim,
            seed: Some(1),
            object_store: false,
        }
    }
}

/// A running server.
pub struct Server {
    /// What the server's own code works on.
    pub workspace: Arc<Workspace>,
    /// Its wall clock, which moves only when told to.
    pub wall: Arc<ManualWall>,
    router: Router,
    stop: watch::Sender<bool>,
    folder: PathBuf,
    reads: Arc<AtomicU64>,
    /// Deletes the folder when the last server on it is gone.
    temporary: Option<Arc<TempDir>>,
}

impl Server {
    /// Starts a server with a small world: two accounts, a few users, and one attachment for each clause of the scope rule.
    pub async fn start() -> Self {
        Self::start_with(Settings::default()).await
    }

    /// [`Server::start`] with other settings.
    pub async fn start_with(settings: Settings) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let mut server = Self::open(folder.path(), settings).await;
        server.temporary = Some(folder);
        fill::fill(&server.workspace).await;
        // With passwords, time is real.
        if !settings.passwords {
            let paused = ClockChange {
                paused: Some(true),
                ..ClockChange::default()
            };
            server.workspace.change_clock(paused).await.unwrap();
        }
        server
    }

    /// Starts a server on a data directory.
    pub async fn open(folder: &Path, settings: Settings) -> Self {
        let start = parse_rfc3339(START).unwrap();
        let wall = Arc::new(ManualWall::new(start));
        let store = open_store(folder).await;
        let reads = Arc::new(AtomicU64::new(0));
        let blobs = Blobs::in_folder(&folder.join("blobs")).unwrap();
        let blobs = match settings.read_fault {
            None if settings.object_store => blobs.through(|objects| objects),
            None => blobs,
            Some(fault) => blobs.through(|objects| {
                let reads = reads.clone();
                Arc::new(Faulty {
                    objects,
                    fault,
                    reads,
                })
            }),
        };
        let parts = Parts {
            folder: folder.to_owned(),
            store: store.clone(),
            blobs,
            wall: wall.clone(),
            random: match settings.seed {
                Some(seed) => Random::seeded(seed),
                None => Random::from_system().unwrap(),
            },
            files: Endpoint::parse(settings.files).unwrap(),
            pace: settings.pace,
            dns: match settings.dns {
                Some(dns) => dns(),
                None => Box::new(Simulated(store)),
            },
        };
        let clock = ClockStart {
            start: Some(start),
            speed: None,
            real_time: settings.passwords,
        };
        let workspace = Workspace::open(parts, clock).await.unwrap();
        let (stop, stopping) = watch::channel(false);
        let auth = match settings.passwords {
            true => Auth::Password(Box::new(Passwords::new(&workspace.random).unwrap())),
            false => Auth::Demo,
        };
        let app = App::new(Inner {
            workspace: workspace.clone(),
            console: Endpoint::parse(settings.console).unwrap(),
            auth,
            secure_cookies: settings.console.starts_with("https://"),
            trusted_proxy: settings.trusted_proxy,
            ui: settings.ui.map_or_else(Ui::not_built, |ui| ui()),
            metrics: Metrics::default(),
            tasks: Tasks::default(),
            downloads: Arc::new(Semaphore::new(1_000)),
            calls: Default::default(),
            stop: stopping,
        });
        Self {
            workspace,
            wall,
            router: http::router(app),
            stop,
            folder: folder.to_owned(),
            reads,
            temporary: None,
        }
    }

    /// Kills the server, so that only what was committed is kept, and starts another on the same data.
    pub async fn crash_and_restart(self) -> Self {
        self.workspace.store.close().await;
        let (folder, temporary) = (self.folder.clone(), self.temporary.clone());
        drop(self);
        let settings = Settings {
            seed: Some(2),
            ..Settings::default()
        };
        Self {
            temporary,
            ..Self::open(&folder, settings).await
        }
    }

    /// The data directory.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How many stored files were read, or tried to be; counted only with [`Settings::read_fault`].
    pub fn reads(&self) -> u64 {
        self.reads.load(Ordering::SeqCst)
    }

    /// Stops the streams that would not end by themselves.
    pub fn end(&self) {
        self.stop.send_replace(true);
    }

    /// A caller who is not signed in.
    pub fn anybody(&self) -> Actor {
        Actor {
            router: self.router.clone(),
            cookie: None,
        }
    }

    /// Signs a principal in, in a demo.
    pub async fn sign_in(&self, principal: &str) -> Actor {
        let reply = self
            .anybody()
            .post("/api/v1/session", &json!({ "principal": principal }))
            .await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
        let cookie = reply.header("set-cookie").unwrap();
        Actor {
            router: self.router.clone(),
            cookie: cookie.split(';').next().map(str::to_owned),
        }
    }

    /// Follows a link as a download program does.
    pub async fn follow(&self, method: Method, link: &str, range: Option<&str>) -> Reply {
        let headers: Vec<_> = range.iter().map(|range| ("range", *range)).collect();
        self.anybody().fetch(method, link, &headers).await
    }

    /// Runs all duties until nothing is left to do at this time.
    pub async fn work(&self) {
        let mut scheduler = duties::scheduler();
        loop {
            match scheduler.tick(&self.workspace).await.unwrap() {
                NextRun::Now => {}
                // Another worker's lease has to run out, or a retry is waiting.
                NextRun::After(wait) => self.wall.advance(wait),
                NextRun::At(_) | NextRun::Idle => break,
            }
        }
        // To the lease, the next call is another worker.
        self.wall.advance(Duration::from_secs(31));
    }

    /// Advances the simulated clock, in seconds, and lets the pipeline catch up.
    pub async fn advance(&self, seconds: i64) {
        let actor = self.sign_in("read-only").await;
        let reply = actor
            .patch("/api/v1/clock", &json!({ "advanceSeconds": seconds }))
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        self.work().await;
    }

    /// Requests Juniper Freight's attachments and waits for the delivery. Returns the export's id.
    pub async fn delivered(&self, actor: &Actor) -> String {
        let reply = actor.submit(JUNIPER, "tok-1").await;
        assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.text());
        let id = reply.json()["id"].as_str().unwrap().to_owned();
        self.work().await;
        self.advance(26 * HOUR).await;
        id
    }
}

/// Generates a demo world in a data directory, and returns its database.
pub async fn seed(folder: &Path, seed: u64, attachments: u32) -> Store {
    let store = open_store(folder).await;
    let options = SeedOptions {
        seed,
        attachments: Some(attachments),
        start: START.parse().unwrap(),
    };
    let blobs = Blobs::in_folder(&folder.join("blobs")).unwrap();
    world::seed(&store, &blobs, &options, |_| ()).await.unwrap();
    store
}

async fn open_store(folder: &Path) -> Store {
    fs::create_dir_all(folder.join("blobs")).unwrap();
    Store::open(&folder.join("attache.db")).await.unwrap()
}
