//! One user, and the conversations and rooms that they belong to.

use crate::store::Conn;
use attache_wire::{
    id::{AccountId, ContainerId, UserId},
    item::ContainerKind,
    user::{User, UserContainer},
};

use super::{Result, Row, columns, user};
use crate::clock::Millis;
use crate::store::cursor;

/// Returns a user of the account.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut Conn, account: &AccountId, id: &UserId) -> Result<Option<User>> {
    let row: Option<Row> = sqlx::query_as(concat!(
        "SELECT ",
        columns!(),
        ", '' AS key, TRUE AS matches FROM users u WHERE u.id = ? AND u.account_id = ?"
    ))
    .bind(id)
    .bind(account)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(user).transpose()?.map(|(user, _)| user))
}

/// The number of conversations and rooms that a user belongs to.
#[derive(Debug, Default, sqlx::FromRow)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TakesPart {
    pub direct: u64,
    pub group: u64,
    pub rooms: u64,
}

/// Counts the conversations and rooms that the user belongs to at the instant `at`, without deleted rooms.
///
/// # Errors
/// When the query fails.
pub async fn takes_part(conn: &mut Conn, user: &UserId, at: Millis) -> Result<TakesPart> {
    sqlx::query_as(
        "SELECT count(*) FILTER (WHERE c.kind = 'direct') AS direct,
                count(*) FILTER (WHERE c.kind = 'group') AS \"group\",
                count(*) FILTER (WHERE c.kind = 'room' AND ifnull(c.deleted_at > ?2, TRUE)) AS rooms
         FROM memberships s JOIN containers c ON c.id = s.container_id WHERE s.user_id = ?1",
    )
    .bind(user)
    .bind(at)
    .fetch_one(conn)
    .await
}

/// Where a page continues: the rank of the kind, the name and the id of the last container shown.
type Key = (i64, String, String);

/// A container's columns: rank of the kind, id, kind, name, created by the user, members, messages, attachments.
type ContainerRow = (i64, ContainerId, String, String, bool, u64, u64, u64);

/// Returns a page of the conversations and rooms that the user belongs to at the instant `at`: rooms, groups, then 1:1
/// conversations, each sorted by name, without deleted rooms and meetings. `None` if the cursor does not belong to this
/// list.
///
/// # Errors
/// When the query fails.
pub async fn containers(
    conn: &mut Conn,
    user: &UserId,
    at: Millis,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<(Vec<UserContainer>, Option<String>)>> {
    let after: Key = match after {
        None => Key::default(),
        Some(text) => match cursor::decode(text) {
            None => return Ok(None),
            Some(key) => key,
        },
    };
    // Count only for the rows of the page.
    let rows: Vec<ContainerRow> = sqlx::query_as(
        "WITH page AS MATERIALIZED (
            SELECT CASE c.kind WHEN 'room' THEN 1 WHEN 'group' THEN 2 ELSE 3 END AS place, c.id, c.kind, c.name,
                   c.creator_id IS ?1 AS created
            FROM memberships s JOIN containers c ON c.id = s.container_id
            WHERE s.user_id = ?1 AND c.kind <> 'meeting' AND ifnull(c.deleted_at > ?2, TRUE)
              AND (place, c.name COLLATE NOCASE, c.id) > (?3, ?4, ?5)
            ORDER BY place, c.name COLLATE NOCASE, c.id LIMIT ?6)
         SELECT place, id, kind, name, created,
                (SELECT count(*) FROM memberships s WHERE s.container_id = page.id),
                (SELECT count(*) FROM messages m WHERE m.sender_id = ?1 AND m.container_id = page.id),
                (SELECT count(*) FROM messages m JOIN attachments a ON a.message_id = m.id
                 WHERE m.sender_id = ?1 AND m.container_id = page.id)
         FROM page ORDER BY place, name COLLATE NOCASE, id",
    )
    .bind(user)
    .bind(at)
    .bind(after.0)
    .bind(after.1)
    .bind(after.2)
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(container).collect::<Result<Vec<_>>>()?;
    let (rows, next) = super::super::page(rows, limit, |(place, last)| {
        cursor::encode(&(place, &last.name, &last.id))
    });
    Ok(Some((rows.into_iter().map(|(_, row)| row).collect(), next)))
}

fn container(row: ContainerRow) -> Result<(i64, UserContainer)> {
    let (place, id, kind, name, created, members, messages, attachments) = row;
    let kind = super::super::spelled(ContainerKind::parse(&kind), "containers.kind")?;
    let container = UserContainer {
        id,
        kind,
        name,
        created,
        members,
        messages,
        attachments,
    };
    Ok((place, container))
}
