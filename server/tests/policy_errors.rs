//! Errors when saving a policy, and their messages.

use attache_server::access::policy::{ParseError, Policy};

/// Returns the errors of these texts, one per line. Spells out invisible characters.
fn refusals(texts: &[&str]) -> String {
    let refusal = |text: &&str| {
        let shown = text
            .replace('\t', "<tab>")
            .replace('\u{9d}', "<U+009D>")
            .replace('\u{feff}', "<U+FEFF>");
        match Policy::parse(text) {
            Ok(_) => format!("{shown}\n  ACCEPTED\n"),
            Err(error) => format!("{shown}\n  {error}\n"),
        }
    };
    texts.iter().map(refusal).collect()
}

/// Returns the errors of one-statement policies with these elements. Adds `Effect`, `Action` and `Resource` where
/// missing.
fn statement_refusals(elements: &[&str]) -> String {
    let refusal = |element: &&str| {
        let mut text = String::from(r#"{"Statement":{"#);
        for (name, default) in [("Effect", "Allow"), ("Action", "chime:*"), ("Resource", "*")] {
            if !element.contains(&format!("{name}\"")) {
                text += &format!(r#""{name}":"{default}","#);
            }
        }
        let before = text.chars().count();
        text += &format!("{element}}}}}");
        match Policy::parse(&text) {
            Ok(_) => format!("{element}\n  ACCEPTED\n"),
            Err(ParseError { at, message }) => {
                let within = i64::from(at.column) - i64::try_from(before).unwrap_or(i64::MAX);
                format!("{element}\n  {within}: {message}\n")
            }
        }
    };
    elements.iter().map(refusal).collect()
}

#[test]
fn text_that_is_not_strict_json_is_refused() {
    let texts = [
        "",
        "\u{feff}{}",
        "nul",
        "{} {}",
        "{\n  \"Statement\": [],\n}",
        "{\"Version\" \"2012-10-17\"}",
        "{'Version': 1}",
        "// a comment\n{}",
        "{\"Version\": 01}",
        "{\"Version\": -}",
        "{\"Version\": 1.}",
        "{\"Version\": \"2012",
        "{\"Version\": \"a\tb\"}",
        "{\"Version\": \"a\\u0000b\"}",
        "{\"Version\": \"a\\nb\"}",
        "{\"Version\": \"a\\xb\"}",
        "{\"Version\": \"\\ud800\"}",
        "{\"Version\": \"\\udc00\"}",
        "{\"Version\": \"\\ud83d\\u0041\"}",
        "{\"Version\": \"\\u12g4\"}",
        "{\"Version\": \"\u{9d}\"}",
    ];
    insta::assert_snapshot!(refusals(&texts), @r#"

      line 1, column 1: expected a value, but the document ends here
    <U+FEFF>{}
      line 1, column 1: expected a value, found `\u{feff}`
    nul
      line 1, column 1: expected a value, found `nul`
    {} {}
      line 1, column 4: expected the end of the document, found `{`
    {
      "Statement": [],
    }
      line 3, column 1: expected a name in double quotes, found `}`
    {"Version" "2012-10-17"}
      line 1, column 12: expected `:`, found `"`
    {'Version': 1}
      line 1, column 2: expected a name in double quotes, found `'`
    // a comment
    {}
      line 1, column 1: expected a value, found `/`
    {"Version": 01}
      line 1, column 14: expected `,` or `}`, found `1`
    {"Version": -}
      line 1, column 14: expected a digit, found `}`
    {"Version": 1.}
      line 1, column 15: expected a digit, found `}`
    {"Version": "2012
      line 1, column 18: the document ends inside a string
    {"Version": "a<tab>b"}
      line 1, column 15: the control character U+0009 is not allowed in a policy
    {"Version": "a\u0000b"}
      line 1, column 15: the control character U+0000 is not allowed in a policy
    {"Version": "a\nb"}
      line 1, column 15: the control character U+000A is not allowed in a policy
    {"Version": "a\xb"}
      line 1, column 15: not a valid JSON escape sequence
    {"Version": "\ud800"}
      line 1, column 14: an incomplete surrogate pair
    {"Version": "\udc00"}
      line 1, column 14: an incomplete surrogate pair
    {"Version": "\ud83d\u0041"}
      line 1, column 14: an incomplete surrogate pair
    {"Version": "\u12g4"}
      line 1, column 14: `\u` takes four hexadecimal digits
    {"Version": "<U+009D>"}
      line 1, column 14: the control character U+009D is not allowed in a policy
    "#);
}

#[test]
fn documents_that_are_not_policies_are_refused() {
    let texts = [
        "[]",
        "\"Allow\"",
        "{}",
        "{\"Version\": \"2012-10-17\"}",
        "{\"Version\": \"2012-10-18\", \"Statement\": []}",
        "{\"Version\": 2012, \"Statement\": []}",
        "{\"Statement\": []}",
        "{\"Statement\": \"Allow\"}",
        "{\"Statement\": [[]]}",
        "{\"Statement\": [{}]}",
        "{\"statement\": []}",
        "{\"Statement\": [],\n \"Owner\": \"me\"}",
        "{\"Statement\": [],\n \"Statement\": []}",
        "{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\"}",
    ];
    insta::assert_snapshot!(refusals(&texts), @r#"
    []
      line 1, column 1: a policy must be an object, not a list
    "Allow"
      line 1, column 1: a policy must be an object, not a string
    {}
      line 1, column 1: `Statement` is missing
    {"Version": "2012-10-17"}
      line 1, column 1: `Statement` is missing
    {"Version": "2012-10-18", "Statement": []}
      line 1, column 13: `Version` must be `2012-10-17`
    {"Version": 2012, "Statement": []}
      line 1, column 13: `Version` must be a string, not a number
    {"Statement": []}
      line 1, column 15: `Statement` is an empty list
    {"Statement": "Allow"}
      line 1, column 15: a statement must be an object, not a string
    {"Statement": [[]]}
      line 1, column 16: a statement must be an object, not a list
    {"Statement": [{}]}
      line 1, column 16: `Effect` is missing
    {"statement": []}
      line 1, column 2: `statement` is not a known element; did you mean `Statement`?
    {"Statement": [],
     "Owner": "me"}
      line 2, column 2: `Owner` is not a known element
    {"Statement": [],
     "Statement": []}
      line 2, column 2: `Statement` is given twice
    {"Version": "2012-10-17", "Version": "2012-10-17"}
      line 1, column 27: `Version` is given twice
    "#);
}

#[test]
fn incomplete_statements_are_refused() {
    let elements = [
        r#""Effect":"allow""#,
        r#""Effect":"Permit""#,
        r#""Effect":true"#,
        r#""Sid":"has space""#,
        r#""Sid":7"#,
        r#""Principal":"*""#,
        r#""Action":"chime:*","NotAction":"chime:GetUser""#,
        r#""NotResource":"*","Resource":"*""#,
        r#""Action":[]"#,
        r#""Action":["chime:GetUser",["chime:*"]]"#,
        r#""Action":{"chime":"*"}"#,
        r#""Resource":null"#,
        r#""Conditions":{}"#,
        r#""condition":{}"#,
    ];
    insta::assert_snapshot!(statement_refusals(&elements), @r#"
    "Effect":"allow"
      10: `Effect` must be `Allow` or `Deny`, not `allow`; did you mean `Allow`?
    "Effect":"Permit"
      10: `Effect` must be `Allow` or `Deny`, not `Permit`
    "Effect":true
      10: `Effect` must be a string, not a boolean
    "Sid":"has space"
      7: `Sid` can contain only letters and digits
    "Sid":7
      7: `Sid` must be a string, not a number
    "Principal":"*"
      1: `Principal` is only for resource policies; this one is attached to a principal
    "Action":"chime:*","NotAction":"chime:GetUser"
      20: a statement can have `Action` or `NotAction`, not both
    "NotResource":"*","Resource":"*"
      1: a statement can have `Resource` or `NotResource`, not both
    "Action":[]
      10: `Action` is an empty list
    "Action":["chime:GetUser",["chime:*"]]
      27: `Action` must contain strings, not a list
    "Action":{"chime":"*"}
      10: `Action` must contain strings, not an object
    "Resource":null
      12: `Resource` must contain strings, not null
    "Conditions":{}
      1: `Conditions` is not a known element
    "condition":{}
      1: `condition` is not a known element; did you mean `Condition`?
    "#);
}

#[test]
fn actions_and_resources_that_match_nothing_are_refused() {
    let elements = [
        r#""Action":"GetUser""#,
        r#""Action":"""#,
        r#""Action":"**""#,
        r#""Action":"*:*""#,
        r#""Action":"chi*:GetUser""#,
        r#""Action":"ch?me:GetUser""#,
        r#""Action":":GetUser""#,
        r#""Action":"chime:""#,
        r#""Action":"chime:Get User""#,
        r#""Action":"chime:Get:User""#,
        r#""Action":["chime:GetUser","chime:Gét"]"#,
        r#""Resource":"""#,
        r#""Resource":"room/7""#,
        r#""Resource":"**""#,
        r#""Resource":"arn:aws:chime:*""#,
        r#""Resource":"arn:aws:chime:us-east-1:123456789012:""#,
        r#""Resource":"arn::chime:us-east-1:123456789012:room/7""#,
        r#""Resource":"arn:aws:chi*:us-east-1:123456789012:room/7""#,
        r#""Resource":"arn:aws::us-east-1:123456789012:room/7""#,
        r#""Resource":"arn:aws:chime:us east:123456789012:room/7""#,
        r#""Resource":"arn:aws:chime:us-east-1:1234:room/7""#,
        r#""Resource":"arn:aws:chime:us-east-1:*:room/${aws:username}""#,
    ];
    insta::assert_snapshot!(statement_refusals(&elements), @r#"
    "Action":"GetUser"
      10: `GetUser` is not an action: write `service:Name`, or `*` for every action
    "Action":""
      10: `` is not an action: write `service:Name`, or `*` for every action
    "Action":"**"
      10: `**` is not an action: write `service:Name`, or `*` for every action
    "Action":"*:*"
      10: `*:*` has a wildcard before the colon: wildcards are allowed only in the action name
    "Action":"chi*:GetUser"
      10: `chi*:GetUser` has a wildcard before the colon: wildcards are allowed only in the action name
    "Action":"ch?me:GetUser"
      10: `ch?me:GetUser` has a wildcard before the colon: wildcards are allowed only in the action name
    "Action":":GetUser"
      10: `:GetUser` does not begin with a service name
    "Action":"chime:"
      10: `chime:` is not an action: names can contain only letters, digits, `*` and `?`
    "Action":"chime:Get User"
      10: `chime:Get User` is not an action: names can contain only letters, digits, `*` and `?`
    "Action":"chime:Get:User"
      10: `chime:Get:User` is not an action: names can contain only letters, digits, `*` and `?`
    "Action":["chime:GetUser","chime:Gét"]
      27: `chime:Gét` is not an action: names can contain only letters, digits, `*` and `?`
    "Resource":""
      12: `` is neither `*` nor an ARN (`arn:partition:service:region:account:resource`)
    "Resource":"room/7"
      12: `room/7` is neither `*` nor an ARN (`arn:partition:service:region:account:resource`)
    "Resource":"**"
      12: `**` is neither `*` nor an ARN (`arn:partition:service:region:account:resource`)
    "Resource":"arn:aws:chime:*"
      12: `arn:aws:chime:*` is neither `*` nor an ARN (`arn:partition:service:region:account:resource`)
    "Resource":"arn:aws:chime:us-east-1:123456789012:"
      12: `arn:aws:chime:us-east-1:123456789012:` is neither `*` nor an ARN (`arn:partition:service:region:account:resource`)
    "Resource":"arn::chime:us-east-1:123456789012:room/7"
      12: `arn::chime:us-east-1:123456789012:room/7` is not a valid ARN: check its partition
    "Resource":"arn:aws:chi*:us-east-1:123456789012:room/7"
      12: `arn:aws:chi*:us-east-1:123456789012:room…` has a wildcard in the service: an ARN names its service
    "Resource":"arn:aws::us-east-1:123456789012:room/7"
      12: `arn:aws::us-east-1:123456789012:room/7` is not a valid ARN: check its service
    "Resource":"arn:aws:chime:us east:123456789012:room/7"
      12: `arn:aws:chime:us east:123456789012:room/…` is not a valid ARN: check its region
    "Resource":"arn:aws:chime:us-east-1:1234:room/7"
      12: `arn:aws:chime:us-east-1:1234:room/7` is not a valid ARN: check its account (12 digits)
    "Resource":"arn:aws:chime:us-east-1:*:room/${aws:username}"
      12: policy variables are not supported
    "#);
}

#[test]
fn invalid_conditions_are_refused() {
    let elements = [
        r#""Condition":[]"#,
        r#""Condition":{}"#,
        r#""Condition":{"Bool":{}}"#,
        r#""Condition":{"Bool":"true"}"#,
        r#""Condition":{"StringEqual":{"aws:username":"a"}}"#,
        r#""Condition":{"stringequals":{"aws:username":"a"}}"#,
        r#""Condition":{"IfExists":{"aws:username":"a"}}"#,
        r#""Condition":{"NullIfExists":{"aws:username":"true"}}"#,
        r#""Condition":{"ForAnyValue:StringLike":{"aws:username":"a"}}"#,
        r#""Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a"}}"#,
        r#""Condition":{"StringEquals":{"username":"a"}}"#,
        r#""Condition":{"StringEquals":{"aws:PrincipalTag/":"a"}}"#,
        r#""Condition":{"StringEquals":{"aws:username":"a","AWS:UserName":"b"}}"#,
        r#""Condition":{"StringEquals":{"aws:username":"a"},"StringEquals":{"aws:username":"b"}}"#,
        r#""Condition":{"StringEquals":{"aws:username":[]}}"#,
        r#""Condition":{"StringEquals":{"aws:username":["a",null]}}"#,
        r#""Condition":{"StringEquals":{"aws:username":true}}"#,
        r#""Condition":{"StringLike":{"aws:PrincipalTag/team":"${aws:username}"}}"#,
        r#""Condition":{"NumericLessThan":{"aws:EpochTime":"soon"}}"#,
        r#""Condition":{"NumericLessThan":{"aws:EpochTime":"NaN"}}"#,
        r#""Condition":{"NumericLessThan":{"aws:EpochTime":1e999}}"#,
        r#""Condition":{"NumericLessThan":{"aws:EpochTime":9007199254740993}}"#,
        r#""Condition":{"DateLessThan":{"aws:CurrentTime":"tomorrow"}}"#,
        r#""Condition":{"DateLessThan":{"aws:CurrentTime":"2026-02-30"}}"#,
        r#""Condition":{"DateLessThan":{"aws:CurrentTime":"2026-01-22T01:10:00"}}"#,
        r#""Condition":{"DateLessThan":{"aws:CurrentTime":"2026"}}"#,
        r#""Condition":{"Bool":{"aws:MultiFactorAuthPresent":"yes"}}"#,
        r#""Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/33"}}"#,
        r#""Condition":{"IpAddress":{"aws:SourceIp":"203.0.113"}}"#,
        r#""Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/+8"]}}"#,
    ];
    insta::assert_snapshot!(statement_refusals(&elements), @r#"
    "Condition":[]
      13: `Condition` must be an object, not a list
    "Condition":{}
      13: `Condition` is empty: leave it out if there is no condition
    "Condition":{"Bool":{}}
      21: `Bool` is empty: leave it out if there is no condition
    "Condition":{"Bool":"true"}
      21: `Bool` must be an object, not a string
    "Condition":{"StringEqual":{"aws:username":"a"}}
      14: `StringEqual` is not a supported condition operator
    "Condition":{"stringequals":{"aws:username":"a"}}
      14: `stringequals` is not a supported condition operator; did you mean `StringEquals`?
    "Condition":{"IfExists":{"aws:username":"a"}}
      14: `IfExists` is not a supported condition operator
    "Condition":{"NullIfExists":{"aws:username":"true"}}
      14: `Null` has no `IfExists` form: it already tests whether the key is there
    "Condition":{"ForAnyValue:StringLike":{"aws:username":"a"}}
      14: set operators are not supported: every condition key here has one value
    "Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a"}}
      14: `ArnLike` is not a supported condition operator
    "Condition":{"StringEquals":{"username":"a"}}
      30: `username` is not a condition key such as `aws:SourceIp`
    "Condition":{"StringEquals":{"aws:PrincipalTag/":"a"}}
      30: `aws:PrincipalTag/` is not a condition key such as `aws:SourceIp`
    "Condition":{"StringEquals":{"aws:username":"a","AWS:UserName":"b"}}
      49: `AWS:UserName` is given twice: keys are case-insensitive
    "Condition":{"StringEquals":{"aws:username":"a"},"StringEquals":{"aws:username":"b"}}
      50: `StringEquals` is given twice
    "Condition":{"StringEquals":{"aws:username":[]}}
      45: an empty list can never match
    "Condition":{"StringEquals":{"aws:username":["a",null]}}
      50: expected a string; null is not
    "Condition":{"StringEquals":{"aws:username":true}}
      45: expected a string; a boolean is not
    "Condition":{"StringLike":{"aws:PrincipalTag/team":"${aws:username}"}}
      52: expected a string; policy variables are not supported
    "Condition":{"NumericLessThan":{"aws:EpochTime":"soon"}}
      49: expected a number of at most 15 digits; `soon` is not
    "Condition":{"NumericLessThan":{"aws:EpochTime":"NaN"}}
      49: expected a number of at most 15 digits; `NaN` is not
    "Condition":{"NumericLessThan":{"aws:EpochTime":1e999}}
      49: expected a number of at most 15 digits; `1e999` is not
    "Condition":{"NumericLessThan":{"aws:EpochTime":9007199254740993}}
      49: expected a number of at most 15 digits; `9007199254740993` is not
    "Condition":{"DateLessThan":{"aws:CurrentTime":"tomorrow"}}
      48: expected a time such as `2026-01-22T01:10:00Z`, a date, or seconds since 1970; `tomorrow` is not
    "Condition":{"DateLessThan":{"aws:CurrentTime":"2026-02-30"}}
      48: expected a time such as `2026-01-22T01:10:00Z`, a date, or seconds since 1970; `2026-02-30` is not
    "Condition":{"DateLessThan":{"aws:CurrentTime":"2026-01-22T01:10:00"}}
      48: expected a time such as `2026-01-22T01:10:00Z`, a date, or seconds since 1970; `2026-01-22T01:10:00` is not
    "Condition":{"DateLessThan":{"aws:CurrentTime":"2026"}}
      48: expected a time such as `2026-01-22T01:10:00Z`, a date, or seconds since 1970; `2026` is not
    "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"yes"}}
      51: expected `true` or `false`; `yes` is not
    "Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/33"}}
      42: expected an address or a range such as `203.0.113.0/24`; `203.0.113.0/33` is not
    "Condition":{"IpAddress":{"aws:SourceIp":"203.0.113"}}
      42: expected an address or a range such as `203.0.113.0/24`; `203.0.113` is not
    "Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/+8"]}}
      60: expected an address or a range such as `203.0.113.0/24`; `2001:db8::/+8` is not
    "#);
}

#[test]
fn positions_count_lines_and_characters() {
    let text = "{\r\n\t\"Statement\": [{\r\n\t\t\"Sid\": \"1\", \"Effect\": \"Allow\",\r\n\t\t\"Action\": [\"chime:GetUser\",\r\n\t\t\t\"ça:Gét\"], \"Resource\": \"*\"\r\n\t}]\r\n}";
    insta::assert_snapshot!(Policy::parse(text).unwrap_err(), @"line 5, column 4: `ça:Gét` does not begin with a service name");

    let twice = "{\"Statement\": [\n  {\"Sid\": \"A\", \"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"},\n  {\"Sid\": \"A\", \"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}\n]}";
    insta::assert_snapshot!(Policy::parse(twice).unwrap_err(), @"line 3, column 11: another statement has the `Sid` `A`");
}
