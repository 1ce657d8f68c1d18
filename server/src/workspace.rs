//! A workspace: one tenant world with everything that belongs to it. Every request is resolved to a workspace first;
//! nothing of a workspace is global.

pub mod backup;
pub mod blobs;
pub mod data_dir;
pub mod dns;
pub mod estimates;
pub mod events;
pub mod injected;
pub mod link_cache;
mod pace;
pub mod refusals;
pub mod use_log;

pub use pace::Pace;

use std::{path::PathBuf, sync::Arc};

use attache_wire::{
    clock::{Clock, ClockEvent},
    error::ErrorCode,
    event::Event,
};
use tokio::sync::{Mutex, Notify, RwLock, RwLockReadGuard, watch};

use self::{
    blobs::Blobs, dns::Resolver, estimates::Estimates, events::Hub, injected::Injected,
    link_cache::LinkCache, refusals::Refusals, use_log::UseLog,
};
use crate::{
    audit::AuditLog,
    clock::{ClockChange, Millis, SECOND, SimClock, Wall, rfc3339},
    error::{Refusal, Result},
    random::Random,
    signing::Endpoint,
    store::{self, Store},
};

/// A world: its data, its files, its clock and its pipeline.
pub struct Workspace {
    /// The database.
    pub store: Store,
    /// The attachments' bytes.
    pub blobs: Blobs,
    /// The audit log.
    pub audit: AuditLog,
    /// The simulated clock, and the wall clock that drives it.
    pub clock: SimClock,
    real_time: bool,
    /// Live events for listening consoles.
    pub events: Hub,
    /// The DNS for domain verification.
    pub dns: Box<dyn Resolver>,
    /// Randomness.
    pub random: Random,
    /// The files site: every link begins with its origin.
    pub files: Endpoint,
    /// Whether the pipeline keeps to simulated time.
    pub pace: Pace,
    /// Changes when there may be work: after a submission or a clock change.
    work: watch::Sender<()>,
    /// True if the world is complete. Users of the world hold it for reading, a reset holds it for writing.
    pub ready: RwLock<bool>,
    /// Makes the worker crash, if one is running.
    pub crash: Notify,
    /// Faults of the whole server that the simulator injects.
    pub injected: Injected,
    /// Held while a scenario is launched or the world is reset, so that only one runs at a time.
    pub exclusive: Mutex<()>,
    /// Cached estimates.
    pub estimates: Estimates,
    /// The uses of links.
    pub uses: UseLog,
    /// Keys and files behind links.
    pub links: LinkCache,
    /// Counts refused uses of links.
    pub refusals: Refusals,
    /// Changes whenever sessions may have ended.
    ended: watch::Sender<()>,
}

/// The parts of a new workspace.
#[expect(missing_docs, reason = "the fields are Workspace's")]
pub struct Parts {
    /// The folder of the audit log's key and head.
    pub folder: PathBuf,
    pub store: Store,
    pub blobs: Blobs,
    pub wall: Arc<dyn Wall>,
    pub random: Random,
    pub files: Endpoint,
    pub pace: Pace,
    pub dns: Box<dyn Resolver>,
}

impl Workspace {
    /// Opens a workspace that continues from the stored clock.
    ///
    /// # Errors
    /// When the database or the blob store fails.
    pub async fn open(parts: Parts, start: ClockStart) -> Result<Arc<Self>> {
        let Parts {
            folder,
            store,
            blobs,
            wall,
            random,
            files,
            pace,
            dns,
        } = parts;
        blobs.discard_leftovers().await?;
        let audit = AuditLog::open(store.clone(), &folder, wall.clone(), &random).await?;
        let uses = UseLog::new(store.clone(), audit.clone());
        let mut tx = store.write().await?;
        let real_time = start.real_time;
        let saved = start.resume(store::clock::load(&mut tx).await?, wall.now());
        store::clock::save(&mut tx, &saved).await?;
        store::pipeline::release_leases(&mut tx).await?;
        tx.commit().await?;
        let workspace = Arc::new(Self {
            dns,
            clock: SimClock::resume(wall, saved),
            real_time,
            events: Hub::new(random.id()),
            store,
            blobs,
            audit,
            random,
            files,
            pace,
            work: watch::Sender::new(()),
            ready: RwLock::new(true),
            crash: Notify::new(),
            injected: Injected::default(),
            exclusive: Mutex::default(),
            estimates: Estimates::default(),
            uses,
            links: LinkCache::default(),
            refusals: Refusals::default(),
            ended: watch::Sender::new(()),
        });
        workspace.reserve_time().await?;
        Ok(workspace)
    }

    /// Checks that the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check_health(&self) -> Result<()> {
        Ok(self.store.ping().await?)
    }

    /// Keeps the world from being reset for as long as the guard lives.
    ///
    /// # Errors
    /// 503 during a reset.
    pub fn whole(&self) -> Result<RwLockReadGuard<'_, bool>, Refusal> {
        match self.ready.try_read() {
            Ok(whole) if *whole => Ok(whole),
            _ => Err(Refusal {
                retry_after: Some(5),
                ..Refusal::new(
                    ErrorCode::Unavailable,
                    "The demo data is being reset. Try again shortly.",
                )
            }),
        }
    }

    /// Returns the simulated time.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Wakes every scheduler, because there may be work.
    pub fn wake(&self) {
        self.work.send_replace(());
    }

    /// Returns a receiver that changes whenever there may be work.
    pub fn watch_work(&self) -> watch::Receiver<()> {
        self.work.subscribe()
    }

    /// Notifies waiting streams that sessions may have ended.
    pub fn sessions_ended(&self) {
        self.ended.send_replace(());
    }

    /// Returns a receiver that changes whenever this process may have ended sessions. Another process (`attache user`)
    /// can end some too.
    pub fn watch_sessions(&self) -> watch::Receiver<()> {
        self.ended.subscribe()
    }

    /// Changes the clock, notifies listeners, and returns its new state.
    ///
    /// # Errors
    /// When the database fails; the clock is unchanged then.
    pub async fn change_clock(&self, change: ClockChange) -> Result<Clock> {
        let mut tx = self.store.write().await?;
        let saved = self.clock.plan(change);
        store::clock::save(&mut tx, &saved).await?;
        tx.commit().await?;
        self.clock.apply(saved);
        self.wake();
        self.announce_clock().await
    }

    /// Reserves time on disk ahead of what the clock shows. Call it about every second.
    ///
    /// # Errors
    /// When the database fails. The clock then stalls instead of passing the reserved time.
    pub async fn reserve_time(&self) -> Result<()> {
        if self.clock.is_paused() {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        let catch_up = match self.real_time {
            // The machine may have slept, or its clock been set.
            true => self.clock.wall().now() - self.clock.now(),
            false => 0,
        };
        let saved = self.clock.plan(ClockChange {
            advance: catch_up,
            ..ClockChange::default()
        });
        store::clock::save(&mut tx, &saved).await?;
        tx.commit().await?;
        self.clock.apply(saved);
        Ok(())
    }

    /// Saves the current clock for a graceful shutdown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rest(&self) -> Result<()> {
        let mut tx = self.store.write().await?;
        store::clock::save(&mut tx, &self.clock.at_rest()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Returns the clock in its API form.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clock_now(&self) -> Result<Clock> {
        let now = self.now();
        let mut conn = self.store.read().await?;
        let next_event = store::clock::next_event(&mut conn, now).await?;
        Ok(Clock {
            now: rfc3339(now),
            speed: self.clock.speed(),
            rate: self.clock.rate(),
            paused: self.clock.is_paused(),
            next_event: next_event.map(|(at, kind)| ClockEvent {
                at: rfc3339(at),
                kind,
            }),
        })
    }

    /// Notifies listeners of the clock.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn announce_clock(&self) -> Result<Clock> {
        let clock = self.clock_now().await?;
        self.events.publish(Event::Clock(clock.clone()));
        Ok(clock)
    }
}

/// How the clock starts or resumes.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClockStart {
    /// Simulated time of the very first start; wall time if not given.
    pub start: Option<Millis>,
    /// The speed from the command line; if `None`, the saved one, or else `auto`.
    pub speed: Option<attache_wire::clock::Speed>,
    /// Simulated time is wall time, whatever was saved: people who sign in with passwords are no demo.
    pub real_time: bool,
}

impl ClockStart {
    fn resume(self, saved: Option<crate::clock::Saved>, wall: Millis) -> crate::clock::Saved {
        use attache_wire::clock::Speed;
        if self.real_time {
            // The clock never runs backwards, not even if the machine's did.
            let now = saved.map_or(wall, |saved| saved.now.max(saved.reserved_until).max(wall));
            return crate::clock::Saved {
                now,
                reserved_until: now,
                wall,
                speed: Speed::Constant(1.0),
                paused: false,
            };
        }
        let Some(saved) = saved else {
            // Whole seconds look better in a demo.
            let now = self.start.unwrap_or(wall - wall % SECOND);
            let speed = self.speed.unwrap_or(Speed::AUTO);
            return crate::clock::Saved {
                now,
                reserved_until: now,
                wall,
                speed,
                paused: false,
            };
        };
        // A clock saved at a graceful shutdown has reserved nothing beyond its time. After a kill, it may have shown
        // all of its reserved time.
        let mut now = saved.now.max(saved.reserved_until);
        if saved.speed == Speed::Constant(1.0) && !saved.paused {
            now += (wall - saved.wall).max(0);
        }
        let speed = self.speed.unwrap_or(saved.speed);
        crate::clock::Saved {
            now,
            reserved_until: now,
            wall,
            speed,
            paused: saved.paused,
        }
    }
}
