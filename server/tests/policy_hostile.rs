//! Hostile policies: too long, too deep, truncated, damaged, or not policies at all.

use attache_server::access::policy::{MAX_CHARACTERS, Policy};
use proptest::prelude::*;

#[test]
fn a_policy_has_at_most_6144_characters() {
    let policy = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let padded = |characters: usize| policy.to_owned() + &" ".repeat(characters - policy.len());
    assert!(Policy::parse(&padded(MAX_CHARACTERS)).is_ok());
    insta::assert_snapshot!(Policy::parse(&padded(MAX_CHARACTERS + 1)).unwrap_err(), @"line 1, column 6145: a policy can have at most 6144 characters; the excess begins here");

    let megabyte = format!("{{\"Statement\": \"{}\"}}", "é".repeat(1_000_000));
    insta::assert_snapshot!(Policy::parse(&megabyte).unwrap_err(), @"line 1, column 6145: a policy can have at most 6144 characters; the excess begins here");
}

#[test]
fn deep_nesting_is_refused_early() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = open.repeat(1_000) + "1" + &close.repeat(1_000);
        let error = Policy::parse(&deep).unwrap_err();
        assert_eq!(error.message, "nested more than 16 deep");
    }
}

#[test]
fn quotes_in_messages_are_short_and_harmless() {
    let hostile = format!(
        "{{\"Statement\": [], \"\u{202e}\u{1f600}{}\": 1}}",
        "x".repeat(100)
    );
    insta::assert_snapshot!(Policy::parse(&hostile).unwrap_err(), @r"line 1, column 19: `\u{202e}😀xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` is not a known element");
}

/// A valid policy that uses every element. Tests damage it.
const WHOLE: &str = r#"{"Version": "2012-10-17", "Id": "x", "Statement": [
  {"Sid": "One", "Effect": "Allow", "Action": ["chime:Get*", "chime:List?sers"], "Resource": "*",
   "Condition": {"StringLike": {"aws:username": ["a*", "\ud83d\ude00\u00e9"]}, "NumericLessThan": {"aws:EpochTime": 1.5e9},
                 "IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}, "Null": {"aws:PrincipalTag/a b": false}}},
  {"Effect": "Deny", "NotAction": "*", "NotResource": "arn:aws:chime:*:123456789012:room/*"}]}"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = Policy::parse(&text);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Policy::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_policy_of_random_pieces_never_panics(pieces in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\"Statement\"", "\"Effect\"", "\"Allow\"",
        "\"Action\"", "\"chime:*\"", "\"Resource\"", "\"*\"", "\"Condition\"", "\"Bool\"", "1e", "-", "null", "\n",
    ]), 0..60)) {
        let _ = Policy::parse(&pieces.concat());
    }

    #[test]
    fn a_truncated_policy_is_refused_at_or_before_its_end(cut in 0..WHOLE.len()) {
        prop_assert!(Policy::parse(WHOLE).is_ok());
        let error = Policy::parse(&WHOLE[..cut]).unwrap_err();
        let lines = WHOLE[..cut].split('\n');
        prop_assert!(usize::try_from(error.at.line).unwrap() <= lines.count());
    }

    #[test]
    fn a_damaged_policy_never_panics(place in 0..WHOLE.len(), new in any::<char>()) {
        let mut text = WHOLE.to_owned();
        text.replace_range(place..=place, &new.to_string());
        let _ = Policy::parse(&text);
    }
}
