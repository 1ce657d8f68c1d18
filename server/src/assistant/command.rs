//! The commands that the Assistant understands.

use attache_wire::assistant::{DELETE_ME, GET_MY_ATTACHMENTS, HELP};

/// A command that the Assistant carries out once a code confirms it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// *Get my attachments*
    Export,
    /// *Delete me*
    Delete,
}

impl Command {
    const ALL: [Self; 2] = [Self::Export, Self::Delete];

    /// Returns the message that gives the command.
    pub(super) const fn phrase(self) -> &'static str {
        match self {
            Self::Export => GET_MY_ATTACHMENTS,
            Self::Delete => DELETE_ME,
        }
    }

    /// Returns the stored spelling.
    pub(super) const fn stored(self) -> &'static str {
        match self {
            Self::Export => "getMyAttachments",
            Self::Delete => "deleteMe",
        }
    }
}

/// The meaning of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Message<'a> {
    /// *Help*
    Help,
    /// A command, with the word after it, which should be the code.
    Command(Command, Option<&'a str>),
    /// Anything else.
    Unknown,
}

/// Parses a message, ignoring case and white space.
pub(super) fn read(text: &str) -> Message<'_> {
    if after(text, HELP) == Some(None) {
        return Message::Help;
    }
    for command in Command::ALL {
        if let Some(code) = after(text, command.phrase()) {
            return Message::Command(command, code);
        }
    }
    Message::Unknown
}

/// Returns the word after the command, if any. `None` if the text is not the command followed by at most one word.
fn after<'a>(text: &'a str, command: &str) -> Option<Option<&'a str>> {
    let mut words = text.split_whitespace();
    for expected in command.split(' ') {
        words.next().filter(|word| word.eq_ignore_ascii_case(expected))?;
    }
    let last = words.next();
    words.next().is_none().then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_ignore_case_and_white_space() {
        for text in ["Get my attachments", "  gEt\tMY \n attachments  "] {
            assert!(read(text) == Message::Command(Command::Export, None), "{text:?}");
        }
        assert!(read("delete me ABCDEF") == Message::Command(Command::Delete, Some("ABCDEF")));
        assert!(read("HELP") == Message::Help);
        for text in [
            "",
            "help me",
            "get my attachments A B",
            "getmyattachments",
            "me delete",
        ] {
            assert!(read(text) == Message::Unknown, "{text:?}");
        }
    }
}
