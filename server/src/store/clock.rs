//! The simulated clock's row, and the times of upcoming events.

use attache_wire::clock::ClockEventKind;

use super::{Conn, Result};
use crate::clock::{Millis, Saved, parse_speed, speed_text};

/// Returns the saved clock; `None` if none was saved.
///
/// # Errors
/// When the query fails.
pub async fn load(conn: &mut Conn) -> Result<Option<Saved>> {
    let row: Option<(Millis, Millis, Millis, String, bool)> =
        sqlx::query_as("SELECT now, reserved_until, wall, speed, paused FROM clock WHERE id = 1")
            .fetch_optional(conn)
            .await?;
    row.map(|(now, reserved_until, wall, speed, paused)| {
        Ok(Saved {
            now,
            reserved_until,
            wall,
            speed: super::spelled(parse_speed(&speed).ok(), "clock.speed")?,
            paused,
        })
    })
    .transpose()
}

/// Saves the clock.
///
/// # Errors
/// When the query fails.
pub async fn save(conn: &mut Conn, saved: &Saved) -> Result<()> {
    sqlx::query("INSERT OR REPLACE INTO clock (id, now, reserved_until, wall, speed, paused) VALUES (1, ?, ?, ?, ?, ?)")
        .bind(saved.now)
        .bind(saved.reserved_until)
        .bind(saved.wall)
        .bind(speed_text(saved.speed))
        .bind(saved.paused)
        .execute(conn)
        .await?;
    Ok(())
}

/// Returns the next delivery, link expiry, window opening or domain look-up after `now`. Without any, returns the
/// next end of a message's retention. (Messages expire all the time and would otherwise hide the exports' own events.)
///
/// # Errors
/// When the query fails.
pub async fn next_event(conn: &mut Conn, now: Millis) -> Result<Option<(Millis, ClockEventKind)>> {
    let found: Vec<(Millis, i64)> = sqlx::query_as(
        "SELECT * FROM (SELECT due_at, 0 FROM exports WHERE state IN ('Submitted', 'Processing') AND due_at > ?1
                        ORDER BY due_at LIMIT 1)
         UNION ALL
         SELECT * FROM (SELECT links_expire_at, 1 FROM exports
                        WHERE state IN ('Ready', 'ReadyWithErrors') AND links_expire_at > ?1
                        ORDER BY links_expire_at LIMIT 1)
         UNION ALL
         SELECT * FROM (SELECT next_allowed_at, 2 FROM exports
                        WHERE next_allowed_at > ?1 AND state NOT IN ('Failed', 'Cancelled')
                        ORDER BY next_allowed_at LIMIT 1)
         UNION ALL
         SELECT * FROM (SELECT next_check_at, 4 FROM domains
                        WHERE status = 'PendingVerification' AND next_check_at > ?1 ORDER BY next_check_at LIMIT 1)
         UNION ALL
         SELECT * FROM (SELECT expires_at, 3 FROM messages WHERE expires_at > ?1 ORDER BY expires_at LIMIT 1)",
    )
    .bind(now)
    .fetch_all(conn)
    .await?;
    let nearest = found
        .into_iter()
        .min_by_key(|&(at, kind)| (kind == RETENTION, at));
    nearest
        .map(|(at, kind)| Ok((at, super::spelled(event_kind(kind), "the mark of an event")?)))
        .transpose()
}

/// The number that marks the end of a retention in the query.
const RETENTION: i64 = 3;

const fn event_kind(mark: i64) -> Option<ClockEventKind> {
    Some(match mark {
        0 => ClockEventKind::Delivery,
        1 => ClockEventKind::LinksExpire,
        2 => ClockEventKind::WindowOpens,
        RETENTION => ClockEventKind::Retention,
        4 => ClockEventKind::DomainCheck,
        _ => return None,
    })
}
