//! Where something stands in a policy's text, and what is wrong with it there.

use std::fmt;

/// A place in a text. Both numbers count from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line. Lines end with a line feed.
    pub line: u32,
    /// The character within the line.
    pub column: u32,
}

impl Position {
    /// The beginning of a text.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place after this character.
    pub(super) const fn after(self, character: char) -> Self {
        match character {
            '\n' => Self {
                line: self.line + 1,
                column: 1,
            },
            _ => Self {
                line: self.line,
                column: self.column + 1,
            },
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

/// A part of a text, from its first character to the one after its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// Its first character.
    pub start: Position,
    /// The character after its last.
    pub end: Position,
}

/// Why a policy was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {message}")]
pub struct ParseError {
    /// The first character of what is wrong.
    pub at: Position,
    /// What is wrong and, where it is clear, what to write instead. For people.
    pub message: String,
}

impl ParseError {
    pub(super) fn new(at: Position, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
        }
    }
}

/// Quotes a piece of the policy for an error message: shortened, and with nothing in it that could garble a
/// terminal or a log.
pub(super) fn quote(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut quoted = String::from("`");
    for character in text.chars().take(SHOWN) {
        match character {
            '"' | '\'' | '\\' => quoted.push(character),
            other => quoted.extend(other.escape_debug()),
        }
    }
    if text.chars().nth(SHOWN).is_some() {
        quoted.push('…');
    }
    quoted.push('`');
    quoted
}

/// Says which of the known names was probably meant: the one that differs only in case.
pub(super) fn did_you_mean(name: &str, known: &[&str]) -> String {
    match known
        .iter()
        .find(|candidate| candidate.eq_ignore_ascii_case(name))
    {
        Some(candidate) => format!("; did you mean `{candidate}`?"),
        None => String::new(),
    }
}
