//! Conversations with the Assistant: the people it serves, the messages, and the codes that confirm commands.

use attache_wire::{
    assistant::{AssistantUser, Author},
    id::{ExportId, UserId},
};

use super::{Conn, Result, Search, cursor};
use crate::clock::Millis;

/// A page of people, and the next page's cursor.
pub type People = (Vec<AssistantUser>, Option<String>);

/// A person who has used the chat.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ChatUser {
    /// The user's id.
    pub id: UserId,
    /// Name shown in the chat.
    pub display_name: String,
    /// E-mail address.
    pub email: String,
    /// The name of the account that manages them.
    pub managed_by: Option<String>,
    /// True if they deleted themselves.
    pub deleted: bool,
}

impl ChatUser {
    /// Returns the person as the API shows them.
    pub fn shape(self) -> AssistantUser {
        AssistantUser {
            id: self.id,
            display_name: self.display_name,
            email: self.email,
            managed_by: self.managed_by,
        }
    }
}

/// Returns the person with this id, if they have ever signed in to the chat.
///
/// # Errors
/// When the query fails.
pub async fn person(conn: &mut Conn, id: &UserId) -> Result<Option<ChatUser>> {
    sqlx::query_as(
        "SELECT u.id, u.display_name, u.email, a.name AS managed_by, u.deleted_at IS NOT NULL AS deleted
         FROM users u LEFT JOIN accounts a ON a.id = u.account_id AND u.registration IN ('Registered', 'Suspended')
         WHERE u.id = ? AND u.joined_at IS NOT NULL",
    )
    .bind(id)
    .fetch_optional(conn)
    .await
}

/// Returns a page of the people whom the Assistant serves, sorted by name. `None` if the cursor does not belong to this
/// list.
///
/// # Errors
/// When the query fails.
pub async fn unmanaged(conn: &mut Conn, after: Option<&str>, limit: u32) -> Result<Option<People>> {
    let Some((name, id)) = after.map_or(Some(Default::default()), cursor::decode::<(String, String)>) else {
        return Ok(None);
    };
    // The condition must match the index's exactly.
    let rows: Vec<(UserId, String, String, String)> = sqlx::query_as(
        "SELECT id, display_name, email, sort_name FROM users INDEXED BY users_unmanaged
         WHERE (account_id IS NULL OR registration = 'Released') AND joined_at IS NOT NULL AND deleted_at IS NULL
           AND (sort_name, id) > (?, ?)
         ORDER BY sort_name, id LIMIT ?",
    )
    .bind(name)
    .bind(id)
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    let (rows, next) = super::page(rows, limit, |(id, .., name)| cursor::encode(&(name, id)));
    let shape = |(id, display_name, email, _)| AssistantUser {
        id,
        display_name,
        email,
        managed_by: None,
    };
    Ok(Some((rows.into_iter().map(shape).collect(), next)))
}

/// Returns a page of the people who have signed in to the chat and whose name or address contains, for each search
/// word, a word that starts with it. Sorted by creation, oldest first. `None` if the cursor does not belong to this
/// list.
///
/// # Errors
/// When the query fails.
pub async fn search(
    conn: &mut Conn,
    search: &Search,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<People>> {
    let Some(after) = after.map_or(Some(0), cursor::decode::<i64>) else {
        return Ok(None);
    };
    // Ordered by the full-text index, so the scan stops after a page, however many rows match.
    let rows: Vec<(UserId, String, String, Option<String>, i64)> = sqlx::query_as(
        "SELECT u.id, u.display_name, u.email, a.name, u.rowid_
         FROM users_search s CROSS JOIN users u ON u.rowid_ = s.rowid
         LEFT JOIN accounts a ON a.id = u.account_id AND u.registration IN ('Registered', 'Suspended')
         WHERE users_search MATCH ? AND s.rowid > ? AND u.joined_at IS NOT NULL AND u.deleted_at IS NULL
         ORDER BY s.rowid LIMIT ?",
    )
    .bind(search.full_text())
    .bind(after)
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    let (rows, next) = super::page(rows, limit, |row| cursor::encode(&row.4));
    let shape = |(id, display_name, email, managed_by, _)| AssistantUser {
        id,
        display_name,
        email,
        managed_by,
    };
    Ok(Some((rows.into_iter().map(shape).collect(), next)))
}

/// A message to insert.
#[derive(Clone, Copy)]
pub struct NewMessage<'a> {
    /// The id of the user whose conversation it belongs to.
    pub user: &'a str,
    /// When it is sent.
    pub at: Millis,
    /// Its author.
    pub author: Author,
    /// Its text.
    pub text: &'a str,
    /// The command that it suggests sending next.
    pub command: Option<&'a str>,
    /// The export whose file the message is about.
    pub export: Option<&'a str>,
}

/// Inserts a message.
///
/// # Errors
/// When the query fails; a unique violation if the export's file was already announced.
pub async fn say(conn: &mut Conn, message: &NewMessage<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO assistant_messages (user_id, at, author, text, command, export_id) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(message.user)
    .bind(message.at)
    .bind(match message.author {
        Author::User => "user",
        Author::Assistant => "assistant",
    })
    .bind(message.text)
    .bind(message.command)
    .bind(message.export)
    .execute(conn)
    .await?;
    Ok(())
}

/// A stored message.
#[derive(sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct MessageRow {
    pub id: i64,
    pub at: Millis,
    pub author: String,
    pub text: String,
    pub command: Option<String>,
    pub export_id: Option<ExportId>,
}

impl MessageRow {
    /// Returns who wrote it.
    ///
    /// # Errors
    /// When the column holds an unknown value.
    pub fn author(&self) -> Result<Author> {
        match self.author.as_str() {
            "user" => Ok(Author::User),
            "assistant" => Ok(Author::Assistant),
            _ => super::spelled(None, "assistant_messages.author"),
        }
    }
}

/// Returns the last messages of a conversation, oldest first.
///
/// # Errors
/// When the query fails.
pub async fn last_messages(conn: &mut Conn, user: &UserId, limit: u32) -> Result<Vec<MessageRow>> {
    let mut rows: Vec<MessageRow> = sqlx::query_as(
        "SELECT id, at, author, text, command, export_id FROM assistant_messages WHERE user_id = ?
         ORDER BY id DESC LIMIT ?",
    )
    .bind(user)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.reverse();
    Ok(rows)
}

/// Stores the code that confirms a command, replacing any previous one.
///
/// # Errors
/// When the query fails.
pub async fn put_code(
    conn: &mut Conn,
    (user, command): (&str, &str),
    code: &str,
    valid_until: Millis,
) -> Result<()> {
    sqlx::query(
        "INSERT OR REPLACE INTO assistant_codes (user_id, command, code, valid_until) VALUES (?, ?, ?, ?)",
    )
    .bind(user)
    .bind(command)
    .bind(code)
    .bind(valid_until)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a command's code and returns it with its expiry.
///
/// # Errors
/// When the query fails.
pub async fn take_code(conn: &mut Conn, (user, command): (&str, &str)) -> Result<Option<(String, Millis)>> {
    sqlx::query_as(
        "DELETE FROM assistant_codes WHERE user_id = ? AND command = ? RETURNING code, valid_until",
    )
    .bind(user)
    .bind(command)
    .fetch_optional(conn)
    .await
}

/// Name shown for a deleted person.
const NOBODY: &str = "Deleted user";

/// Removes a person from the chat: redacts their messages in conversations and deletes the rooms they created. Keeps an
/// anonymous user without name or address, because other people's rooms refer to it.
///
/// # Errors
/// When a query fails.
pub async fn erase(conn: &mut Conn, person: &ChatUser, at: Millis) -> Result<()> {
    let statements = [
        "UPDATE messages SET redacted_at = ?2 WHERE sender_id = ?1 AND redacted_at IS NULL
            AND (SELECT kind FROM containers WHERE id = container_id) IN ('direct', 'group')",
        "UPDATE containers SET deleted_at = ?2 WHERE creator_id = ?1 AND kind = 'room' AND deleted_at IS NULL",
        // Conversations without a title are named after their members: "Ana, Bo, Cy and 4 more".
        "UPDATE containers SET name = (
            SELECT substr(listed, 3, length(listed) - 4) FROM (
                SELECT replace(replace(', ' || name || ', ',
                    ', ' || ?3 || ', ', ', ' || ?4 || ', '),
                    ', ' || ?3 || ' and ', ', ' || ?4 || ' and ') AS listed))
            WHERE kind IN ('direct', 'group')
            AND id IN (SELECT container_id FROM memberships WHERE user_id = ?1)",
        "UPDATE users SET account_id = NULL, registration = 'Registered', tier = 'Basic', deleted_at = ?2,
            display_name = ?4, sort_name = lower(?4), email = 'deleted-' || lower(id) || '@deleted.invalid',
            personal_pin = NULL, phone = NULL WHERE id = ?1",
        "DELETE FROM assistant_codes WHERE user_id = ?1",
        "UPDATE exports SET actor_name = ?4 WHERE subject_kind = 'user' AND subject_id = ?1 AND actor_kind = 'user'",
        "UPDATE export_timeline SET actor_name = ?4 WHERE actor_kind = 'user'
            AND export_id IN (SELECT id FROM exports WHERE subject_kind = 'user' AND subject_id = ?1)",
    ];
    for statement in statements {
        sqlx::query(statement)
            .bind(&person.id)
            .bind(at)
            .bind(&person.display_name)
            .bind(NOBODY)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
