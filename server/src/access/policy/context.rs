//! The condition keys of a request: everything about it besides its action and resource.

use std::net::IpAddr;

use jiff::Timestamp;

use super::value;

/// The condition keys of a request and their values. A key that was not set is missing, which differs from empty. Key
/// names ignore case.
///
/// Keys and values are short; a request has at most a dozen.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Keys in lower case. A linear search is fastest for so few.
    entries: Vec<(Box<str>, Entry)>,
}

/// A value, parsed once in every form that an operator may need.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The key as originally written.
    key: Box<str>,
    pub(super) text: String,
    pub(super) lower: String,
    pub(super) number: Option<f64>,
    pub(super) time: Option<Timestamp>,
    pub(super) address: Option<IpAddr>,
}

impl Context {
    /// Creates a context without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets any key. Values are text, as in AWS; operators parse numbers, times, booleans and addresses from it.
    #[must_use]
    pub fn with(mut self, key: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        let entry = Entry {
            key: key.into(),
            lower: text.to_lowercase(),
            number: value::number(&text),
            time: value::time(&text),
            address: value::address(&text),
            text,
        };
        let key = key.to_ascii_lowercase().into_boxed_str();
        match self.entries.iter_mut().find(|(other, _)| *other == key) {
            Some((_, old)) => *old = entry,
            None => self.entries.push((key, entry)),
        }
        self
    }

    /// Removes a key.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        let key = key.to_ascii_lowercase();
        self.entries.retain(|(other, _)| **other != *key);
        self
    }

    /// Returns the keys, as last written, with their values.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .map(|(_, entry)| (&*entry.key, entry.text.as_str()))
    }

    /// Sets `aws:username`: the principal's id.
    #[must_use]
    pub fn with_username(self, username: &str) -> Self {
        self.with("aws:username", username)
    }

    /// Sets `aws:SourceIp`: the caller's address. An IPv4 address written as IPv6 counts as IPv4.
    #[must_use]
    pub fn with_source_ip(self, address: IpAddr) -> Self {
        self.with("aws:SourceIp", address.to_canonical().to_string())
    }

    /// Sets `aws:CurrentTime` and `aws:EpochTime` (whole seconds since 1970).
    #[must_use]
    pub fn with_time(self, now: Timestamp) -> Self {
        self.with("aws:CurrentTime", now.to_string())
            .with("aws:EpochTime", now.as_second().to_string())
    }

    /// Sets `aws:MultiFactorAuthPresent`: whether a second factor was used to sign in.
    #[must_use]
    pub fn with_multi_factor_auth(self, present: bool) -> Self {
        self.with("aws:MultiFactorAuthPresent", present.to_string())
    }

    /// Sets `aws:PrincipalTag/…`: one of the principal's tags.
    #[must_use]
    pub fn with_principal_tag(self, tag: &str, text: impl Into<String>) -> Self {
        self.with(&format!("aws:PrincipalTag/{tag}"), text)
    }

    /// Returns the value of a key. `key` must be in lower case.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find_map(|(other, entry)| (**other == *key).then_some(entry))
    }
}
