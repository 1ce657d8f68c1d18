//! Positions in a policy's text, and errors at them.

use std::fmt;

/// A position in a text. Lines and columns count from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line. A line feed ends each line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl Position {
    /// The start of a text.
    pub const START: Self = Self { line: 1, column: 1 };

    /// Returns the position after a character.
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

/// A range of text: its first character, and the character after its last.
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
    /// The position of the first wrong character.
    pub at: Position,
    /// The error in words and, where clear, the correction.
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

/// Quotes a piece of the policy for an error message: shortened, and escaped so that it cannot garble a terminal or a
/// log.
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

/// Returns a hint that suggests the known name which differs only in case, or an empty string.
pub(super) fn did_you_mean(name: &str, known: &[&str]) -> String {
    match known
        .iter()
        .find(|candidate| candidate.eq_ignore_ascii_case(name))
    {
        Some(candidate) => format!("; did you mean `{candidate}`?"),
        None => String::new(),
    }
}
