//! Compares wildcard matching with the simplest implementation.

use attache_server::access::policy::{Context, Policy, PolicySet, Request};
use proptest::prelude::*;

/// Matches `*` and `?` in the simplest way, ignoring speed.
fn matches(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=text.len()).any(|skipped| matches(rest, &text[skipped..])),
        (['?', rest @ ..], [_, text @ ..]) => matches(rest, text),
        ([wanted, rest @ ..], [given, text @ ..]) => wanted == given && matches(rest, text),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn a_pattern_matches_like_the_simplest_implementation(pattern in "[aé🦀*?]{0,8}", text in "[aé🦀*?]{0,8}") {
        let policy = serde_json::json!({"Statement": {
            "Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"StringLike": {"aws:username": pattern}},
        }});
        let set = PolicySet::new(vec![("p".to_owned(), Policy::parse(&policy.to_string())?)]);
        let context = Context::new().with_username(&text);
        let allowed = set.decide(&Request::new("chime:GetUser", "*", &context)).is_allowed();
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(allowed, matches(&chars(&pattern), &chars(&text)));
    }
}
