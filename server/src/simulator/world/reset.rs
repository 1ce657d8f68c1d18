//! The stored seed and size of a world, from which a reset recreates it, and the order to reset it. A server that was
//! killed midway finds the order at its next start.

use jiff::Timestamp;

use super::SeedOptions;
use crate::store::{self, Conn};

const SEED: &str = "world.seed";
const ATTACHMENTS: &str = "world.attachments";
/// When the world of a reset begins, in Unix milliseconds. Present until the reset is complete.
const START: &str = "world.start";

/// The seed of a world created before seeds were stored.
const DEFAULT_SEED: u64 = 1;

/// Stores the options of the world being created.
pub(super) async fn remember(conn: &mut Conn, options: &SeedOptions) -> store::Result<()> {
    store::set_meta(conn, SEED, &options.seed.to_string()).await?;
    match options.attachments {
        Some(attachments) => store::set_meta(conn, ATTACHMENTS, &attachments.to_string()).await,
        None => store::unset_meta(conn, ATTACHMENTS).await,
    }
}

/// Returns the stored options of the initial world, beginning at `start`.
///
/// # Errors
/// When the query fails.
pub async fn remembered(conn: &mut Conn, start: Timestamp) -> store::Result<SeedOptions> {
    let seed = store::meta(conn, SEED).await?;
    let attachments = store::meta(conn, ATTACHMENTS).await?;
    Ok(SeedOptions {
        seed: seed.and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_SEED),
        attachments: attachments.and_then(|text| text.parse().ok()),
        start,
    })
}

/// Orders a new world in place of the current one. The next [`super::seed`] creates it, whatever options it gets.
///
/// # Errors
/// When a statement fails.
pub async fn order_reset(conn: &mut Conn, options: &SeedOptions) -> store::Result<()> {
    remember(conn, options).await?;
    store::set_meta(conn, START, &options.start.as_millisecond().to_string()).await
}

/// Returns the ordered world, or `None` if no order is pending.
pub(super) async fn ordered(conn: &mut Conn) -> store::Result<Option<SeedOptions>> {
    let start = store::meta(conn, START).await?;
    let start = start.and_then(|text| Timestamp::from_millisecond(text.parse().ok()?).ok());
    match start {
        Some(start) => remembered(conn, start).await.map(Some),
        None => Ok(None),
    }
}

/// Removes a completed order.
pub(super) async fn done(conn: &mut Conn) -> store::Result<()> {
    store::unset_meta(conn, START).await
}
