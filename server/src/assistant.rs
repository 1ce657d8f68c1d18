//! The Assistant: gives users who belong to no account their own attachments, and deletes the users on request.
//!
//! The conversation is part of the simulated chat, so anyone signed in to a demo may write as any user. Its exports are
//! as real as an account's and use the same scope rule, pipeline, keys and file. The links are signed when the
//! conversation is read; none is stored.

mod answer;
mod code;
mod command;
mod delivery;

pub use delivery::{tell_delivery, tell_failure, withdraw};

use attache_wire::{
    assistant::{AssistantFile, AssistantMessage, AssistantThread, AssistantUser, Author, MAX_MESSAGE_CHARS},
    error::ErrorCode,
    event::{AssistantNews, Event},
    export::ManifestFormat,
    id::{ExportId, UserId},
    page::Page,
    request::RequestSlot,
};

use self::command::Command;
use crate::{
    clock::{Millis, rfc3339},
    error::{Error, Refusal, Result},
    exports::{self, download},
    scope::Subject,
    store::{
        self, Conn,
        assistant::{ChatUser, MessageRow, NewMessage},
    },
    workspace::Workspace,
};

/// Maximum number of messages shown per conversation.
const SHOWN: u32 = 200;

/// Returns a page of users to write as: without `q`, those whom the Assistant serves, by name; with `q`, everyone who
/// matches.
///
/// # Errors
/// 400 for a cursor of another list; or when the database fails.
pub async fn users(
    workspace: &Workspace,
    q: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<AssistantUser>> {
    let search = workspace.store.search(q).await?;
    let mut conn = workspace.store.read().await?;
    let page = match &search {
        None => store::assistant::unmanaged(&mut conn, after, limit).await?,
        Some(search) => store::assistant::search(&mut conn, search, after, limit).await?,
    };
    let (items, next_cursor) = page.ok_or_else(Refusal::wrong_cursor)?;
    Ok(Page { items, next_cursor })
}

/// Returns the conversation with a user.
///
/// # Errors
/// 404; or when the database fails.
pub async fn thread(workspace: &Workspace, user: &UserId) -> Result<AssistantThread> {
    let mut tx = workspace.store.snapshot().await?;
    let person = known(&mut tx, user).await?;
    shape(workspace, &mut tx, person, workspace.now()).await
}

/// Sends a message to the Assistant as a user, and returns the conversation with the answer.
///
/// # Errors
/// 404; 409 when the user has been deleted; 422 for an empty text or one that is too long; or when the database fails.
pub async fn write(workspace: &Workspace, user: &UserId, text: &str) -> Result<AssistantThread> {
    let text = valid(text)?;
    let mut tx = workspace.store.write().await?;
    let now = workspace.now();
    let person = known(&mut tx, user).await?;
    if person.deleted {
        let detail = "This user was deleted and can no longer send messages.";
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let asked = NewMessage {
        user,
        at: now,
        author: Author::User,
        text,
        command: None,
        export: None,
    };
    store::assistant::say(&mut tx, &asked).await?;
    let answer = answer::answer(workspace, &mut tx, &person, text, now).await?;
    let answered = NewMessage {
        author: Author::Assistant,
        text: &answer.text,
        command: answer.command.as_deref(),
        ..asked
    };
    store::assistant::say(&mut tx, &answered).await?;
    let person = known(&mut tx, user).await?;
    let thread = shape(workspace, &mut tx, person, now).await?;
    tx.commit().await?;
    let user_id = user.to_owned();
    workspace
        .events
        .publish(Event::Assistant(AssistantNews { user_id }));
    if let Some(command) = answer.done {
        tracing::info!(%user, ?command, "the Assistant carried out a command");
        if command == Command::Delete {
            workspace.events.publish(Event::Resync);
        }
        workspace.wake();
    }
    Ok(thread)
}

fn valid(text: &str) -> Result<&str> {
    if text.chars().count() > MAX_MESSAGE_CHARS {
        let detail = format!("A message can have at most {MAX_MESSAGE_CHARS} characters.");
        return Err(Refusal::invalid("text", detail).into());
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid("text", "Enter a message.").into());
    }
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(Refusal::invalid("text", "A message must not contain control characters.").into());
    }
    Ok(text)
}

async fn known(conn: &mut Conn, user: &UserId) -> Result<ChatUser> {
    let person = store::assistant::person(conn, user).await?;
    person.ok_or_else(|| Refusal::not_found("user in the chat").into())
}

async fn shape(
    workspace: &Workspace,
    conn: &mut Conn,
    person: ChatUser,
    now: Millis,
) -> Result<AssistantThread> {
    let slot = exports::slot(conn, Subject::User(&person.id), now).await?;
    let rows = store::assistant::last_messages(conn, &person.id, SHOWN).await?;
    let mut messages = Vec::with_capacity(rows.len());
    for row in rows {
        messages.push(message(workspace, conn, row).await?);
    }
    Ok(AssistantThread {
        deleted: person.deleted,
        user: person.shape(),
        messages,
        processing: matches!(slot, RequestSlot::Running(_)),
        next_allowed_at: match slot {
            RequestSlot::Free => None,
            RequestSlot::Running(running) => Some(rfc3339(running.next_allowed_at)),
            RequestSlot::WindowClosed(opens) => Some(rfc3339(opens)),
        },
    })
}

async fn message(workspace: &Workspace, conn: &mut Conn, row: MessageRow) -> Result<AssistantMessage> {
    let author = row.author()?;
    let file = match &row.export_id {
        Some(export) => Some(file(workspace, conn, export).await?),
        None => None,
    };
    Ok(AssistantMessage {
        id: u64::try_from(row.id).unwrap_or(0),
        at: rfc3339(row.at),
        author,
        text: row.text,
        command: row.command,
        file,
    })
}

/// Returns the file of a delivered export, with links while they are valid.
async fn file(workspace: &Workspace, conn: &mut Conn, export: &ExportId) -> Result<AssistantFile> {
    let missing = || Error::Internal(format!("a message's export {export} no longer exists"));
    let row = store::exports::get(conn, export).await?.ok_or_else(missing)?;
    let state = row.state_at(workspace.now())?;
    let key = match state.is_ready() {
        true => store::exports::key_of(conn, export).await?,
        false => None,
    };
    let link = |format| {
        let key = key.as_ref();
        key.map(|key| download::link(workspace, &row, key, format))
            .transpose()
    };
    Ok(AssistantFile {
        state,
        items: row.items.saturating_sub(row.errors),
        bytes: row.bytes,
        errors: row.errors,
        csv_url: link(ManifestFormat::Csv)?,
        text_url: link(ManifestFormat::Txt)?,
        links_expire_at: rfc3339(row.links_expire_at.ok_or_else(missing)?),
    })
}
