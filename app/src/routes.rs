//! The addresses of all console pages. Arguments are percent-encoded.

pub(crate) mod url_query;

use attache_wire::{
    paths::{encode, with_query},
    permission::Action,
};

/// The accounts.
pub const ACCOUNTS: &str = "/accounts";
/// Principals, policies and permissions.
pub const ACCESS: &str = "/access";

/// The audit log of the whole organisation.
pub const ACTIVITY: &str = "/activity";
/// The Assistant's users, who belong to no account.
pub const ASSISTANT: &str = "/assistant";
/// The demo panel, which changes the world around the product.
pub const DEMO: &str = "/demo";
/// The signed-in principal's sessions.
pub const SESSIONS: &str = "/sessions";

/// Your permissions, with a missing one highlighted.
pub fn missing(action: Action) -> String {
    with_query(ACCESS, &[("action", action.as_str())])
}

/// The principals.
pub fn principals() -> String {
    format!("{ACCESS}/principals")
}

/// One principal.
pub fn principal(principal: &str) -> String {
    format!("{}/{}", principals(), encode(principal))
}

/// The policies.
pub fn policies() -> String {
    format!("{ACCESS}/policies")
}

/// One policy.
pub fn policy(policy: &str) -> String {
    format!("{}/{}", policies(), encode(policy))
}

/// One policy, with lines of its document highlighted.
pub fn policy_lines(id: &str, first: u32, last: u32) -> String {
    with_query(&policy(id), &[("line", &format!("{first}-{last}"))])
}

/// A new policy, as a copy of `from` unless that is empty.
pub fn new_policy(from: &str) -> String {
    with_query(&policy("new"), &[("from", from)])
}

/// The policy simulator, prefilled with the arguments that are not empty.
pub fn simulator(principal: &str, action: &str) -> String {
    let pairs = [("principal", principal), ("action", action)];
    with_query(&format!("{ACCESS}/simulator"), &pairs)
}

/// The sign-in page, which then leads back to `back_to`.
pub fn sign_in(back_to: &str) -> String {
    with_query("/sign-in", &[("return", back_to)])
}

/// An account's summary.
pub fn account(account: &str) -> String {
    format!("{ACCOUNTS}/{}/settings/account", encode(account))
}

/// An account's retention settings.
pub fn retention(account: &str) -> String {
    format!("{ACCOUNTS}/{}/settings/retention", encode(account))
}

/// A user's conversation with the Assistant.
pub fn assistant(user: &str) -> String {
    format!("{ASSISTANT}/{}", encode(user))
}

/// A user's page in the simulated chat.
pub fn chat(user: &str) -> String {
    format!("{DEMO}/chat/{}", encode(user))
}

/// An account's users.
pub fn users(account: &str) -> String {
    format!("{ACCOUNTS}/{}/users", encode(account))
}

/// One user.
pub fn user(account: &str, user: &str) -> String {
    format!("{}/{}", users(account), encode(user))
}

/// An account's domains.
pub fn domains(account: &str) -> String {
    format!("{ACCOUNTS}/{}/identity/domains", encode(account))
}

/// One domain and its claim.
pub fn domain(account: &str, domain: &str) -> String {
    format!("{}/{}", domains(account), encode(domain))
}

/// Claiming a domain.
pub fn claim_domain(account: &str) -> String {
    domain(account, "new")
}

/// The claim's second step: its TXT record.
pub fn claim_record(account: &str, id: &str) -> String {
    with_query(&claim_domain(account), &[("domain", id)])
}

/// An account's attachment requests.
pub fn exports(account: &str) -> String {
    format!("{ACCOUNTS}/{}/exports", encode(account))
}

/// One attachment request.
pub fn export(account: &str, export: &str) -> String {
    format!("{}/{}", exports(account), encode(export))
}

/// An account's audit log.
pub fn activity(account: &str) -> String {
    format!("{ACCOUNTS}/{}/activity", encode(account))
}

/// Returns the page to open after signing in: `back_to` if it is another address of this console, otherwise the
/// accounts.
pub fn safe_return(back_to: Option<String>) -> String {
    back_to
        .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .filter(|path| !path.starts_with("/sign-in"))
        .unwrap_or_else(|| ACCOUNTS.to_owned())
}
