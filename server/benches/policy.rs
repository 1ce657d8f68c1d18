//! How long one decision takes, and how long it takes to parse what it is decided by. The target is 5 µs for a
//! request against 10 policies of 10 statements each.

#![expect(clippy::unwrap_used, reason = "a bench stops when its own input is wrong")]

use std::{fmt::Write, hint::black_box};

use attache_server::access::policy::{Context, Decision, PolicySet, Request, managed};
use criterion::{Criterion, criterion_group, criterion_main};

/// Its last part depends on who asks.
const CONDITION: &str = r#""Condition": {
    "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]},
    "DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"},
    "StringLike": {"aws:PrincipalTag/team": ["legal*", "it-*"]}}"#;

/// Ten statements: some deny other actions, some allow reads, and some allow everything under a condition.
fn document(number: usize) -> String {
    let mut statements = Vec::new();
    for statement in 0..10 {
        let mut text = String::new();
        let effect = if statement % 3 == 0 { "Deny" } else { "Allow" };
        let actions = match statement % 3 {
            0 => r#"["chime:Delete*", "chime:*Domain", "iam:*", "chime:Suspend*User?"]"#,
            1 => r#"["chime:List*", "chime:Get*", "chime:Describe*"]"#,
            _ => r#"["chime:*"]"#,
        };
        let condition = if statement % 3 == 2 {
            format!(", {CONDITION}")
        } else {
            String::new()
        };
        write!(
            text,
            r#"{{"Sid": "P{number}S{statement}", "Effect": "{effect}", "Action": {actions}, "Resource": "*"{condition}}}"#
        )
        .unwrap();
        statements.push(text);
    }
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        statements.join(",\n")
    )
}

fn context(team: &str) -> Context {
    Context::new()
        .with_username("avery")
        .with_source_ip("203.0.113.77".parse().unwrap())
        .with_time("2026-01-22T01:10:00Z".parse().unwrap())
        .with_multi_factor_auth(false)
        .with_principal_tag("team", team)
}

fn policies(criterion: &mut Criterion) {
    let documents: Vec<(String, String)> = (0..10)
        .map(|number| (format!("policy-{number}"), document(number)))
        .collect();
    let texts = || documents.iter().map(|(id, text)| (id.as_str(), text.as_str()));
    let set = PolicySet::parse(texts()).unwrap();

    let inside = context("it-support");
    let ask = || set.decide(&Request::new("chime:StartDataExport", "*", black_box(&inside)));
    assert!(matches!(ask(), Decision::Allowed(_)));
    criterion.bench_function("policy/decide 10x10, allowed", |bencher| {
        bencher.iter(|| ask().is_allowed())
    });

    let outside = context("marketing");
    let ask = || set.decide(&Request::new("chime:StartDataExport", "*", black_box(&outside)));
    assert_eq!(ask(), Decision::DeniedByDefault);
    criterion.bench_function("policy/decide 10x10, denied after every condition", |bencher| {
        bencher.iter(|| ask().is_allowed());
    });

    criterion.bench_function("policy/parse 10x10", |bencher| {
        bencher.iter(|| PolicySet::parse(black_box(texts())).is_ok());
    });
    let user_management = managed::POLICIES
        .iter()
        .find(|policy| policy.id == "user-management")
        .unwrap();
    criterion.bench_function("policy/parse UserManagement", |bencher| {
        bencher
            .iter(|| PolicySet::parse(black_box([(user_management.id, user_management.document)])).is_ok());
    });
    criterion.bench_function("policy/make a context", |bencher| {
        bencher.iter(|| context(black_box("it")))
    });
}

criterion_group!(benches, policies);
criterion_main!(benches);
