//! Patterns that match actions, resources and `StringLike` values.

use super::error::quote;

/// A pattern in which `*` matches any run of characters and `?` matches exactly one.
#[derive(Debug)]
pub(super) struct Glob {
    text: Box<str>,
    /// Byte offset of the first wildcard, or the length if it has none.
    first: usize,
    /// Byte offset after the last wildcard, or the length if it has none.
    last: usize,
}

impl Glob {
    pub(super) fn new(text: &str) -> Self {
        let wildcards = ['*', '?'];
        Self {
            text: text.into(),
            first: text.find(wildcards).unwrap_or(text.len()),
            last: text.rfind(wildcards).map_or(text.len(), |last| last + 1),
        }
    }

    /// Returns true if the pattern matches the whole text. Takes at most (pattern length × text length) steps, because
    /// it backtracks only to the last `*`. Comparing both ends first rejects most texts.
    pub(super) fn matches(&self, text: &str) -> bool {
        let (rest, tail) = self.text.split_at(self.last);
        let (head, middle) = rest.split_at(self.first);
        // The first byte rejects most texts without the cost of calling a string comparison.
        let begins = |byte: &u8| text.as_bytes().first() == Some(byte);
        if !head.as_bytes().first().is_none_or(begins) {
            return false;
        }
        match (
            text.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail)),
            middle,
        ) {
            (None, _) => false,
            (Some(rest), "") => rest.is_empty(),
            (Some(_), "*") => true,
            (Some(rest), pattern) => wildcard_match(pattern, rest),
        }
    }
}

fn wildcard_match(mut pattern: &str, mut text: &str) -> bool {
    // Where to backtrack to: the pattern after the last `*`, and the text where it was tried.
    let mut star: Option<(&str, &str)> = None;
    loop {
        if let Some(after) = pattern.strip_prefix('*') {
            star = Some((after, text));
            pattern = after;
            continue;
        }
        let (mut wanted, mut given) = (pattern.chars(), text.chars());
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(w), Some(g)) if w == '?' || w == g => {
                pattern = wanted.as_str();
                text = given.as_str();
            }
            _ => {
                let Some((after, tried)) = star else { return false };
                let mut tried = tried.chars();
                if tried.next().is_none() {
                    return false;
                }
                pattern = after;
                text = tried.as_str();
                star = Some((after, text));
            }
        }
    }
}

/// The actions that a statement matches. Stored in lower case, because action names ignore case.
#[derive(Debug)]
pub(super) enum ActionPattern {
    Every,
    Of { service: Box<str>, name: Glob },
}

impl ActionPattern {
    /// Parses `*` or `service:Name`; only the name may contain wildcards.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::Every);
        }
        let Some((service, name)) = text.split_once(':') else {
            return Err(format!(
                "{} is not an action: write `service:Name`, or `*` for every action",
                quote(text)
            ));
        };
        if service.contains(['*', '?']) {
            return Err(format!(
                "{} has a wildcard before the colon: wildcards are allowed only in the action name",
                quote(text)
            ));
        }
        if !is_word(service, "-") {
            return Err(format!("{} does not begin with a service name", quote(text)));
        }
        if !is_word(name, "*?") {
            return Err(format!(
                "{} is not an action: names can contain only letters, digits, `*` and `?`",
                quote(text)
            ));
        }
        Ok(Self::Of {
            service: service.to_ascii_lowercase().into(),
            name: Glob::new(&name.to_ascii_lowercase()),
        })
    }

    /// Returns true if it matches the action, given in lower case.
    pub(super) fn matches(&self, service: &str, name: &str) -> bool {
        match self {
            Self::Every => true,
            Self::Of {
                service: wanted,
                name: glob,
            } => glob.matches(name) && **wanted == *service,
        }
    }
}

/// An ARN's parts: `arn`, partition, service, region, account, resource.
pub(super) type ArnParts<'t> = [&'t str; 6];

/// Splits an ARN; `None` if it is not one. The last part may contain colons.
pub(super) fn split_arn(text: &str) -> Option<ArnParts<'_>> {
    let mut parts = text.splitn(6, ':');
    let parts = [(); 6].map(|()| parts.next().unwrap_or_default());
    (parts[0] == "arn" && !parts[5].is_empty()).then_some(parts)
}

/// The resources that a statement matches. Case matters; a wildcard does not match across the first five colons.
#[derive(Debug)]
pub(super) enum ResourcePattern {
    Every,
    Arn(Box<[Glob; 5]>),
}

impl ResourcePattern {
    /// Parses `*` or an ARN with wildcards.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::Every);
        }
        if text.contains("${") {
            return Err("policy variables are not supported".to_owned());
        }
        let Some([_, partition, service, region, account, resource]) = split_arn(text) else {
            return Err(format!(
                "{} is neither `*` nor an ARN (`arn:partition:service:region:account:resource`)",
                quote(text)
            ));
        };
        let wrong = |part: &str| Err(format!("{} is not a valid ARN: check its {part}", quote(text)));
        if !is_word(partition, "-*?") {
            return wrong("partition");
        }
        if service.contains(['*', '?']) {
            return Err(format!(
                "{} has a wildcard in the service: an ARN names its service",
                quote(text)
            ));
        }
        if !is_word(service, "-") {
            return wrong("service");
        }
        if !region.is_empty() && !is_word(region, "-*?") {
            return wrong("region");
        }
        let wild = account.contains(['*', '?']);
        let digits = account
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'?'));
        let known = account.is_empty() || account == "aws" || (digits && (wild || account.len() == 12));
        if !known {
            return wrong("account (12 digits)");
        }
        Ok(Self::Arn(Box::new(
            [partition, service, region, account, resource].map(Glob::new),
        )))
    }

    /// Returns true if it matches the resource: a split ARN, or `None` for an action without a resource.
    pub(super) fn matches(&self, resource: Option<&ArnParts<'_>>) -> bool {
        match (self, resource) {
            (Self::Every, _) => true,
            (Self::Arn(_), None) => false,
            (Self::Arn(globs), Some(parts)) => globs
                .iter()
                .zip(&parts[1..])
                .all(|(glob, part)| glob.matches(part)),
        }
    }
}

/// Returns true if a text names an action: `service:Name`, without wildcards.
pub fn is_action(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(service, name)| is_word(service, "-") && is_word(name, ""))
}

/// Returns true if a text can be a request's resource: an ARN, or `*` for an action without one.
pub fn is_resource(text: &str) -> bool {
    text == "*" || (split_arn(text).is_some() && !text.chars().any(char::is_control))
}

/// Returns true if a text is not empty and contains only ASCII letters, digits and the characters in `also`.
fn is_word(text: &str, also: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || also.contains(character))
}
