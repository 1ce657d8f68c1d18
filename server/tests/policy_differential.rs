//! Compares the evaluator with an independent one, `iam-rs`, on random policies.
//!
//! Left out, because `iam-rs` does not follow the documented rules, or because the rule is our own:
//! - the action with two spellings;
//! - the resource `*` in a request: `iam-rs` requires an ARN;
//! - a `*` in a request's value: `iam-rs` ends a wildcard's match there;
//! - `Null` with several values: `iam-rs` tests only the first;
//! - numbers and booleans in lists: `iam-rs` reads only lists of strings;
//! - IPv4 addresses written as IPv6: `iam-rs` treats them as different;
//! - dates with fractions of seconds or before 1970: we do not accept them as dates;
//! - string operators on booleans: `iam-rs` needs typed booleans, which equal no string.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]

use attache_server::access::policy::{Context, Decision, Policy, PolicySet, Request};
use iam_rs::{Arn, IAMPolicy, IAMRequest, PolicyEvaluator, Principal, PrincipalId};
use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

const POLICIES: usize = 20_000;

const ACTIONS: [&str; 8] = [
    "chime:GetAccount",
    "chime:GetAccountSettings",
    "chime:ListUsers",
    "chime:StartDataExport",
    "CHIME:startdataexport",
    "iam:ListUsers",
    "iam:GetUser",
    "s3:GetObject",
];
const ACTION_PATTERNS: [&str; 12] = [
    "*",
    "chime:*",
    "chime:Get*",
    "chime:get*s",
    "chime:?ist*",
    "chime:StartDataExport",
    "iam:List*",
    "iam:*User*",
    "s3:*",
    "S3:GetObject",
    "chime:*t*t*",
    "chime:ListUser?",
];
const RESOURCES: [&str; 4] = [
    "arn:aws:chime:us-east-1:123456789012:room/Dispatch",
    "arn:aws:chime:eu-west-1:123456789012:room/dispatch/7",
    "arn:aws:s3:::attachments/a:b/c",
    "arn:aws:iam::123456789012:user/avery",
];
const RESOURCE_PATTERNS: [&str; 9] = [
    "*",
    "arn:aws:chime:*:*:*",
    "arn:aws:chime:us-east-1:123456789012:room/Dispatch",
    "arn:aws:chime:*:123456789012:room/?ispatch*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::attachments/*:b/?",
    "arn:*:iam::12345678901?:user/*",
    "arn:aws:iam::*:user/Avery",
    "arn:aws:chime:??-*-1:*:room/*/7",
];
/// Condition keys and their values in requests.
const KEYS: [(&str, &[&str]); 6] = [
    ("aws:username", &["avery", "Avery", "sam", ""]),
    ("aws:PrincipalTag/level", &["5", "5.0", "-3", "17", "high"]),
    (
        "aws:CurrentTime",
        &[
            "2026-01-22T01:10:00Z",
            "2026-01-22T01:10:01Z",
            "2025-12-31T23:59:59Z",
        ],
    ),
    (
        "aws:SourceIp",
        &["203.0.113.77", "198.51.100.1", "2001:db8:12::7", "10.0.0.1"],
    ),
    ("aws:MultiFactorAuthPresent", &["true", "false"]),
    ("aws:PrincipalTag/team", &["it", "IT", "hr", "legal and audit"]),
];
const STRINGS: [&str; 10] = ["avery", "AVERY", "a*", "*", "?T", "sam", "it", "hr", "5", "*a*"];
const NUMBERS: [&str; 6] = ["5", "5.0", "-3", "0", "16.5", "1e1"];
const TIMES: [&str; 5] = [
    "2026-01-22T01:10:00Z",
    "2026-01-22T02:10:00+01:00",
    "2026-01-01T00:00:00Z",
    "1769044200",
    "2027-01-01T00:00:00Z",
];
const NETWORKS: [&str; 7] = [
    "203.0.113.0/24",
    "203.0.113.77",
    "0.0.0.0/0",
    "10.0.0.0/8",
    "2001:db8::/32",
    "::/0",
    "198.51.100.99/24",
];
const OPERATORS: [&str; 22] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "IpAddress",
    "NotIpAddress",
    "Null",
];

struct SeededRng(ChaCha8Rng);

impl SeededRng {
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        *of.choose(&mut self.0).unwrap()
    }

    fn chance(&mut self, of: f64) -> bool {
        self.0.random_bool(of)
    }

    /// Returns one string, or a list of one to three strings.
    fn some_of(&mut self, of: &[&str]) -> Value {
        if self.chance(0.5) {
            return json!(self.one(of));
        }
        let count = self.0.random_range(1..=3);
        json!((0..count).map(|_| self.one(of)).collect::<Vec<_>>())
    }

    fn policy(&mut self) -> Value {
        let count = self.0.random_range(1..=4);
        let statements: Vec<Value> = (0..count).map(|_| self.statement()).collect();
        json!({"Version": "2012-10-17", "Statement": statements})
    }

    fn statement(&mut self) -> Value {
        let mut statement = Map::new();
        let effect = if self.chance(0.7) { "Allow" } else { "Deny" };
        statement.insert("Effect".to_owned(), json!(effect));
        let action = if self.chance(0.75) { "Action" } else { "NotAction" };
        statement.insert(action.to_owned(), self.some_of(&ACTION_PATTERNS));
        let resource = if self.chance(0.75) {
            "Resource"
        } else {
            "NotResource"
        };
        statement.insert(resource.to_owned(), self.some_of(&RESOURCE_PATTERNS));
        if self.chance(0.6) {
            let mut condition = Map::new();
            for _ in 0..self.0.random_range(1..=2) {
                let (operator, tests) = self.operator();
                if !tests.is_empty() {
                    condition.insert(operator, Value::Object(tests));
                }
            }
            if !condition.is_empty() {
                statement.insert("Condition".to_owned(), Value::Object(condition));
            }
        }
        Value::Object(statement)
    }

    fn operator(&mut self) -> (String, Map<String, Value>) {
        let operator = self.one(&OPERATORS);
        let mut tests = Map::new();
        for _ in 0..self.0.random_range(1..=2) {
            let key = self.one(&KEYS).0;
            let left_out = (operator.starts_with("Date") && key == "aws:PrincipalTag/level")
                || (operator.starts_with("String") && key == "aws:MultiFactorAuthPresent");
            if left_out {
                continue;
            }
            let value = match operator {
                "Null" | "Bool" => json!(self.one(&["true", "false"])),
                "IpAddress" | "NotIpAddress" => self.some_of(&NETWORKS),
                _ if operator.starts_with("Numeric") => self.some_of(&NUMBERS),
                _ if operator.starts_with("Date") => self.some_of(&TIMES),
                _ => self.some_of(&STRINGS),
            };
            tests.insert(key.to_owned(), value);
        }
        let if_exists = operator != "Null" && self.chance(0.25);
        let suffix = if if_exists { "IfExists" } else { "" };
        (format!("{operator}{suffix}"), tests)
    }
}

fn theirs(policies: &[Value], action: &str, resource: &str, keys: &[(&str, &str)]) -> iam_rs::Decision {
    let policies: Vec<IAMPolicy> = policies
        .iter()
        .map(|policy| serde_json::from_value(policy.clone()).unwrap())
        .collect();
    let context = keys
        .iter()
        .fold(iam_rs::Context::new(), |context, (key, text)| match *text {
            "true" | "false" => context.with_boolean(*key, *text == "true"),
            _ => context.with_string(*key, *text),
        });
    let principal = Principal::Aws(PrincipalId::String(
        "arn:aws:iam::123456789012:user/avery".to_owned(),
    ));
    let request = IAMRequest::new_with_context(principal, action, Arn::parse(resource).unwrap(), context);
    PolicyEvaluator::with_policies(policies)
        .evaluate(&request)
        .unwrap()
        .decision
}

#[test]
fn an_independent_evaluator_agrees() {
    let mut rng = SeededRng(ChaCha8Rng::seed_from_u64(20_260_122));
    let mut decided = [0_usize; 3];
    let mut policies = 0;
    while policies < POLICIES {
        let texts: Vec<Value> = (0..rng.0.random_range(1..=3)).map(|_| rng.policy()).collect();
        policies += texts.len();
        let parse = |text: &Value| ("p".to_owned(), Policy::parse(&text.to_string()).unwrap());
        let ours = PolicySet::new(texts.iter().map(parse).collect());
        for _ in 0..4 {
            let (action, resource) = (rng.one(&ACTIONS), rng.one(&RESOURCES));
            let mut keys = Vec::new();
            for (key, values) in KEYS {
                if rng.chance(0.75) {
                    keys.push((key, rng.one(values)));
                }
            }
            let context = keys
                .iter()
                .fold(Context::new(), |context, (key, text)| context.with(key, *text));
            let decision = ours.decide(&Request::new(action, resource, &context));
            let (ours, index) = match decision {
                Decision::Allowed(_) => (iam_rs::Decision::Allow, 0),
                Decision::DeniedByDefault => (iam_rs::Decision::NotApplicable, 1),
                Decision::ExplicitlyDenied(_) => (iam_rs::Decision::Deny, 2),
            };
            decided[index] += 1;
            let theirs = theirs(&texts, action, resource, &keys);
            assert_eq!(
                ours,
                theirs,
                "{action} on {resource} with {keys:?}\n{}",
                json!(texts)
            );
        }
    }
    for count in decided {
        assert!(count > 2_000, "too one-sided to mean anything: {decided:?}");
    }
}
