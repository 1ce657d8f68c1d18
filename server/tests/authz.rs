//! The permissions of the demo's principals.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]

use attache_server::access::{
    authorise::{Caller, Denied, authorise, may, permissions},
    policy::managed::{POLICIES, PRINCIPALS},
};
use attache_wire::permission::Action;

fn caller(id: &str) -> Caller {
    let principal = PRINCIPALS.iter().find(|principal| principal.id == id).unwrap();
    let documents = POLICIES
        .iter()
        .filter(|policy| principal.policies.contains(&policy.id))
        .map(|policy| (policy.id, policy.document));
    let now = "2026-01-22T01:10:00Z".parse().unwrap();
    Caller::new(&id.into(), documents, now, "192.0.2.7".parse().ok()).unwrap()
}

#[test]
fn each_principal_has_the_permissions_of_its_policies() {
    let mut table = String::new();
    for principal in PRINCIPALS {
        let allowed: Vec<&str> = permissions(&caller(principal.id))
            .into_iter()
            .filter(|permission| permission.allowed)
            .map(|permission| permission.action.as_str())
            .collect();
        let allowed = if allowed.is_empty() {
            "nothing".to_owned()
        } else {
            allowed.join(" ")
        };
        table += &format!("{}: {allowed}\n", principal.id);
    }
    insta::assert_snapshot!(table, @"
    full-access: chime:ListAccounts chime:GetAccount chime:ListUsers chime:ListDomains chime:CreateAccount chime:RenameAccount chime:DeleteAccount chime:GetDomain chime:AddDomain chime:DeleteDomain chime:GetUser chime:InviteUsers chime:UpdateUserLicenses chime:SuspendUsers chime:ActivateUsers chime:GetAccountSettings chime:UpdateAccountSettings chime:StartDataExport chime:RetrieveDataExport
    user-management: chime:ListAccounts chime:GetAccount chime:ListUsers chime:ListDomains chime:GetDomain chime:GetUser chime:InviteUsers chime:UpdateUserLicenses chime:SuspendUsers chime:ActivateUsers chime:GetAccountSettings chime:UpdateAccountSettings
    read-only: chime:ListAccounts chime:GetAccount chime:ListUsers chime:ListDomains chime:GetDomain chime:GetUser chime:GetAccountSettings
    start-only: chime:ListAccounts chime:GetAccount chime:ListUsers chime:ListDomains chime:GetDomain chime:GetUser chime:GetAccountSettings chime:StartDataExport
    retrieve-only: chime:ListAccounts chime:GetAccount chime:ListUsers chime:ListDomains chime:GetDomain chime:GetUser chime:GetAccountSettings chime:RetrieveDataExport
    denied: nothing
    owner: chime:ListAccounts chime:GetAccount chime:ListUsers chime:ListDomains chime:CreateAccount chime:RenameAccount chime:DeleteAccount chime:GetDomain chime:AddDomain chime:DeleteDomain chime:GetUser chime:InviteUsers chime:UpdateUserLicenses chime:SuspendUsers chime:ActivateUsers chime:GetAccountSettings chime:UpdateAccountSettings chime:StartDataExport chime:RetrieveDataExport iam:ListUsers iam:ListPolicies iam:GetPolicy iam:PutUserPolicy iam:DeletePolicy iam:AttachUserPolicy iam:DetachUserPolicy iam:SimulatePrincipalPolicy cloudtrail:LookupEvents
    ");
}

#[test]
fn every_attached_policy_exists() {
    for principal in PRINCIPALS {
        for id in principal.policies {
            assert!(
                POLICIES.iter().any(|policy| policy.id == *id),
                "{id} of {}",
                principal.id
            );
        }
    }
}

#[test]
fn a_proof_covers_one_principal_and_one_action() {
    let grant = authorise(&caller("start-only"), Action::StartDataExport).unwrap();
    let proof = grant.proof::<may::StartDataExport>().unwrap();
    assert_eq!(proof.principal(), "start-only");
    assert!(
        grant.proof::<may::RetrieveDataExport>().is_none(),
        "a grant for one action is no proof for another"
    );

    let denied = authorise(&caller("start-only"), Action::RetrieveDataExport).unwrap_err();
    assert_eq!(denied, Denied::ByDefault(Action::RetrieveDataExport));
    assert_eq!(
        denied.to_string(),
        "None of your policies allows chime:RetrieveDataExport."
    );
}

#[test]
fn an_explicit_deny_overrides_full_access() {
    let full_access = POLICIES[0].document;
    let deny = r#"{"Statement": {"Effect": "Deny", "Action": "chime:retrieveDataExports", "Resource": "*"}}"#;
    let documents = [("full-access", full_access), ("no-downloads", deny)];
    let now = "2026-01-22T01:10:00Z".parse().unwrap();
    let caller = Caller::new(&"avery".into(), documents, now, None).unwrap();

    assert!(authorise(&caller, Action::StartDataExport).is_ok());
    let denied = authorise(&caller, Action::RetrieveDataExport).unwrap_err();
    assert_eq!(denied, Denied::Explicitly(Action::RetrieveDataExport));
    assert_eq!(
        denied.to_string(),
        "One of your policies denies chime:RetrieveDataExport, which overrides any Allow."
    );
}

#[test]
fn a_policy_corrupted_in_storage_allows_nothing() {
    let documents = [
        ("full-access", POLICIES[0].document),
        ("cut", r#"{"Statement": {"Effect": "De"#),
    ];
    let now = "2026-01-22T01:10:00Z".parse().unwrap();
    let broken = Caller::new(&"avery".into(), documents, now, None).unwrap_err();
    insta::assert_snapshot!(broken, @"the stored policy `cut` is not valid: line 1, column 29: the document ends inside a string");
}

#[test]
fn conditions_can_test_the_caller_the_time_and_the_address() {
    let text = r#"{"Statement": {"Effect": "Allow", "Action": "chime:ListAccounts", "Resource": "*", "Condition": {
        "StringEquals": {"aws:username": "avery"},
        "DateLessThan": {"aws:CurrentTime": "2026-02-01"},
        "IpAddress": {"aws:SourceIp": "192.0.2.0/24"},
        "Bool": {"aws:MultiFactorAuthPresent": "false"}
    }}}"#;
    let may = |principal: &str, now: &str, address: Option<&str>| {
        let address = address.map(|address| address.parse().unwrap());
        let caller = Caller::new(&principal.into(), [("p", text)], now.parse().unwrap(), address).unwrap();
        authorise(&caller, Action::ListAccounts).is_ok()
    };
    assert!(may("avery", "2026-01-31T23:59:59Z", Some("192.0.2.7")));
    assert!(may("avery", "2026-01-31T23:59:59Z", Some("::ffff:192.0.2.7")));
    assert!(!may("sam", "2026-01-31T23:59:59Z", Some("192.0.2.7")));
    assert!(!may("avery", "2026-02-01T00:00:00Z", Some("192.0.2.7")));
    assert!(!may("avery", "2026-01-31T23:59:59Z", Some("198.51.100.7")));
    assert!(!may("avery", "2026-01-31T23:59:59Z", None));
}
