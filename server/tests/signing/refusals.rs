//! Every S3 response about signatures, in the documented order.

use attache_server::signing::{Access, LinkRequest, PresignedQuery, Refusal, Secret};
use proptest::prelude::*;

use super::{KEY_ID, SECRET, link, spelling::meaning};

pub(crate) const SIGNED_AT: i64 = 1_769_044_200;
pub(crate) const LIFETIME: i64 = 518_400;

pub(crate) fn genuine() -> String {
    let url = link(
        "http://127.0.0.1:3000",
        "20260122T011000Z",
        518_400,
        "/attachments/exp-1/",
        &["att-1", "a (1) b.txt"],
        &[("response-content-type", "text/plain")],
    );
    url.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned()
}

/// A request to a link: its content, its time, and whether the server knows the key.
pub(crate) struct Visit<'a> {
    method: &'a str,
    target: String,
    headers: Vec<(&'a str, &'a [u8])>,
    authority: Option<&'a str>,
    now: i64,
    known_key: bool,
}

pub(crate) fn visit(target: impl Into<String>) -> Visit<'static> {
    Visit {
        method: "GET",
        target: target.into(),
        headers: vec![
            ("host", b"127.0.0.1:3000"),
            ("range", b"bytes=0-1"),
            ("cookie", b"x=y"),
        ],
        authority: Some("127.0.0.1:3000"),
        now: SIGNED_AT,
        known_key: true,
    }
}

impl Visit<'_> {
    pub(crate) fn judge(&self) -> Result<Access, Refusal> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let timely = PresignedQuery::parse(LinkRequest {
            method: self.method,
            path,
            query,
            headers: &self.headers,
            authority: self.authority,
        })?
        .check_time(self.now)?;
        let secret = Secret::new(SECRET);
        let known = self.known_key && timely.key_id() == KEY_ID;
        timely.check_signature(known.then_some(&secret))
    }
}

/// Returns the genuine link with one parameter's value replaced.
fn with(name: &str, value: &str) -> String {
    let link = genuine();
    let start = link.find(&format!("{name}=")).unwrap() + name.len() + 1;
    let end = link[start..].find('&').map_or(link.len(), |at| start + at);
    format!("{}{value}{}", &link[..start], &link[end..])
}

fn without(name: &str) -> String {
    with(name, "").replace(&format!("&{name}="), "")
}

#[test]
fn a_genuine_link_opens_its_object_and_no_other() {
    assert_eq!(
        visit(genuine()).judge(),
        Ok(Access {
            key_id: KEY_ID.into(),
            object_key: Some("exp-1/att-1/a (1) b.txt".into()),
            expires_at: SIGNED_AT + LIFETIME,
        })
    );
    let head = Visit {
        method: "HEAD",
        ..visit(genuine())
    };
    assert!(head.judge().is_ok());
}

#[test]
fn parameters_may_come_in_any_order() {
    let link = genuine();
    let (path, query) = link.split_once('?').unwrap();
    let mut parameters: Vec<_> = query.split('&').collect();
    for _ in 0..parameters.len() {
        parameters.rotate_left(1);
        assert!(visit(format!("{path}?{}", parameters.join("&"))).judge().is_ok());
    }
}

#[test]
fn each_fault_has_its_own_refusal() {
    let credential = |text: &str| with("X-Amz-Credential", text);
    let ours = "AKIAIOSFODNN7EXAMPLE/20260122";
    let unsigned = |names: &str| Refusal::UnsignedHeaders { names: names.into() };
    let rows = [
        (without("X-Amz-Algorithm"), Refusal::MissingParameter),
        (without("X-Amz-Credential"), Refusal::MissingParameter),
        (without("X-Amz-Date"), Refusal::MissingParameter),
        (without("X-Amz-Expires"), Refusal::MissingParameter),
        (without("X-Amz-SignedHeaders"), Refusal::MissingParameter),
        (without("X-Amz-Signature"), Refusal::MissingParameter),
        (
            "/attachments/exp-1/att-1/a%20%281%29%20b.txt".into(),
            Refusal::MissingParameter,
        ),
        (
            genuine().replace("X-Amz-Date", "x-amz-date"),
            Refusal::MissingParameter,
        ),
        (genuine() + "&X-Amz-Expires=518400", Refusal::DuplicateParameter),
        (genuine() + "&a&a=1", Refusal::DuplicateParameter),
        (
            with("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"),
            Refusal::WrongAlgorithm,
        ),
        (credential("AKIAIOSFODNN7EXAMPLE"), Refusal::MalformedCredential),
        (
            credential("/20260122/us-east-1/s3/aws4_request"),
            Refusal::MalformedCredential,
        ),
        (
            credential(&format!("x{ours}/us-east-1/s3/aws4_request/")),
            Refusal::MalformedCredential,
        ),
        (
            credential(&format!("{ours}1/us-east-1/s3/aws4_request")),
            Refusal::BadCredentialDate,
        ),
        (
            credential("AKIAIOSFODNN7EXAMPLE/22.01.26/us-east-1/s3/aws4_request"),
            Refusal::BadCredentialDate,
        ),
        (
            credential(&format!("{ours}/eu-west-1/s3/aws4_request")),
            Refusal::WrongRegion,
        ),
        (
            credential(&format!("{ours}/us-east-1/ec2/aws4_request")),
            Refusal::WrongService,
        ),
        (
            credential(&format!("{ours}/us-east-1/s3/aws3_request")),
            Refusal::WrongTerminal,
        ),
        (with("X-Amz-Date", "2026-01-22T01:10:00Z"), Refusal::BadDate),
        (with("X-Amz-Date", "20260230T011000Z"), Refusal::BadDate),
        (with("X-Amz-Date", "20260123T011000Z"), Refusal::DateMismatch),
        (with("X-Amz-Expires", "soon"), Refusal::ExpiresNotANumber),
        (with("X-Amz-Expires", ""), Refusal::ExpiresNotANumber),
        (with("X-Amz-Expires", "%2B1"), Refusal::ExpiresNotANumber),
        (with("X-Amz-Expires", "-1"), Refusal::ExpiresNegative),
        (with("X-Amz-Expires", "0"), Refusal::ExpiresZero),
        (with("X-Amz-Expires", "604801"), Refusal::ExpiresTooLong),
        (
            with("X-Amz-Expires", "99999999999999999999"),
            Refusal::ExpiresTooLong,
        ),
        (with("X-Amz-SignedHeaders", ""), Refusal::MalformedSignedHeaders),
        (
            with("X-Amz-SignedHeaders", "Host"),
            Refusal::MalformedSignedHeaders,
        ),
        (
            with("X-Amz-SignedHeaders", "host;host"),
            Refusal::MalformedSignedHeaders,
        ),
        (with("X-Amz-SignedHeaders", "range"), unsigned("host")),
        (
            with("X-Amz-SignedHeaders", "host;x-amz-none"),
            Refusal::SignatureMismatch,
        ),
        (with("X-Amz-Signature", ""), Refusal::SignatureMismatch),
        (with("X-Amz-Expires", "604800"), Refusal::SignatureMismatch),
        (genuine() + "&versionId=1", Refusal::SignatureMismatch),
        (genuine() + "&a=%zz", Refusal::MalformedUri),
        (genuine() + "&%2=1", Refusal::MalformedUri),
        (genuine().replace("b.txt", "b.txt%"), Refusal::MalformedUri),
        (genuine().replace("%20", "%2"), Refusal::MalformedUri),
        (genuine() + "&X%2DAmz%2DDate=1", Refusal::DuplicateParameter),
    ];
    for (target, refusal) in rows {
        assert_eq!(visit(&target).judge(), Err(refusal), "{target}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "get"] {
        let other = Visit {
            method,
            ..visit(genuine())
        };
        assert_eq!(other.judge(), Err(Refusal::SignatureMismatch));
    }
    for authority in [None, Some("localhost:3000"), Some("127.0.0.1:3001")] {
        let elsewhere = Visit {
            authority,
            ..visit(genuine())
        };
        assert_eq!(elsewhere.judge(), Err(Refusal::SignatureMismatch));
    }
    let mut more = visit(genuine());
    for name in ["x-amz-meta-b", "x-amz-acl", "x-amz-meta-b"] {
        more.headers.push((name, b"1"));
    }
    assert_eq!(more.judge(), Err(unsigned("x-amz-acl, x-amz-meta-b")));
}

#[test]
fn a_request_proves_itself_in_one_way() {
    let old = "/attachments/exp-1/a?AWSAccessKeyId=A&Expires=1&Signature=x";
    for (target, header, refusal) in [
        (genuine(), true, Refusal::SeveralMechanisms),
        (genuine() + "&Signature=x", false, Refusal::SeveralMechanisms),
        (old.into(), true, Refusal::SeveralMechanisms),
        (old.into(), false, Refusal::OldMechanism),
        ("/attachments/exp-1/a".into(), true, Refusal::MissingParameter),
    ] {
        let mut request = visit(&target);
        if header {
            request.headers.push(("authorization", b"Bearer x"));
        }
        assert_eq!(request.judge(), Err(refusal), "{target} {header}");
    }
}

#[test]
fn a_link_with_a_session_token_is_refused_because_no_key_is_temporary() {
    let target = genuine() + "&X-Amz-Security-Token=x";
    assert_eq!(visit(target.as_str()).judge(), Err(Refusal::SecurityToken));
    let unknown = Visit {
        known_key: false,
        ..visit(target)
    };
    assert_eq!(unknown.judge(), Err(Refusal::UnknownKey));
}

#[test]
fn a_link_works_until_exactly_its_expiry() {
    let at = |now| {
        Visit {
            now,
            ..visit(genuine())
        }
        .judge()
    };
    assert!(at(SIGNED_AT + LIFETIME - 1).is_ok());
    assert_eq!(
        at(SIGNED_AT + LIFETIME),
        Err(Refusal::Expired {
            lifetime: 518_400,
            expired_at: SIGNED_AT + LIFETIME,
            now: SIGNED_AT + LIFETIME,
        })
    );
    assert!(at(SIGNED_AT - 900).is_ok());
    assert_eq!(at(SIGNED_AT - 901), Err(Refusal::NotYetValid));
}

#[test]
fn syntax_expiry_key_and_signature_are_checked_in_this_order() {
    let late = SIGNED_AT + LIFETIME;
    let everything_wrong = |target: String| Visit {
        now: late,
        known_key: false,
        ..visit(target)
    };
    let wrong_signature = with("X-Amz-Signature", "0");
    let syntax = everything_wrong(wrong_signature.replace("Expires=518400", "Expires=x"));
    assert_eq!(syntax.judge(), Err(Refusal::ExpiresNotANumber));
    let expiry = everything_wrong(wrong_signature.clone());
    assert!(matches!(expiry.judge(), Err(Refusal::Expired { .. })));
    let key = Visit {
        now: SIGNED_AT,
        ..everything_wrong(wrong_signature.clone())
    };
    assert_eq!(key.judge(), Err(Refusal::UnknownKey));
    assert_eq!(visit(wrong_signature).judge(), Err(Refusal::SignatureMismatch));
}

/// Exhaustive for one link: replaces each byte of path and query with every other byte that a request line can contain.
#[test]
fn a_link_with_one_changed_byte_opens_only_if_it_still_means_the_same() {
    let link = genuine();
    let (mut tried, mut opened) = (0, 0);
    for position in 0..link.len() {
        for byte in (b'!'..=b'~').filter(|byte| *byte != link.as_bytes()[position]) {
            let mut changed = link.clone().into_bytes();
            changed[position] = byte;
            let changed = String::from_utf8(changed).unwrap();
            let opens = visit(&changed).judge().is_ok();
            assert_eq!(opens, meaning(&changed) == meaning(&link), "{changed}");
            tried += 1;
            opened += u32::from(opens);
        }
        let mut shorter = link.clone();
        shorter.remove(position);
        assert!(visit(&shorter).judge().is_err(), "{shorter}");
    }
    assert_eq!(tried, link.len() * 93);
    assert_eq!(opened, 5, "each %2F can be spelled %2f");
}

proptest! {
    /// Any other input is refused.
    #[test]
    fn anything_else_is_refused_without_a_panic(
        method in any::<String>(),
        path in any::<String>(),
        parameters in prop::collection::vec(("(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature))?", ".*"), 0..8),
        value in prop::collection::vec(any::<u8>(), 0..8),
        now in any::<i64>(),
    ) {
        let query: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Visit {
            method: &method,
            headers: vec![("x", &value)],
            now,
            ..visit(format!("{path}?{}", query.join("&")))
        };
        prop_assert!(request.judge().is_err());
        // A link that is valid except for one value is refused too.
        for (name, value) in &parameters {
            if !name.is_empty() {
                let target = with(name, value);
                let changed = Visit { now, ..visit(target.as_str()) };
                prop_assert!(changed.judge().is_err() || meaning(&target) == meaning(&genuine()));
            }
        }
    }
}
