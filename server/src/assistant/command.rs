//! The commands that the Assistant understands.

use attache_wire::assistant::{DELETE_ME, GET_MY_ATTACHMENTS, HELP};

/// A command that the Assistant carries out once a code confirms it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// *Get my attachments*
    Export,
    /// *Delete me*
    Delete,
}

impl Deed {
    const ALL: [Self; 2] = [Self::Export, Self::Delete];

    /// Returns the message that gives the command.
    pub(super) const fn command(self) -> &'static str {
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
pub(super) enum Said<'a> {
    /// *Help*
    Help,
    /// A command, with the word after it, which should be the code.
    Do(Deed, Option<&'a str>),
    /// Anything else.
    Else,
}

/// Parses a message, ignoring case and white space.
pub(super) fn read(text: &str) -> Said<'_> {
    if after(text, HELP) == Some(None) {
        return Said::Help;
    }
    for deed in Deed::ALL {
        if let Some(code) = after(text, deed.command()) {
            return Said::Do(deed, code);
        }
    }
    Said::Else
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
            assert!(read(text) == Said::Do(Deed::Export, None), "{text:?}");
        }
        assert!(read("delete me ABCDEF") == Said::Do(Deed::Delete, Some("ABCDEF")));
        assert!(read("HELP") == Said::Help);
        for text in [
            "",
            "help me",
            "get my attachments A B",
            "getmyattachments",
            "me delete",
        ] {
            assert!(read(text) == Said::Else, "{text:?}");
        }
    }
}
