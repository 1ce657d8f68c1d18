//! What is stored of a world so that it can be reset: its seed and its size. And the order to reset it, which a
//! server that is killed in the middle finds at its next start.

use jiff::Timestamp;

use super::SeedOptions;
use crate::store::{self, Conn};

const SEED: &str = "world.seed";
const ATTACHMENTS: &str = "world.attachments";
/// When the world that a reset makes begins, in Unix milliseconds. Present until the reset is finished.
const START: &str = "world.start";

/// The seed of a world that is too old to remember its own.
const DEFAULT_SEED: u64 = 1;

/// Remembers which world is being made.
pub(super) async fn remember(conn: &mut Conn, options: &SeedOptions) -> store::Result<()> {
    store::set_meta(conn, SEED, &options.seed.to_string()).await?;
    match options.attachments {
        Some(attachments) => store::set_meta(conn, ATTACHMENTS, &attachments.to_string()).await,
        None => store::unset_meta(conn, ATTACHMENTS).await,
    }
}

/// The world that was made at first, to begin at `start`.
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

/// Orders this world in place of the one that is there: the next [`super::seed`] makes it, whatever it is told.
///
/// # Errors
/// When a statement fails.
pub async fn order_reset(conn: &mut Conn, options: &SeedOptions) -> store::Result<()> {
    remember(conn, options).await?;
    store::set_meta(conn, START, &options.start.as_millisecond().to_string()).await
}

/// The world that was ordered and is not finished.
pub(super) async fn ordered(conn: &mut Conn) -> store::Result<Option<SeedOptions>> {
    let start = store::meta(conn, START).await?;
    let start = start.and_then(|text| Timestamp::from_millisecond(text.parse().ok()?).ok());
    match start {
        Some(start) => remembered(conn, start).await.map(Some),
        None => Ok(None),
    }
}

/// The order is carried out.
pub(super) async fn done(conn: &mut Conn) -> store::Result<()> {
    store::unset_meta(conn, START).await
}
