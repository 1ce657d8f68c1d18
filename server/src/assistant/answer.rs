//! The Assistant's answers and actions.

use attache_wire::{
    assistant::{DELETE_ME, GET_MY_ATTACHMENTS, HELP},
    export::{Actor, ActorKind},
    request::RequestSlot,
};

use super::{
    code,
    command::{Command, Message, read},
};
use crate::{
    clock::{Millis, rfc3339},
    error::Result,
    exports,
    scope::Subject,
    store::{self, Conn, assistant::ChatUser},
    workspace::Workspace,
};

/// An answer.
pub(super) struct Answer {
    pub(super) text: String,
    /// The suggested next message.
    pub(super) command: Option<String>,
    /// The confirmed command that was carried out.
    pub(super) done: Option<Command>,
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self {
            text,
            command: None,
            done: None,
        }
    }
}

/// Answers a user's message and carries out its command.
pub(super) async fn answer(
    workspace: &Workspace,
    conn: &mut Conn,
    person: &ChatUser,
    text: &str,
    now: Millis,
) -> Result<Answer> {
    if let Some(account) = &person.managed_by {
        return Ok(managed(account).into());
    }
    let (command, sent) = match read(text) {
        Message::Help => return Ok(help().into()),
        Message::Unknown => return Ok(format!("Sorry, I don't understand. {}", help()).into()),
        Message::Command(command, sent) => (command, sent),
    };
    if let (Command::Export, Some(not_now)) = (command, not_now(conn, person, now).await?) {
        return Ok(not_now.into());
    }
    let confirmed = match sent {
        Some(sent) => code::confirms(conn, &person.id, command, sent, now).await?,
        None => false,
    };
    if confirmed {
        return carry_out(workspace, conn, person, command, now).await;
    }
    let phrase = code::ask(conn, &workspace.random, &person.id, command, now).await?;
    let wrong = match sent {
        Some(_) => "That code is wrong or has expired. ",
        None => "",
    };
    let consequence = match command {
        Command::Export => {
            "I will prepare a file with links to all attachments you uploaded in conversations and all \
             attachments in rooms you created."
        }
        Command::Delete => {
            "Your uploads in conversations and the rooms you created will be deleted for everyone, the links \
             I gave you will stop working, and you will no longer appear in the chat. Links already given to \
             others work until they expire. This cannot be undone. Get your attachments first if you need \
             them."
        }
    };
    Ok(Answer {
        text: format!("{wrong}{consequence}\nTo confirm, send me this exactly as shown within 10 minutes:"),
        command: Some(phrase),
        done: None,
    })
}

/// Explains why a user cannot request their attachments now; `None` if they can.
async fn not_now(conn: &mut Conn, person: &ChatUser, now: Millis) -> Result<Option<String>> {
    let slot = exports::slot(conn, Subject::User(&person.id), now).await?;
    Ok(match slot {
        RequestSlot::Free => None,
        RequestSlot::Running(_) => {
            Some("I am already working on your request. The file will be here in about a day.".to_owned())
        }
        RequestSlot::WindowClosed(opens) => Some(format!(
            "You can ask for your attachments once every 7 days. You can ask again from {}.",
            readable(opens)
        )),
    })
}

async fn carry_out(
    workspace: &Workspace,
    conn: &mut Conn,
    person: &ChatUser,
    command: Command,
    now: Millis,
) -> Result<Answer> {
    let user = Actor {
        kind: ActorKind::User,
        id: person.id.to_string(),
        name: person.display_name.clone(),
    };
    let text = match command {
        Command::Export => {
            exports::submit_own(workspace, conn, &user, now).await?;
            "Thank you. I am preparing a file of your attachments up to now. A link to the file will be here \
             in about a day."
        }
        Command::Delete => {
            exports::end_own(conn, &user, now).await?;
            store::assistant::erase(conn, person, now).await?;
            store::scope::bump_revision(conn).await?;
            "Your account has been deleted."
        }
    };
    Ok(Answer {
        text: text.to_owned(),
        command: None,
        done: Some(command),
    })
}

fn help() -> String {
    format!(
        "You can send me:\n{GET_MY_ATTACHMENTS}: get a file with links to your attachments, once every 7 \
         days.\n{DELETE_ME}: delete your account permanently.\n{HELP}: show this message."
    )
}

/// Returns the answer for a managed user.
fn managed(account: &str) -> String {
    format!(
        "Your account is managed by {account}, so I can't do this for you. Please contact the administrator \
         of {account}."
    )
}

/// Formats a count with its noun, in the plural unless it is 1.
pub(super) fn plural(count: u64, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Formats a time for a sentence.
fn readable(at: Millis) -> String {
    rfc3339(at).replace('T', " ").replace('Z', " UTC")
}
