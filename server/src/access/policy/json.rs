//! A strict JSON reader that tracks positions.
//!
//! `serde_json` keeps the last of two members with the same name and forgets positions; both matter here. This reader
//! accepts RFC 8259 only, refuses duplicate names, and limits nesting to a depth that no policy needs. It refuses
//! control characters in strings, even escaped ones, and lone surrogates.

use std::str::Chars;

use super::error::{ParseError, Position, Span, quote};

/// The depth limit. A policy nests six deep.
const MAX_DEPTH: usize = 16;

/// A value and its position.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// The number as written.
    Number(String),
    Text(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// A member of an object. Names are unique within an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) at: Position,
    pub(super) value: Node,
}

impl Value {
    /// Names the kind of value, for error messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Parses a text that holds exactly one value.
pub(super) fn read(text: &str) -> Result<Node, ParseError> {
    let mut reader = Reader {
        rest: text.chars(),
        at: Position::START,
    };
    reader.skip_space();
    let node = reader.value(0)?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.unexpected("the end of the document")),
    }
}

struct Reader<'t> {
    rest: Chars<'t>,
    at: Position,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest.next()?;
        self.at = self.at.after(character);
        Some(character)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.next();
        }
    }

    fn unexpected(&self, wanted: &str) -> ParseError {
        let message = match self.peek() {
            Some(found) => format!("expected {wanted}, found {}", quote(&found.to_string())),
            None => format!("expected {wanted}, but the document ends here"),
        };
        ParseError::new(self.at, message)
    }

    fn take(&mut self, character: char, wanted: &str) -> Result<(), ParseError> {
        if self.peek() != Some(character) {
            return Err(self.unexpected(wanted));
        }
        self.next();
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Node, ParseError> {
        let start = self.at;
        if depth == MAX_DEPTH {
            return Err(ParseError::new(
                start,
                format!("nested more than {MAX_DEPTH} deep"),
            ));
        }
        let value = match self.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.array(depth)?,
            Some('"') => Value::Text(self.string()?),
            Some('-' | '0'..='9') => Value::Number(self.number()?),
            Some('a'..='z') => self.word()?,
            _ => return Err(self.unexpected("a value")),
        };
        let end = self.at;
        Ok(Node {
            value,
            span: Span { start, end },
        })
    }

    fn object(&mut self, depth: usize) -> Result<Value, ParseError> {
        self.next();
        let mut members: Vec<Member> = Vec::new();
        self.skip_space();
        if self.peek() == Some('}') {
            self.next();
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            let at = self.at;
            if self.peek() != Some('"') {
                return Err(self.unexpected("a name in double quotes"));
            }
            let name = self.string()?;
            if members.iter().any(|member| member.name == name) {
                return Err(ParseError::new(at, format!("{} is given twice", quote(&name))));
            }
            self.skip_space();
            self.take(':', "`:`")?;
            self.skip_space();
            let value = self.value(depth + 1)?;
            members.push(Member { name, at, value });
            self.skip_space();
            match self.peek() {
                Some(',') => self.next(),
                Some('}') => {
                    self.next();
                    return Ok(Value::Object(members));
                }
                _ => return Err(self.unexpected("`,` or `}`")),
            };
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, ParseError> {
        self.next();
        let mut items = Vec::new();
        self.skip_space();
        if self.peek() == Some(']') {
            self.next();
            return Ok(Value::Array(items));
        }
        loop {
            self.skip_space();
            items.push(self.value(depth + 1)?);
            self.skip_space();
            match self.peek() {
                Some(',') => self.next(),
                Some(']') => {
                    self.next();
                    return Ok(Value::Array(items));
                }
                _ => return Err(self.unexpected("`,` or `]`")),
            };
        }
    }

    fn string(&mut self) -> Result<String, ParseError> {
        self.next();
        let mut text = String::new();
        loop {
            let at = self.at;
            let character = match self.next() {
                None => {
                    return Err(ParseError::new(at, "the document ends inside a string"));
                }
                Some('"') => return Ok(text),
                Some('\\') => self.escape(at)?,
                Some(character) => character,
            };
            if character.is_control() {
                let code = u32::from(character);
                let message = format!("the control character U+{code:04X} is not allowed in a policy");
                return Err(ParseError::new(at, message));
            }
            text.push(character);
        }
    }

    /// Parses the escape sequence after a backslash at `at`.
    fn escape(&mut self, at: Position) -> Result<char, ParseError> {
        Ok(match self.next() {
            Some(same @ ('"' | '\\' | '/')) => same,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.unicode_escape(at),
            _ => return Err(ParseError::new(at, "not a valid JSON escape sequence")),
        })
    }

    fn unicode_escape(&mut self, at: Position) -> Result<char, ParseError> {
        let lone = || ParseError::new(at, "an incomplete surrogate pair");
        let high = self.four_hex_digits(at)?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high).ok_or_else(lone);
        }
        if self.next() != Some('\\') || self.next() != Some('u') {
            return Err(lone());
        }
        let low = self.four_hex_digits(at)?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(lone());
        }
        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)).ok_or_else(lone)
    }

    fn four_hex_digits(&mut self, at: Position) -> Result<u32, ParseError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.next().and_then(|character| character.to_digit(16));
            let digit = digit.ok_or_else(|| ParseError::new(at, "`\\u` takes four hexadecimal digits"))?;
            code = code * 16 + digit;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<String, ParseError> {
        let mut text = String::new();
        if self.peek() == Some('-') {
            text.extend(self.next());
        }
        if self.peek() == Some('0') {
            text.extend(self.next());
        } else {
            self.digits(&mut text)?;
        }
        if self.peek() == Some('.') {
            text.extend(self.next());
            self.digits(&mut text)?;
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            text.extend(self.next());
            if matches!(self.peek(), Some('+' | '-')) {
                text.extend(self.next());
            }
            self.digits(&mut text)?;
        }
        Ok(text)
    }

    fn digits(&mut self, text: &mut String) -> Result<(), ParseError> {
        if !matches!(self.peek(), Some('0'..='9')) {
            return Err(self.unexpected("a digit"));
        }
        while matches!(self.peek(), Some('0'..='9')) {
            text.extend(self.next());
        }
        Ok(())
    }

    fn word(&mut self) -> Result<Value, ParseError> {
        let at = self.at;
        let mut word = String::new();
        while matches!(self.peek(), Some('a'..='z')) {
            word.extend(self.next());
        }
        match word.as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "null" => Ok(Value::Null),
            _ => Err(ParseError::new(
                at,
                format!("expected a value, found {}", quote(&word)),
            )),
        }
    }
}
