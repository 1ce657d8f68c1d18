//! Messages that the Assistant sends about a user's export, in the pipeline's own transaction. Exports of accounts send
//! none.

use attache_wire::{assistant::Author, state::ExportState};

use super::answer::plural;
use crate::{
    clock::Millis,
    error::Result,
    exports,
    scope::Subject,
    store::{self, Conn, assistant::NewMessage, exports::ExportRow},
};

/// Tells a user that their file is ready.
///
/// # Errors
/// When the database fails.
pub async fn tell_delivery(conn: &mut Conn, export: &ExportRow, delivered_at: Millis) -> Result<()> {
    let listed = export.items.saturating_sub(export.errors);
    let mut text = match (listed, export.errors) {
        (0, 0) => "Your file is ready. It is empty: you have no attachments in conversations or in rooms you created."
            .to_owned(),
        _ => format!(
            "Your file is ready. It lists {}, each with a download link. All links work for 6 days for \
             anyone who has them, so keep the file private.",
            plural(listed, "attachment")
        ),
    };
    text += &match export.errors {
        0 => String::new(),
        1 => "\n1 attachment was left out because it could not be read.".to_owned(),
        more => format!("\n{more} attachments were left out because they could not be read."),
    };
    say(conn, export, &text, delivered_at, Some(&export.id)).await
}

/// Tells a user that their export failed.
///
/// # Errors
/// When the database fails.
pub async fn tell_failure(conn: &mut Conn, export: &ExportRow, now: Millis) -> Result<()> {
    let text =
        "Sorry, I could not create your file. The request does not count, so you can ask again immediately.";
    say(conn, export, text, now, None).await
}

/// Cancels a user's export and tells them why, if an account now manages them. Returns true if it was cancelled.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(conn: &mut Conn, export: &ExportRow, now: Millis) -> Result<bool> {
    let Subject::User(user) = export.subject()? else {
        return Ok(false);
    };
    let person = store::assistant::person(conn, &user.into()).await?;
    let Some(account) = person.and_then(|person| person.managed_by) else {
        return Ok(false);
    };
    let (to, system) = (ExportState::Cancelled, exports::system());
    let why = format!("This user is now managed by {account}.");
    store::exports::transition(conn, &export.id, to, now, &system, Some(&why)).await?;
    let text = format!(
        "Your request was cancelled because your account is now managed by {account}. Please contact the \
         administrator of {account}."
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
    let Subject::User(user) = export.subject()? else {
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
