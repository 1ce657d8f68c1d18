//! The rules of the policy language, case by case, as documented by AWS.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]

use attache_server::access::policy::{Context, Decision, Policy, PolicySet, Request};

fn set(policies: &[&str]) -> PolicySet {
    let parse = |(index, text): (usize, &&str)| (format!("policy-{index}"), Policy::parse(text).unwrap());
    PolicySet::new(policies.iter().enumerate().map(parse).collect())
}

/// Returns the decision in words: `allowed by policy-0/1`, `denied by …` or `denied by default`.
fn decide(policies: &[&str], action: &str) -> String {
    let set = set(policies);
    let context = Context::new();
    match set.decide(&Request::new(action, "*", &context)) {
        Decision::Allowed(source) => format!("allowed by {}/{}", source.policy, source.statement),
        Decision::ExplicitlyDenied(source) => format!("denied by {}/{}", source.policy, source.statement),
        Decision::DeniedByDefault => "denied by default".to_owned(),
    }
}

const ALLOW_ALL: &str = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
const ALLOW_READS: &str = r#"{"Statement": [
    {"Effect": "Allow", "Action": "chime:List*", "Resource": "*"},
    {"Effect": "Allow", "Action": "chime:Get*", "Resource": "*"}]}"#;
const DENY_START: &str = r#"{"Statement": {"Sid": "NoExport", "Effect": "Deny", "Action": "chime:StartDataExport", "Resource": "*"}}"#;

#[test]
fn everything_is_denied_by_default_and_a_deny_overrides_every_allow() {
    let cases: [(&[&str], &str, &str); 8] = [
        (&[], "chime:GetAccount", "denied by default"),
        (&[ALLOW_READS], "chime:StartDataExport", "denied by default"),
        (&[ALLOW_READS], "chime:ListUsers", "allowed by policy-0/0"),
        (&[ALLOW_READS], "chime:GetAccount", "allowed by policy-0/1"),
        (&[DENY_START], "chime:GetAccount", "denied by default"),
        (
            &[ALLOW_ALL, DENY_START],
            "chime:StartDataExport",
            "denied by policy-1/0",
        ),
        (
            &[DENY_START, ALLOW_ALL],
            "chime:StartDataExport",
            "denied by policy-0/0",
        ),
        (
            &[DENY_START, ALLOW_READS, ALLOW_ALL],
            "chime:GetAccount",
            "allowed by policy-1/1",
        ),
    ];
    for (policies, action, expected) in cases {
        assert_eq!(decide(policies, action), expected, "{action} by {policies:#?}");
    }
}

#[test]
fn the_decision_names_the_statement_and_its_position() {
    let text = "{\"Statement\": [\n  {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"},\n  {\"Sid\": \"NoExport\",\n   \"Effect\": \"Deny\", \"Action\": \"chime:StartDataExport\", \"Resource\": \"*\"}\n]}";
    let set = set(&[text]);
    let context = Context::new();
    let Decision::ExplicitlyDenied(source) =
        set.decide(&Request::new("chime:StartDataExport", "*", &context))
    else {
        panic!("not denied")
    };
    assert_eq!(
        (source.policy, source.statement, source.sid),
        ("policy-0", 1, Some("NoExport"))
    );
    let (start, end) = (source.span.start, source.span.end);
    assert_eq!((start.line, start.column, end.line, end.column), (3, 3, 4, 73));
}

#[test]
fn actions_ignore_case_and_allow_wildcards_in_the_name() {
    // Columns: element, pattern, action, and whether the statement matches.
    let cases = [
        ("Action", "chime:GetAccount", "chime:GetAccount", true),
        ("Action", "chime:GetAccount", "chime:GetAccountSettings", false),
        ("Action", "CHIME:getACCOUNT", "chime:GetAccount", true),
        ("Action", "chime:GetAccount", "Chime:GETACCOUNT", true),
        ("Action", "*", "iam:ListUsers", true),
        ("Action", "chime:*", "chime:StartDataExport", true),
        ("Action", "chime:*", "iam:ListUsers", false),
        ("Action", "chime:Get*", "chime:GetUser", true),
        ("Action", "chime:Get*", "chime:BudgetUser", false),
        ("Action", "chime:*User*", "chime:GetUserByEmail", true),
        ("Action", "chime:*User", "chime:GetUserByEmail", false),
        ("Action", "chime:?etUser", "chime:GetUser", true),
        ("Action", "chime:?GetUser", "chime:GetUser", false),
        ("Action", "chime:GetUser?", "chime:GetUser", false),
        ("Action", "chime:G*t*s", "chime:GetAccountSettings", true),
        (
            "Action",
            "chime:RetrieveDataExports",
            "chime:RetrieveDataExport",
            true,
        ),
        (
            "Action",
            "chime:RetrieveDataExport",
            "chime:RetrieveDataExports",
            true,
        ),
        (
            "Action",
            "chime:retrievedataexportS",
            "chime:RetrieveDataExport",
            true,
        ),
        ("Action", "chime:*Exports", "chime:RetrieveDataExport", true),
        ("Action", "chime:StartDataExports", "chime:StartDataExport", false),
        (
            "Action",
            "iam:RetrieveDataExports",
            "iam:RetrieveDataExport",
            false,
        ),
        ("NotAction", "chime:GetAccount", "chime:GetAccount", false),
        ("NotAction", "chime:GetAccount", "chime:ListUsers", true),
        ("NotAction", "chime:*", "iam:ListUsers", true),
        ("NotAction", "*", "chime:ListUsers", false),
        (
            "NotAction",
            "chime:RetrieveDataExports",
            "chime:RetrieveDataExport",
            false,
        ),
    ];
    for (element, pattern, action, expected) in cases {
        let text =
            format!(r#"{{"Statement": {{"Effect": "Allow", "{element}": "{pattern}", "Resource": "*"}}}}"#);
        let allowed = decide(&[&text], action) == "allowed by policy-0/0";
        assert_eq!(allowed, expected, "{element} {pattern} for {action}");
    }
}

#[test]
fn a_string_or_a_list_of_strings_is_accepted_everywhere() {
    let one = r#"{"Statement": {"Effect": "Deny", "NotAction": ["chime:GetUser", "chime:List*"], "Resource": ["*"]}}"#;
    assert_eq!(
        decide(&[ALLOW_ALL, one], "chime:GetUser"),
        "allowed by policy-0/0"
    );
    assert_eq!(
        decide(&[ALLOW_ALL, one], "chime:ListUsers"),
        "allowed by policy-0/0"
    );
    assert_eq!(
        decide(&[ALLOW_ALL, one], "chime:GetAccount"),
        "denied by policy-1/0"
    );
}

#[test]
fn resources_match_case_and_part_by_part() {
    let room = "arn:aws:chime:us-east-1:123456789012:room/Dispatch/7";
    // Columns: element, pattern, resource, and whether the statement matches.
    let cases = [
        ("Resource", "*", room, true),
        ("Resource", "*", "*", true),
        ("Resource", room, room, true),
        (
            "Resource",
            "arn:aws:chime:us-east-1:123456789012:room/dispatch/7",
            room,
            false,
        ),
        (
            "Resource",
            "arn:aws:chime:us-east-1:123456789012:room/*",
            room,
            true,
        ),
        ("Resource", "arn:aws:chime:*:*:*", room, true),
        ("Resource", "arn:*:chime:us-????-?:*:room/*/7", room, true),
        (
            "Resource",
            "arn:aws:chime:us-east-1:123456789012:room/?",
            room,
            false,
        ),
        ("Resource", "arn:aws:s3:*:*:*", room, false),
        ("Resource", "arn:aws:chime:us-east-1:12345678901?:*", room, true),
        ("Resource", "arn:aws:chime::*:room/*", room, false),
        ("Resource", "arn:aws:chime:*:*:*", "*", false),
        (
            "Resource",
            "arn:aws:chime:*:*:a:*",
            "arn:aws:chime:eu-west-1:123456789012:a:b:c",
            true,
        ),
        ("NotResource", room, room, false),
        ("NotResource", "arn:aws:chime:*:*:room/Other", room, true),
        ("NotResource", "*", room, false),
        ("NotResource", "arn:aws:chime:*:*:*", "*", true),
    ];
    for (element, pattern, resource, expected) in cases {
        let text =
            format!(r#"{{"Statement": {{"Effect": "Allow", "Action": "*", "{element}": "{pattern}"}}}}"#);
        let (set, context) = (set(&[&text]), Context::new());
        let speaks = set
            .decide(&Request::new("chime:GetRoom", resource, &context))
            .is_allowed();
        assert_eq!(speaks, expected, "{element} {pattern} for {resource}");
    }
}
