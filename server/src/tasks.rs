//! Background tasks that must not end: one that fails is restarted, counted, and reported until it runs again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
    time,
};

/// The delay before the first restart. It doubles with every failure, up to [`LONGEST_DELAY`].
const DELAY: Duration = Duration::from_secs(1);
const LONGEST_DELAY: Duration = Duration::from_secs(60);
/// A task that has run this long after a restart is healthy again.
const STEADY: Duration = Duration::from_secs(10);

/// The background tasks of a server.
#[derive(Debug, Clone, Default)]
pub struct Tasks(Arc<Mutex<BTreeMap<&'static str, State>>>);

#[derive(Debug, Clone, Copy, Default)]
struct State {
    down: bool,
    restarts: u64,
}

impl Tasks {
    /// Starts a task, and restarts it whenever it ends before `stop` is set. Aborting the handle aborts the task.
    pub fn start<F>(
        &self,
        name: &'static str,
        mut stop: watch::Receiver<bool>,
        task: impl Fn() -> F + Send + 'static,
    ) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let tasks = self.clone();
        tasks.states().insert(name, State::default());
        tokio::spawn(async move {
            let mut delay = DELAY;
            loop {
                let mut running = JoinSet::new();
                running.spawn(task());
                let ended = match time::timeout(STEADY, running.join_next()).await {
                    Ok(ended) => ended,
                    Err(_) => {
                        delay = DELAY;
                        tasks.set(name, |state| state.down = false);
                        running.join_next().await
                    }
                };
                if *stop.borrow() {
                    return;
                }
                let cause = ended.and_then(Result::err).map(|error| error.to_string());
                let cause = cause.unwrap_or_else(|| "it ended".to_owned());
                tracing::error!(
                    task = name,
                    cause,
                    "a background task failed; it will be restarted"
                );
                tasks.set(name, |state| {
                    state.down = true;
                    state.restarts += 1;
                });
                tokio::select! {
                    () = time::sleep(delay) => delay = (delay * 2).min(LONGEST_DELAY),
                    _ = stop.wait_for(|stop| *stop) => return,
                }
            }
        })
    }

    /// Returns the name of a task that has failed and not yet recovered.
    pub fn down(&self) -> Option<&'static str> {
        let states = self.states();
        states.iter().find(|(_, state)| state.down).map(|(name, _)| *name)
    }

    /// Returns each task's name and how often it was restarted.
    pub fn restarts(&self) -> Vec<(&'static str, u64)> {
        let states = self.states();
        states
            .iter()
            .map(|(name, state)| (*name, state.restarts))
            .collect()
    }

    fn set(&self, name: &'static str, change: impl FnOnce(&mut State)) {
        change(self.states().entry(name).or_default());
    }

    fn states(&self) -> MutexGuard<'_, BTreeMap<&'static str, State>> {
        // No code panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
