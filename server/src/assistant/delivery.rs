//! What the pipeline has the Assistant say of a person's export, in the transaction of what happened. An account's exports
//! are none of its business.

use attache_wire::{assistant::Author, state::ExportState};

use super::answer::plural;
use crate::{
    clock::Millis,
    error::Result,
    exports,
    scope::Subject,
    store::{self, Conn, assistant::NewMessage, exports::ExportRow},
};

/// Tells a person that their file is there.
///
/// # Errors
/// When the database fails.
pub async fn tell_delivery(conn: &mut Conn, export: &ExportRow, delivered_at: Millis) -> Result<()> {
    let listed = export.items.saturating_sub(export.errors);
    let mut text = match (listed, export.errors) {
        (0, 0) => "Your file is ready. It is empty: you have no attachments in conversations, and no room \
                   that you created has any."
            .to_owned(),
        _ => format!(
            "Your file is ready. It lists {}, each with a link to download it. The links, and those to the file, work for \
             6 days, for anybody who has them: keep the file to yourself.",
            plural(listed, "attachment")
        ),
    };
    text += &match export.errors {
        0 => String::new(),
        1 => "\n1 more was left out: it could not be read.".to_owned(),
        more => format!("\n{more} more were left out: they could not be read."),
    };
    say(conn, export, &text, delivered_at, Some(&export.id)).await
}

/// Tells a person that their export failed.
///
/// # Errors
/// When the database fails.
pub async fn tell_failure(conn: &mut Conn, export: &ExportRow, now: Millis) -> Result<()> {
    let text =
        "I am sorry: I could not make your file. Your request does not count, so you can ask again at once.";
    say(conn, export, text, now, None).await
}

/// Cancels a person's export, and tells why, if an account has come to manage them meanwhile. Returns whether.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(conn: &mut Conn, export: &ExportRow, now: Millis) -> Result<bool> {
    let Subject::User(user) = export.subject() else {
        return Ok(false);
    };
    let person = store::assistant::person(conn, user).await?;
    let Some(account) = person.and_then(|person| person.managed_by) else {
        return Ok(false);
    };
    let (to, system) = (ExportState::Cancelled, exports::system());
    let why = format!("{account} manages this user now.");
    store::exports::transition(conn, &export.id, to, now, &system, Some(&why)).await?;
    let text = format!(
        "Your request was cancelled, for {account} manages your account now. Please contact the administrator of {account}."
    );
    say(conn, export, &text, now, None).await?;
    Ok(true)
}

async fn say(
    conn: &mut Conn,
    export: &ExportRow,
    text: &str,
    at: Millis,
    file_of: Option<&str>,
) -> Result<()> {
    let Subject::User(user) = export.subject() else {
        return Ok(());
    };
    let message = NewMessage {
        user,
        at,
        author: Author::Assistant,
        text,
        command: None,
        export: file_of,
    };
    Ok(store::assistant::say(conn, &message).await?)
}
