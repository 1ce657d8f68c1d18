//! The canonical request and the string to sign.
//!
//! S3 uses the path as is and does not sign the payload; other services normalise paths and sign the payload's hash.
//! Both are parameters, so that the official test suite can run against this code.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::{ALGORITHM, TERMINAL, encode_path};

/// How a path is prepared for signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathRule {
    /// Used as is: S3.
    AsIs,
    /// Resolve dot segments and collapse repeated slashes: every other service.
    Normalised,
}

/// Returns the canonical form of a decoded path.
pub fn canonical_path(path: &[u8], rule: PathRule) -> String {
    match rule {
        PathRule::AsIs => encode_path(path),
        PathRule::Normalised => encode_path(normalised(path)),
    }
}

fn normalised(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut ends_in_segment = false;
    for segment in path.split(|&b| b == b'/') {
        match segment {
            b"" | b"." => ends_in_segment = false,
            b".." => {
                kept.pop();
                ends_in_segment = false;
            }
            segment => {
                kept.push(segment);
                ends_in_segment = true;
            }
        }
    }
    let mut out = vec![b'/'];
    out.extend(kept.join(&b'/'));
    if !kept.is_empty() && !ends_in_segment {
        out.push(b'/');
    }
    out
}

/// Returns the value of a signed header: trimmed, runs of whitespace collapsed, repeated headers joined with commas.
pub fn header_value(values: &[&str]) -> String {
    let tidy = |value: &&str| value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    values.iter().map(tidy).collect::<Vec<_>>().join(",")
}

/// Returns a query string of encoded names and values, sorted by name, then by value.
pub fn query_string<'a>(pairs: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>) -> String {
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable();
    join_pairs(&pairs)
}

/// Joins pairs as `a=1&b=2`, in the order given.
pub(super) fn join_pairs(pairs: &[(Cow<'_, str>, Cow<'_, str>)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        out.push_str(value);
    }
    out
}

/// A request in the canonical form that both sides hash.
#[derive(Clone, Copy)]
pub struct CanonicalRequest<'a> {
    /// `GET`, `HEAD`, …
    pub method: &'a str,
    /// The encoded path: see [`canonical_path`].
    pub path: &'a str,
    /// The encoded, sorted query without the signature: see [`query_string`].
    pub query: &'a str,
    /// The signed headers: lower-case names, in order, with normalised values (see [`header_value`]).
    pub headers: &'a [(&'a str, &'a str)],
    /// [`super::UNSIGNED_PAYLOAD`], or the lower-case hex SHA-256 of the payload.
    pub payload_hash: &'a str,
}

impl CanonicalRequest<'_> {
    /// Returns the names of the signed headers, as listed in `X-Amz-SignedHeaders`.
    pub fn signed_headers(&self) -> String {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        names.join(";")
    }

    /// Returns the text to hash.
    pub fn render(&self) -> String {
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        [
            self.method,
            self.path,
            self.query,
            &headers,
            &self.signed_headers(),
            self.payload_hash,
        ]
        .join("\n")
    }
}

/// Returns the string to sign up to the hash, which is the same for all links of a date.
pub(super) fn string_to_sign_prefix(stamp: &str, region: &str, service: &str) -> String {
    // A stamp starts with its day; use a shorter stamp whole.
    let day = stamp.get(..8).unwrap_or(stamp);
    format!("{ALGORITHM}\n{stamp}\n{day}/{region}/{service}/{TERMINAL}\n")
}

/// Returns the string to sign for a canonical request at a date (`yyyyMMdd'T'HHmmss'Z'`).
pub fn string_to_sign(stamp: &str, region: &str, service: &str, canonical_request: &str) -> String {
    let mut text = string_to_sign_prefix(stamp, region, service);
    text.push_str(&hex::encode(Sha256::digest(canonical_request)));
    text
}
