//! What can be said to the Assistant so that it understands.

use attache_wire::assistant::{DELETE_ME, GET_MY_ATTACHMENTS, HELP};

/// Something that the Assistant does once a code has confirmed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// *Get my attachments*
    Export,
    /// *Delete me*
    Delete,
}

impl Deed {
    const ALL: [Self; 2] = [Self::Export, Self::Delete];

    /// What is said to have it done.
    pub(super) const fn command(self) -> &'static str {
        match self {
            Self::Export => GET_MY_ATTACHMENTS,
            Self::Delete => DELETE_ME,
        }
    }

    /// The spelling in storage.
    pub(super) const fn stored(self) -> &'static str {
        match self {
            Self::Export => "getMyAttachments",
            Self::Delete => "deleteMe",
        }
    }
}

/// What a message says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// *Help*
    Help,
    /// Have it done; with the word that follows, which should be the code.
    Do(Deed, Option<&'a str>),
    /// Anything else.
    Else,
}

/// Reads a message, without regard to case and white space.
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

/// What one word follows the command, if any; `None` when the text is not the command and at most one word.
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
    fn commands_are_read_without_regard_to_case_and_white_space() {
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
