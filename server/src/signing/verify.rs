//! Verifies a request with a link in S3's order: syntax, expiry, key, signature.
//!
//! The spelling of path and query does not matter: both are decoded, and encoded again to compute the signature, as S3
//! does. Some clients rewrite links: they send `/` for `%2F` in a query, and `(` for `%28`.
//!
//! Each stage is a type that only the previous stage returns, so the order cannot be wrong. The key's id is not
//! available before the expiry check, nor the object before the signature check.

use std::{borrow::Cow, collections::BTreeSet, fmt};

use subtle::ConstantTimeEq;

use super::{
    ALGORITHM, AmzDate, BUCKET, CanonicalRequest, MAX_EXPIRES, REGION, Refusal, SERVICE, Secret, SigningKey,
    TERMINAL, UNSIGNED_PAYLOAD, decode, encode, encode_path, header_value, query_string, string_to_sign,
};

/// How far ahead of the server's clock a link may be dated, in seconds.
const SKEW_SECONDS: i64 = 15 * 60;

/// A raw request, nothing decoded.
#[derive(Clone, Copy)]
pub struct LinkRequest<'a> {
    /// `GET`, `HEAD`, …
    pub method: &'a str,
    /// The raw path, percent-encoded.
    pub path: &'a str,
    /// The raw query, without the `?`.
    pub query: &'a str,
    /// The headers, with lower-case names.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The authority that links are signed for (see [`super::Endpoint::authority`]) if the request is for it; `None` if
    /// the request is for another one, for which no link is signed.
    pub authority: Option<&'a str>,
}

/// A link with valid parameters.
pub struct PresignedQuery<'a> {
    request: LinkRequest<'a>,
    /// The decoded path.
    path: Cow<'a, [u8]>,
    /// The canonical query without the signature.
    canonical_query: String,
    key_id: String,
    date: AmzDate,
    lifetime: u32,
    signed_headers: Vec<String>,
    signature: Cow<'a, [u8]>,
    /// True if there is a session token.
    has_token: bool,
}

/// A link that has not expired according to its own parameters. Its key and signature are not verified yet.
pub struct TimelyQuery<'a>(PresignedQuery<'a>);

/// What a verified link gives access to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The key that signed it.
    pub key_id: String,
    /// The object's key in the bucket, decoded; `None` if the path is not in the bucket or not UTF-8.
    pub object_key: Option<String>,
    /// When it expires, in Unix seconds.
    pub expires_at: i64,
}

impl<'a> PresignedQuery<'a> {
    /// Checks the syntax. Parameters may come in any order.
    pub fn parse(request: LinkRequest<'a>) -> Result<Self, Refusal> {
        let path = decode(request.path).ok_or(Refusal::MalformedUri)?;
        let mut pairs = decoded_pairs(request.query).ok_or(Refusal::MalformedUri)?;
        pairs.sort_unstable();
        if pairs.windows(2).any(|two| two[0].0 == two[1].0) {
            return Err(Refusal::DuplicateParameter);
        }
        check_mechanism(&pairs, request.headers)?;
        let text =
            |name: &str| value_of(&pairs, name).map(|value| String::from_utf8_lossy(value).into_owned());
        let algorithm = text("X-Amz-Algorithm")?;
        let credential = text("X-Amz-Credential")?;
        let date = text("X-Amz-Date")?;
        let expires = text("X-Amz-Expires")?;
        let signed_headers = text("X-Amz-SignedHeaders")?;
        let signature = value_of(&pairs, "X-Amz-Signature")?.clone();

        if algorithm != ALGORITHM {
            return Err(Refusal::WrongAlgorithm);
        }
        let (key_id, day) = parse_credential(&credential)?;
        let date = AmzDate::parse(&date).ok_or(Refusal::BadDate)?;
        if day != date.day() {
            return Err(Refusal::DateMismatch);
        }
        let others = pairs.iter().filter(|(name, _)| **name != *b"X-Amz-Signature");
        let encoded = others.map(|(name, value)| (encode(name).into(), encode(value).into()));
        Ok(Self {
            request,
            path,
            canonical_query: query_string(encoded),
            key_id: key_id.to_owned(),
            date,
            lifetime: parse_expires(&expires)?,
            signed_headers: parse_signed_headers(&signed_headers)?,
            signature,
            has_token: value_of(&pairs, "X-Amz-Security-Token").is_ok(),
        })
    }

    /// Checks the time; `now` is in Unix seconds. A link expires exactly at `expires_at`.
    pub fn check_time(self, now: i64) -> Result<TimelyQuery<'a>, Refusal> {
        let expired_at = self.expires_at();
        if now >= expired_at {
            return Err(Refusal::Expired {
                lifetime: self.lifetime,
                expired_at,
                now,
            });
        }
        if self.date.unix_seconds() > now.saturating_add(SKEW_SECONDS) {
            return Err(Refusal::NotYetValid);
        }
        Ok(TimelyQuery(self))
    }

    fn expires_at(&self) -> i64 {
        self.date.unix_seconds().saturating_add(i64::from(self.lifetime))
    }
}

impl TimelyQuery<'_> {
    /// Returns the id of the key to look up.
    pub fn key_id(&self) -> &str {
        &self.0.key_id
    }

    /// Checks like [`Self::check_signature_with`], with the key that the secret gives.
    pub fn check_signature(self, secret: Option<&Secret>) -> Result<Access, Refusal> {
        self.check_signature_with(secret.map(|secret| |day: &str| SigningKey::derive(secret, day)))
    }

    /// Checks the key (`None` if it does not exist), the headers and the signature, in constant time. `key` returns the
    /// signing key of a day (`yyyymmdd`).
    ///
    /// The signature of a `GET` is also valid for `HEAD`: it reveals less than the link already grants (RFC 9110,
    /// section 9.3.2), and a manifest contains only `GET` links.
    pub fn check_signature_with(
        self,
        key: Option<impl FnOnce(&str) -> SigningKey>,
    ) -> Result<Access, Refusal> {
        let key = key.ok_or(Refusal::UnknownKey)?;
        let query = self.0;
        // Tokens belong to temporary keys, and no key here is temporary.
        if query.has_token {
            return Err(Refusal::SecurityToken);
        }
        let is_signed = |name: &str| query.signed_headers.iter().any(|signed| signed == name);
        let must_be_signed = |name: &str| name == "host" || name.starts_with("x-amz-");
        let sent = query.request.headers.iter().map(|(name, _)| *name);
        let unsigned: BTreeSet<_> = sent
            .chain(["host"])
            .filter(|name| must_be_signed(name) && !is_signed(name))
            .collect();
        if !unsigned.is_empty() {
            let names = Vec::from_iter(unsigned).join(", ");
            return Err(Refusal::UnsignedHeaders { names });
        }
        let key = key(query.date.day());
        let methods: &[&str] = match query.request.method {
            "HEAD" => &["HEAD", "GET"],
            method => &[method],
        };
        for method in methods {
            let expected = query
                .signature_for(method, &key)
                .ok_or(Refusal::SignatureMismatch)?;
            if bool::from(expected.as_bytes().ct_eq(&query.signature)) {
                return Ok(query.into_access());
            }
        }
        Err(Refusal::SignatureMismatch)
    }
}

impl PresignedQuery<'_> {
    /// Returns the expected signature; `None` if a header listed as signed is missing, or the host is another.
    fn signature_for(&self, method: &str, key: &SigningKey) -> Option<String> {
        let mut headers = Vec::with_capacity(self.signed_headers.len());
        for name in &self.signed_headers {
            headers.push((name.as_str(), self.signed_value(name)?));
        }
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let canonical = CanonicalRequest {
            method,
            path: &encode_path(&self.path),
            query: &self.canonical_query,
            headers: &headers,
            payload_hash: UNSIGNED_PAYLOAD,
        };
        Some(key.sign(&string_to_sign(
            self.date.stamp(),
            REGION,
            SERVICE,
            &canonical.render(),
        )))
    }

    fn signed_value(&self, name: &str) -> Option<String> {
        if name == "host" {
            return self.request.authority.map(str::to_owned);
        }
        let sent = self.request.headers.iter().filter(|(other, _)| *other == name);
        let values: Vec<_> = sent
            .map(|(_, value)| std::str::from_utf8(value))
            .collect::<Result<_, _>>()
            .ok()?;
        (!values.is_empty()).then(|| header_value(&values))
    }

    fn into_access(self) -> Access {
        Access {
            expires_at: self.expires_at(),
            object_key: object_key(&self.path),
            key_id: self.key_id,
        }
    }
}

impl fmt::Debug for PresignedQuery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PresignedQuery(redacted)")
    }
}

impl fmt::Debug for TimelyQuery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TimelyQuery(redacted)")
    }
}

/// Returns the key of the object that a decoded path names; `None` if the path is not in the bucket or not UTF-8.
pub fn object_key(path: &[u8]) -> Option<String> {
    let path = std::str::from_utf8(path).ok()?;
    let key = path.strip_prefix('/')?.strip_prefix(BUCKET)?.strip_prefix('/')?;
    Some(key.to_owned())
}

/// A parameter's decoded name and value.
type Pair<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

/// Returns the parameters of a query; `None` if one has a bad escape.
fn decoded_pairs(query: &str) -> Option<Vec<Pair<'_>>> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

fn value_of<'p, 'a>(sorted: &'p [Pair<'a>], name: &str) -> Result<&'p Cow<'a, [u8]>, Refusal> {
    sorted
        .binary_search_by_key(&name.as_bytes(), |(name, _)| &**name)
        .map(|found| &sorted[found].1)
        .map_err(|_| Refusal::MissingParameter)
}

/// Refuses a request that proves itself in two ways, or by the signature that preceded version 4.
fn check_mechanism(sorted: &[Pair<'_>], headers: &[(&str, &[u8])]) -> Result<(), Refusal> {
    let has_parameter = |name: &str| value_of(sorted, name).is_ok();
    let has_header = headers.iter().any(|(name, _)| *name == "authorization");
    match (
        has_parameter("X-Amz-Algorithm"),
        has_parameter("Signature"),
        has_header,
    ) {
        (true, true, _) | (true, _, true) | (_, true, true) => Err(Refusal::SeveralMechanisms),
        (_, true, _) => Err(Refusal::OldMechanism),
        _ => Ok(()),
    }
}

/// Returns the key id and the day of a credential.
fn parse_credential(credential: &str) -> Result<(&str, &str), Refusal> {
    let parts: Vec<_> = credential.split('/').collect();
    let [key_id, day, region, service, terminal] = parts[..] else {
        return Err(Refusal::MalformedCredential);
    };
    if key_id.is_empty() {
        return Err(Refusal::MalformedCredential);
    }
    if day.len() != 8 || !day.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::BadCredentialDate);
    }
    match (region == REGION, service == SERVICE, terminal == TERMINAL) {
        (false, _, _) => Err(Refusal::WrongRegion),
        (_, false, _) => Err(Refusal::WrongService),
        (_, _, false) => Err(Refusal::WrongTerminal),
        _ => Ok((key_id, day)),
    }
}

fn parse_expires(expires: &str) -> Result<u32, Refusal> {
    let (negative, digits) = match expires.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, expires),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::ExpiresNotANumber);
    }
    match digits.parse::<u32>() {
        _ if negative => Err(Refusal::ExpiresNegative),
        Ok(0) => Err(Refusal::ExpiresZero),
        Ok(seconds) if seconds <= MAX_EXPIRES => Ok(seconds),
        // More than a week, or too large for `u32`.
        _ => Err(Refusal::ExpiresTooLong),
    }
}

fn parse_signed_headers(list: &str) -> Result<Vec<String>, Refusal> {
    let names: Vec<_> = list.split(';').map(str::to_owned).collect();
    let is_name = |name: &String| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&b))
    };
    let sorted = names.windows(2).all(|two| two[0] < two[1]);
    if sorted && names.iter().all(is_name) {
        Ok(names)
    } else {
        Err(Refusal::MalformedSignedHeaders)
    }
}
