//! Tests links against the official suite, against other signers, and with everything that must be refused.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod endpoint;
mod links;
mod messages;
mod refusals;
mod spelling;
mod suite;

use attache_server::signing::{AccessKey, AmzDate, Endpoint, Lifetime, Presigner, Secret, Terms};

/// The access key from AWS's documentation.
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn documented_key() -> AccessKey {
    AccessKey {
        id: KEY_ID.into(),
        secret: Secret::new(SECRET),
    }
}

/// Returns the link to an object. `prefix` and `key` form its path.
fn link(
    origin: &str,
    stamp: &str,
    lifetime: u32,
    prefix: &str,
    key: &[&str],
    operation: &[(&str, &str)],
) -> String {
    let terms = Terms {
        endpoint: &Endpoint::parse(origin).unwrap(),
        key: &documented_key(),
        signed_at: &AmzDate::parse(stamp).unwrap(),
        lifetime: Lifetime::from_seconds(lifetime).unwrap(),
    };
    let mut out = Vec::new();
    Presigner::new(&terms, prefix, operation).push_url(key, &mut out);
    String::from_utf8(out).unwrap()
}
