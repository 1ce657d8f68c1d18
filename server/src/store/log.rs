//! Writing SQLite's log back into the database file: beside the calls, not in one of them.
//!
//! A change of 200 users writes a thousand pages. Whoever commits when the log is long has to write them a second time,
//! into the file, and to wait for the disk once more.

use std::time::Duration;

use tokio::{sync::watch, time};

use super::{Result, Store};

/// How often it is done.
const EVERY: Duration = Duration::from_millis(500);
/// Pages in the log from which on a commit does it after all (some 64 MB): when nobody else does, or not fast enough.
pub(super) const AT_COMMIT: &str = "16000";

impl Store {
    /// Writes what is in the log into the database file, as far as no reader needs the file as it is. Nobody waits for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write_log_back(&self) -> Result<()> {
        let mut conn = self.read().await?;
        sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
            .execute(&mut *conn)
            .await?;
        Ok(())
    }

    /// Does so twice a second, until told to stop.
    pub async fn keep_log_short(self, mut stop: watch::Receiver<bool>) {
        let mut ticks = time::interval(EVERY);
        ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {
                    if let Err(error) = self.write_log_back().await {
                        tracing::warn!(%error, "the database's log cannot be written back");
                    }
                }
                _ = stop.changed() => break,
            }
        }
    }
}
