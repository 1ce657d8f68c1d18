//! Conditions: an operator, a key, and the values to compare the key with.

mod parse;

use jiff::Timestamp;

pub use self::parse::is_condition_key;
pub(super) use self::parse::parse;
use super::{
    context::{Context, Entry},
    pattern::Glob,
    value::Network,
};

/// One operator applied to one key.
#[derive(Debug)]
pub(super) struct Condition {
    /// In lower case.
    key: Box<str>,
    test: Test,
    /// Holds when the key is missing.
    if_exists: bool,
    /// Holds when no value matches (and when the key is missing).
    negated: bool,
}

/// A comparison, true if at least one of the values matches.
#[derive(Debug)]
enum Test {
    Equals(Vec<String>),
    /// In lower case.
    EqualsIgnoreCase(Vec<String>),
    Like(Vec<Glob>),
    Number(Order, Vec<f64>),
    Time(Order, Vec<Timestamp>),
    Bool(Vec<bool>),
    Network(Vec<Network>),
    /// True if the key is missing.
    Null(Vec<bool>),
}

/// How the request's value must compare to the policy's.
#[derive(Debug, Clone, Copy)]
enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    fn holds<T: PartialOrd>(self, request: &T, policy: &T) -> bool {
        match self {
            Self::Equal => request == policy,
            Self::Less => request < policy,
            Self::LessOrEqual => request <= policy,
            Self::Greater => request > policy,
            Self::GreaterOrEqual => request >= policy,
        }
    }
}

impl Condition {
    /// Returns true if the request's context satisfies the condition. A value that the operator cannot parse matches
    /// nothing.
    pub(super) fn holds(&self, context: &Context) -> bool {
        let found = context.get(&self.key);
        if let Test::Null(values) = &self.test {
            return values.contains(&found.is_none());
        }
        match found {
            None => self.negated || self.if_exists,
            Some(entry) => self.test.any_matches(entry) != self.negated,
        }
    }
}

impl Test {
    fn any_matches(&self, entry: &Entry) -> bool {
        match self {
            Self::Equals(values) => values.contains(&entry.text),
            Self::EqualsIgnoreCase(values) => values.contains(&entry.lower),
            Self::Like(globs) => globs.iter().any(|glob| glob.matches(&entry.text)),
            Self::Number(order, values) => entry
                .number
                .is_some_and(|number| values.iter().any(|value| order.holds(&number, value))),
            Self::Time(order, values) => entry
                .time
                .is_some_and(|time| values.iter().any(|value| order.holds(&time, value))),
            Self::Bool(values) => parse_bool(&entry.text).is_some_and(|given| values.contains(&given)),
            Self::Network(networks) => entry
                .address
                .is_some_and(|address| networks.iter().any(|network| network.contains(address))),
            Self::Null(_) => false,
        }
    }
}

fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
