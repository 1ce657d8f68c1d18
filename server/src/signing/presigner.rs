//! Creates links.

use std::{borrow::Cow, fmt};

use super::{
    ALGORITHM, AccessKey, AmzDate, BUCKET, Endpoint, MAX_EXPIRES, REGION, SERVICE, SigningKey, TERMINAL,
    UNSIGNED_PAYLOAD,
    blocks::{ShortMac, hex_digest},
    canonical::{join_pairs, query_string, string_to_sign_prefix},
    encode::{encode, push_path},
};

/// The lifetime of links: 1 second to a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime(u32);

impl Lifetime {
    /// The lifetime of an export's links: 6 days.
    pub const OF_EXPORTS: Self = Self(attache_wire::export::LINK_LIFE_SECONDS as u32);

    /// Creates a lifetime in seconds; `None` if S3 does not allow it.
    pub fn from_seconds(seconds: u32) -> Option<Self> {
        (1..=MAX_EXPIRES).contains(&seconds).then_some(Self(seconds))
    }
}

/// The parameters shared by every link of an export.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Where the links point.
    pub endpoint: &'a Endpoint,
    /// The export's own key.
    pub key: &'a AccessKey,
    /// When the export was delivered: the lifetime of its links starts here.
    pub signed_at: &'a AmzDate,
    /// The lifetime of the links.
    pub lifetime: Lifetime,
}

/// Signer for the links of one export.
///
/// Everything the links share is computed once: the signing key, the HMAC states up to the hash, and the texts before
/// and after the object's key. Each link then takes one SHA-256 of the canonical request and one short HMAC, without
/// allocating. `Debug` reveals none of it.
#[derive(Clone)]
pub struct Presigner {
    /// The HMAC state after the key and the string to sign up to the hash.
    mac: ShortMac,
    origin: Vec<u8>,
    /// `?…&X-Amz-Signature=`
    url_query: Vec<u8>,
    /// The canonical request after the path.
    canonical_suffix: Vec<u8>,
    /// The canonical request of the current link; between links, only its first `prefix_length` bytes are valid.
    canonical: Vec<u8>,
    prefix_length: usize,
}

impl Presigner {
    /// Creates a presigner for an export, whose object keys start with its id.
    pub fn for_export(terms: &Terms<'_>, export_id: &str) -> Self {
        Self::new(terms, &format!("/{BUCKET}/{export_id}/"), &[])
    }

    /// Creates a presigner for `GET`s of paths that start with `path_prefix` (not encoded, with a leading `/`).
    ///
    /// `operation` holds unencoded parameters of the request itself (`response-…`). In a link they precede the
    /// signature's parameters, as in botocore.
    pub fn new(terms: &Terms<'_>, path_prefix: &str, operation: &[(&str, &str)]) -> Self {
        let date = terms.signed_at;
        let credential = format!("{}/{}/{REGION}/{SERVICE}/{TERMINAL}", terms.key.id, date.day());
        let expires = terms.lifetime.0.to_string();
        let parameters = operation.iter().copied().chain([
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", date.stamp()),
            ("X-Amz-Expires", &expires),
            ("X-Amz-SignedHeaders", "host"),
        ]);
        let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = parameters
            .map(|(name, value)| (encode(name).into(), encode(value).into()))
            .collect();
        let url_query = format!("?{}&X-Amz-Signature=", join_pairs(&pairs));
        let canonical_suffix = format!(
            "\n{}\nhost:{}\n\nhost\n{UNSIGNED_PAYLOAD}",
            query_string(pairs),
            terms.endpoint.authority()
        );
        let mut canonical = b"GET\n".to_vec();
        push_path(path_prefix, &mut canonical);
        let key = SigningKey::derive(&terms.key.secret, date.day());
        let to_sign = string_to_sign_prefix(date.stamp(), REGION, SERVICE);
        Self {
            mac: ShortMac::new(key.bytes(), to_sign.as_bytes()),
            origin: terms.endpoint.origin().into(),
            url_query: url_query.into(),
            canonical_suffix: canonical_suffix.into(),
            prefix_length: canonical.len(),
            canonical,
        }
    }

    /// Appends the link of one object to `out`: ASCII, no newline. `key` holds the unencoded segments that follow the
    /// path prefix: attachment id and file name.
    pub fn push_url(&mut self, key: &[&str], out: &mut Vec<u8>) {
        const METHOD: usize = "GET\n".len();
        self.canonical.truncate(self.prefix_length);
        for (position, segment) in key.iter().enumerate() {
            if position > 0 {
                self.canonical.push(b'/');
            }
            push_path(segment, &mut self.canonical);
        }
        out.extend_from_slice(&self.origin);
        out.extend_from_slice(&self.canonical[METHOD..]);
        out.extend_from_slice(&self.url_query);
        self.canonical.extend_from_slice(&self.canonical_suffix);
        let hash = hex_digest(&mut self.canonical);
        out.extend_from_slice(&self.mac.hex_mac(&hash));
    }
}

impl fmt::Debug for Presigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presigner(redacted)")
    }
}
