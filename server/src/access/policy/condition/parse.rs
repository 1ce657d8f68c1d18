//! Parser of the `Condition` element.

use super::{Condition, Order, Test, parse_bool};
use crate::access::policy::{
    error::{ParseError, did_you_mean, quote},
    json::{Member, Node, Value},
    pattern::Glob,
    value::{Network, number, time},
};

/// What an operator compares, before its values are known.
#[derive(Clone, Copy)]
enum Kind {
    Equals,
    EqualsIgnoreCase,
    Like,
    Number(Order),
    Time(Order),
    Bool,
    Network,
    Null,
}

/// Every operator without its `IfExists` form: its name, the kind of its values, and whether it is negated.
const OPERATORS: [(&str, Kind, bool); 22] = [
    ("StringEquals", Kind::Equals, false),
    ("StringNotEquals", Kind::Equals, true),
    ("StringEqualsIgnoreCase", Kind::EqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Kind::EqualsIgnoreCase, true),
    ("StringLike", Kind::Like, false),
    ("StringNotLike", Kind::Like, true),
    ("NumericEquals", Kind::Number(Order::Equal), false),
    ("NumericNotEquals", Kind::Number(Order::Equal), true),
    ("NumericLessThan", Kind::Number(Order::Less), false),
    ("NumericLessThanEquals", Kind::Number(Order::LessOrEqual), false),
    ("NumericGreaterThan", Kind::Number(Order::Greater), false),
    (
        "NumericGreaterThanEquals",
        Kind::Number(Order::GreaterOrEqual),
        false,
    ),
    ("DateEquals", Kind::Time(Order::Equal), false),
    ("DateNotEquals", Kind::Time(Order::Equal), true),
    ("DateLessThan", Kind::Time(Order::Less), false),
    ("DateLessThanEquals", Kind::Time(Order::LessOrEqual), false),
    ("DateGreaterThan", Kind::Time(Order::Greater), false),
    ("DateGreaterThanEquals", Kind::Time(Order::GreaterOrEqual), false),
    ("Bool", Kind::Bool, false),
    ("IpAddress", Kind::Network, false),
    ("NotIpAddress", Kind::Network, true),
    ("Null", Kind::Null, false),
];

/// Reads a `Condition` element.
pub(in crate::access::policy) fn parse(node: &Node) -> Result<Vec<Condition>, ParseError> {
    let mut conditions = Vec::new();
    for operator in members(node, "`Condition`")? {
        let (kind, negated, if_exists) = parse_operator(operator)?;
        let mut keys: Vec<Box<str>> = Vec::new();
        for member in members(&operator.value, &quote(&operator.name))? {
            let key = parse_key(member)?;
            if keys.contains(&key) {
                let message = format!(
                    "{} is given twice: keys are case-insensitive",
                    quote(&member.name)
                );
                return Err(ParseError::new(member.at, message));
            }
            keys.push(key.clone());
            conditions.push(Condition {
                key,
                test: parse_test(kind, &member.value)?,
                if_exists,
                negated,
            });
        }
    }
    Ok(conditions)
}

/// Returns an object's members, or an error if it has none.
fn members<'n>(node: &'n Node, what: &str) -> Result<&'n [Member], ParseError> {
    match &node.value {
        Value::Object(members) if members.is_empty() => Err(ParseError::new(
            node.span.start,
            format!("{what} is empty: leave it out if there is no condition"),
        )),
        Value::Object(members) => Ok(members),
        other => Err(ParseError::new(
            node.span.start,
            format!("{what} must be an object, not {}", other.kind()),
        )),
    }
}

/// Parses an operator's name: the kind of its values, whether it is negated, and whether it ends in `IfExists`.
fn parse_operator(member: &Member) -> Result<(Kind, bool, bool), ParseError> {
    let name = member.name.as_str();
    let (base, if_exists) = match name.strip_suffix("IfExists") {
        Some(base) => (base, true),
        None => (name, false),
    };
    let found = OPERATORS.iter().find(|(known, ..)| *known == base);
    match found {
        Some((_, Kind::Null, _)) if if_exists => Err(ParseError::new(
            member.at,
            "`Null` has no `IfExists` form: it already tests whether the key is there",
        )),
        Some(&(_, kind, negated)) => Ok((kind, negated, if_exists)),
        None if name.starts_with("ForAnyValue:") || name.starts_with("ForAllValues:") => {
            Err(ParseError::new(
                member.at,
                "set operators are not supported: every condition key here has one value",
            ))
        }
        None => {
            let hint = did_you_mean(base, &OPERATORS.map(|(known, ..)| known));
            let message = format!("{} is not a supported condition operator{hint}", quote(name));
            Err(ParseError::new(member.at, message))
        }
    }
}

/// Parses a key `prefix:Name` and returns it in lower case. Any key may be tested; a key that requests do not have
/// counts as missing.
fn parse_key(member: &Member) -> Result<Box<str>, ParseError> {
    let name = member.name.as_str();
    if is_condition_key(name) {
        Ok(name.to_ascii_lowercase().into())
    } else {
        let message = format!("{} is not a condition key such as `aws:SourceIp`", quote(name));
        Err(ParseError::new(member.at, message))
    }
}

/// Returns true if a text is a condition key: `prefix:Name` or `prefix:Name/tag`.
pub fn is_condition_key(text: &str) -> bool {
    let word = |text: &str| {
        text.chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '-')
    };
    text.split_once(':').is_some_and(|(prefix, rest)| {
        let (base, tag) = rest.split_once('/').unwrap_or((rest, "tag"));
        !prefix.is_empty()
            && word(prefix)
            && !base.is_empty()
            && word(base)
            && !tag.trim().is_empty()
            && !tag.chars().any(char::is_control)
    })
}

fn parse_test(kind: Kind, node: &Node) -> Result<Test, ParseError> {
    Ok(match kind {
        Kind::Equals => Test::Equals(values(node, "a string", |value| text(value, str::to_owned))?),
        Kind::EqualsIgnoreCase => {
            Test::EqualsIgnoreCase(values(node, "a string", |value| text(value, str::to_lowercase))?)
        }
        Kind::Like => Test::Like(values(node, "a string", |value| text(value, Glob::new))?),
        Kind::Number(order) => Test::Number(
            order,
            values(node, "a number of at most 15 digits", |value| match value {
                Value::Number(text) | Value::Text(text) => number(text),
                _ => None,
            })?,
        ),
        Kind::Time(order) => Test::Time(
            order,
            values(
                node,
                "a time such as `2026-01-22T01:10:00Z`, a date, or seconds since 1970",
                |value| match value {
                    Value::Number(text) | Value::Text(text) => time(text),
                    _ => None,
                },
            )?,
        ),
        Kind::Bool => Test::Bool(values(node, "`true` or `false`", boolean)?),
        Kind::Network => Test::Network(values(
            node,
            "an address or a range such as `203.0.113.0/24`",
            |value| text(value, Network::parse).flatten(),
        )?),
        Kind::Null => Test::Null(values(node, "`true` or `false`", boolean)?),
    })
}

/// Reads one value or a list of them.
fn values<T>(node: &Node, wanted: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>, ParseError> {
    let nodes = match &node.value {
        Value::Array(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(node),
    };
    if nodes.is_empty() {
        return Err(ParseError::new(node.span.start, "an empty list can never match"));
    }
    let read_one = |node: &Node| {
        read(&node.value).ok_or_else(|| {
            let found = match &node.value {
                Value::Text(text) if text.contains("${") => "policy variables are not supported".to_owned(),
                Value::Text(text) | Value::Number(text) => format!("{} is not", quote(text)),
                other => format!("{} is not", other.kind()),
            };
            ParseError::new(node.span.start, format!("expected {wanted}; {found}"))
        })
    };
    nodes.iter().map(read_one).collect()
}

/// Reads a string that contains no policy variable.
fn text<T>(value: &Value, make: impl Fn(&str) -> T) -> Option<T> {
    match value {
        Value::Text(text) if !text.contains("${") => Some(make(text)),
        _ => None,
    }
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Text(text) => parse_bool(text),
        _ => None,
    }
}
