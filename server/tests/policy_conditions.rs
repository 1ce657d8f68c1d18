//! The rules of conditions, case by case, as documented by AWS.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]

use attache_server::access::policy::{Context, Policy, PolicySet, Request};

fn set(policies: &[&str]) -> PolicySet {
    let parse = |(index, text): (usize, &&str)| (format!("policy-{index}"), Policy::parse(text).unwrap());
    PolicySet::new(policies.iter().enumerate().map(parse).collect())
}

const ALLOW_ALL: &str = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
/// Returns true if a condition holds. Checks that the same condition in a `Deny` denies exactly then.
fn holds(condition: &str, keys: &[(&str, &str)]) -> bool {
    let context = keys
        .iter()
        .fold(Context::new(), |context, (key, text)| context.with(key, *text));
    let statement = |effect: &str| {
        format!(
            r#"{{"Statement": {{"Effect": "{effect}", "Action": "*", "Resource": "*", "Condition": {{{condition}}}}}}}"#
        )
    };
    let request = Request::new("chime:GetAccount", "*", &context);
    let allows = set(&[&statement("Allow")]).decide(&request).is_allowed();
    let denies = !set(&[ALLOW_ALL, &statement("Deny")])
        .decide(&request)
        .is_allowed();
    assert_eq!(allows, denies, "{condition}");
    allows
}

type Case = (&'static str, &'static [(&'static str, &'static str)], bool);

fn check(cases: &[Case]) {
    for (condition, keys, expected) in cases {
        assert_eq!(holds(condition, keys), *expected, "{condition} with {keys:?}");
    }
}

const AVERY: &[(&str, &str)] = &[("aws:username", "avery")];
const NOBODY: &[(&str, &str)] = &[];

#[test]
fn strings_are_compared_exactly_or_with_wildcards() {
    check(&[
        (r#""StringEquals": {"aws:username": "avery"}"#, AVERY, true),
        (r#""StringEquals": {"aws:username": "Avery"}"#, AVERY, false),
        (r#""StringEquals": {"aws:username": "av*"}"#, AVERY, false),
        (
            r#""StringEquals": {"aws:username": ["sam", "avery"]}"#,
            AVERY,
            true,
        ),
        (r#""StringNotEquals": {"aws:username": "sam"}"#, AVERY, true),
        (
            r#""StringNotEquals": {"aws:username": ["sam", "avery"]}"#,
            AVERY,
            false,
        ),
        (
            r#""StringEqualsIgnoreCase": {"aws:username": "AVERY"}"#,
            AVERY,
            true,
        ),
        (
            r#""StringEqualsIgnoreCase": {"aws:username": "ÉMILE"}"#,
            &[("aws:username", "émile")],
            true,
        ),
        (
            r#""StringNotEqualsIgnoreCase": {"aws:username": "AVERY"}"#,
            AVERY,
            false,
        ),
        (r#""StringLike": {"aws:username": "av*"}"#, AVERY, true),
        (r#""StringLike": {"aws:username": "AV*"}"#, AVERY, false),
        (r#""StringLike": {"aws:username": "ave?y"}"#, AVERY, true),
        (
            r#""StringLike": {"aws:username": "?mile"}"#,
            &[("aws:username", "émile")],
            true,
        ),
        (r#""StringLike": {"aws:username": "*?*y"}"#, AVERY, true),
        (r#""StringNotLike": {"aws:username": ["a*", "b*"]}"#, AVERY, false),
        (r#""StringNotLike": {"aws:username": ["b*", "c*"]}"#, AVERY, true),
        (
            r#""StringEquals": {"aws:username": ""}"#,
            &[("aws:username", "")],
            true,
        ),
    ]);
}

#[test]
fn numbers_are_compared_by_value() {
    let level: &[(&str, &str)] = &[("aws:PrincipalTag/level", "5")];
    check(&[
        (
            r#""NumericEquals": {"aws:PrincipalTag/level": "5.0"}"#,
            level,
            true,
        ),
        (r#""NumericEquals": {"aws:PrincipalTag/level": 5}"#, level, true),
        (
            r#""NumericNotEquals": {"aws:PrincipalTag/level": [4, 5]}"#,
            level,
            false,
        ),
        (
            r#""NumericLessThan": {"aws:PrincipalTag/level": 10}"#,
            level,
            true,
        ),
        (
            r#""NumericLessThan": {"aws:PrincipalTag/level": 5}"#,
            level,
            false,
        ),
        (
            r#""NumericLessThanEquals": {"aws:PrincipalTag/level": 5}"#,
            level,
            true,
        ),
        (
            r#""NumericGreaterThan": {"aws:PrincipalTag/level": "-1e3"}"#,
            level,
            true,
        ),
        (
            r#""NumericGreaterThan": {"aws:PrincipalTag/level": [9, 4]}"#,
            level,
            true,
        ),
        (
            r#""NumericGreaterThanEquals": {"aws:PrincipalTag/level": 5.5}"#,
            level,
            false,
        ),
        // A value that is not a number is neither equal to, less than nor greater than any number.
        (r#""NumericLessThan": {"aws:username": 5}"#, AVERY, false),
        (r#""NumericNotEquals": {"aws:username": 5}"#, AVERY, true),
        (r#""NumericLessThanIfExists": {"aws:username": 5}"#, AVERY, false),
    ]);
}

#[test]
fn times_are_compared_as_instants() {
    let now: &[(&str, &str)] = &[("aws:CurrentTime", "2026-01-22T01:10:00Z")];
    check(&[
        (
            r#""DateEquals": {"aws:CurrentTime": "2026-01-22T01:10:00Z"}"#,
            now,
            true,
        ),
        (
            r#""DateEquals": {"aws:CurrentTime": "2026-01-22T02:10:00+01:00"}"#,
            now,
            true,
        ),
        (r#""DateEquals": {"aws:CurrentTime": 1769044200}"#, now, true),
        (r#""DateEquals": {"aws:CurrentTime": "1769044200"}"#, now, true),
        (
            r#""DateNotEquals": {"aws:CurrentTime": "2026-01-22T01:10:00Z"}"#,
            now,
            false,
        ),
        (
            r#""DateLessThan": {"aws:CurrentTime": "2026-01-22T01:10:00Z"}"#,
            now,
            false,
        ),
        (
            r#""DateLessThan": {"aws:CurrentTime": "2026-01-22T01:10:01Z"}"#,
            now,
            true,
        ),
        (
            r#""DateLessThanEquals": {"aws:CurrentTime": "2026-01-22T01:10:00Z"}"#,
            now,
            true,
        ),
        (
            r#""DateGreaterThan": {"aws:CurrentTime": "2026-01-22"}"#,
            now,
            true,
        ),
        (
            r#""DateGreaterThanEquals": {"aws:CurrentTime": "2026-01-23"}"#,
            now,
            false,
        ),
        (
            r#""DateGreaterThan": {"aws:username": "2026-01-22"}"#,
            AVERY,
            false,
        ),
    ]);
}

#[test]
fn booleans_addresses_and_presence() {
    let mfa: &[(&str, &str)] = &[("aws:MultiFactorAuthPresent", "true")];
    let office: &[(&str, &str)] = &[("aws:SourceIp", "203.0.113.77")];
    let six: &[(&str, &str)] = &[("aws:SourceIp", "2001:db8:12::7")];
    check(&[
        (r#""Bool": {"aws:MultiFactorAuthPresent": "true"}"#, mfa, true),
        (r#""Bool": {"aws:MultiFactorAuthPresent": true}"#, mfa, true),
        (r#""Bool": {"aws:MultiFactorAuthPresent": false}"#, mfa, false),
        (r#""Bool": {"aws:username": false}"#, AVERY, false),
        (r#""IpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#, office, true),
        (r#""IpAddress": {"aws:SourceIp": "203.0.113.77"}"#, office, true),
        (
            r#""IpAddress": {"aws:SourceIp": "203.0.113.64/28"}"#,
            office,
            true,
        ),
        (
            r#""IpAddress": {"aws:SourceIp": "203.0.113.0/28"}"#,
            office,
            false,
        ),
        (
            r#""IpAddress": {"aws:SourceIp": "203.0.113.99/24"}"#,
            office,
            true,
        ),
        (r#""IpAddress": {"aws:SourceIp": "0.0.0.0/0"}"#, six, false),
        (r#""IpAddress": {"aws:SourceIp": "2001:db8::/32"}"#, six, true),
        (r#""IpAddress": {"aws:SourceIp": "2001:db8:13::/48"}"#, six, false),
        (
            r#""IpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#,
            &[("aws:SourceIp", "::ffff:203.0.113.9")],
            true,
        ),
        (
            r#""IpAddress": {"aws:SourceIp": "::ffff:203.0.113.0/120"}"#,
            office,
            true,
        ),
        (
            r#""NotIpAddress": {"aws:SourceIp": ["198.51.100.0/24", "203.0.113.0/24"]}"#,
            office,
            false,
        ),
        (
            r#""NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}"#,
            office,
            true,
        ),
        (r#""Null": {"aws:username": "true"}"#, AVERY, false),
        (r#""Null": {"aws:username": false}"#, AVERY, true),
        (r#""Null": {"aws:username": true}"#, NOBODY, true),
        (r#""Null": {"aws:username": false}"#, NOBODY, false),
    ]);
}

#[test]
fn a_missing_key_fails_unless_the_operator_is_negated_or_ends_in_if_exists() {
    check(&[
        (r#""StringEquals": {"aws:username": "avery"}"#, NOBODY, false),
        (r#""StringLike": {"aws:username": "*"}"#, NOBODY, false),
        (r#""StringNotEquals": {"aws:username": "avery"}"#, NOBODY, true),
        (r#""StringNotLike": {"aws:username": "*"}"#, NOBODY, true),
        (r#""NumericLessThan": {"aws:EpochTime": 5}"#, NOBODY, false),
        (r#""NumericNotEquals": {"aws:EpochTime": 5}"#, NOBODY, true),
        (
            r#""DateGreaterThan": {"aws:CurrentTime": "2026-01-22"}"#,
            NOBODY,
            false,
        ),
        (
            r#""DateNotEquals": {"aws:CurrentTime": "2026-01-22"}"#,
            NOBODY,
            true,
        ),
        (r#""Bool": {"aws:MultiFactorAuthPresent": false}"#, NOBODY, false),
        (r#""IpAddress": {"aws:SourceIp": "0.0.0.0/0"}"#, NOBODY, false),
        (r#""NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}"#, NOBODY, true),
        (
            r#""StringEqualsIfExists": {"aws:username": "avery"}"#,
            NOBODY,
            true,
        ),
        (r#""StringEqualsIfExists": {"aws:username": "sam"}"#, AVERY, false),
        (
            r#""StringEqualsIfExists": {"aws:username": "avery"}"#,
            AVERY,
            true,
        ),
        (r#""StringNotLikeIfExists": {"aws:username": "a*"}"#, AVERY, false),
        (
            r#""BoolIfExists": {"aws:MultiFactorAuthPresent": true}"#,
            NOBODY,
            true,
        ),
        (
            r#""IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}"#,
            NOBODY,
            true,
        ),
        (
            r#""DateLessThanIfExists": {"aws:CurrentTime": "2026-01-22"}"#,
            NOBODY,
            true,
        ),
        (
            r#""NumericGreaterThanIfExists": {"aws:EpochTime": 5}"#,
            NOBODY,
            true,
        ),
    ]);
}

#[test]
fn operators_and_keys_are_combined_with_and_and_keys_ignore_case() {
    let both: &[(&str, &str)] = &[("aws:username", "avery"), ("aws:PrincipalTag/team", "it")];
    check(&[
        (
            r#""StringEquals": {"aws:username": "avery", "aws:PrincipalTag/team": "it"}"#,
            both,
            true,
        ),
        (
            r#""StringEquals": {"aws:username": "avery", "aws:PrincipalTag/team": "hr"}"#,
            both,
            false,
        ),
        (
            r#""StringEquals": {"aws:username": "avery"}, "StringLike": {"aws:PrincipalTag/team": "i?"}"#,
            both,
            true,
        ),
        (
            r#""StringEquals": {"aws:username": "avery"}, "StringLike": {"aws:PrincipalTag/team": "h?"}"#,
            both,
            false,
        ),
        (r#""StringEquals": {"AWS:UserName": "avery"}"#, both, true),
        (r#""StringEquals": {"aws:principaltag/TEAM": "it"}"#, both, true),
        (r#""StringEquals": {"aws:PrincipalTag/Team": "IT"}"#, both, false),
        (r#""StringEquals": {"aws:PrincipalTag/other": "it"}"#, both, false),
        (r#""StringEquals": {"chime:NoSuchKey": "x"}"#, both, false),
    ]);
}
