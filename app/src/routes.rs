//! The addresses of the console's pages, built in one place. Arguments are percent-encoded.

pub(crate) mod url_query;

use attache_wire::{
    paths::{encode, with_query},
    permission::Action,
};

/// The list of accounts.
pub const ACCOUNTS: &str = "/accounts";
/// Principals, policies and permissions.
pub const ACCESS: &str = "/access";

/// What happened in the whole organisation.
pub const ACTIVITY: &str = "/activity";
/// The conversation with the Assistant, of people whom no account manages.
pub const ASSISTANT: &str = "/assistant";
/// The demo panel: what changes the world around the product.
pub const DEMO: &str = "/demo";
/// One's own sessions.
pub const SESSIONS: &str = "/sessions";

/// What somebody may do, with the action that they lack for something.
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

/// One policy, with some lines of its document marked.
pub fn policy_lines(id: &str, first: u32, last: u32) -> String {
    with_query(&policy(id), &[("line", &format!("{first}-{last}"))])
}

/// A new policy, beginning as a copy of `from` unless that is empty.
pub fn new_policy(from: &str) -> String {
    with_query(&policy("new"), &[("from", from)])
}

/// The simulator, filled in as far as is given.
pub fn simulator(principal: &str, action: &str) -> String {
    let pairs = [("principal", principal), ("action", action)];
    with_query(&format!("{ACCESS}/simulator"), &pairs)
}

/// The sign-in page, which leads back to where somebody came from.
pub fn sign_in(back_to: &str) -> String {
    with_query("/sign-in", &[("return", back_to)])
}

/// An account's summary.
pub fn account(account: &str) -> String {
    format!("{ACCOUNTS}/{}/settings/account", encode(account))
}

/// How long an account keeps messages.
pub fn retention(account: &str) -> String {
    format!("{ACCOUNTS}/{}/settings/retention", encode(account))
}

/// Somebody's chat with the Assistant.
pub fn assistant(user: &str) -> String {
    format!("{ASSISTANT}/{}", encode(user))
}

/// What somebody does in the simulated chat.
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

/// One domain: how its claim stands.
pub fn domain(account: &str, domain: &str) -> String {
    format!("{}/{}", domains(account), encode(domain))
}

/// Claiming a domain.
pub fn claim_domain(account: &str) -> String {
    domain(account, "new")
}

/// The second step of claiming one: its TXT record.
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

/// What happened to an account.
pub fn activity(account: &str) -> String {
    format!("{ACCOUNTS}/{}/activity", encode(account))
}

/// Where to go after signing in: a page of this console, or the accounts if the address is anything else.
pub fn safe_return(back_to: Option<String>) -> String {
    back_to
        .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .filter(|path| !path.starts_with("/sign-in"))
        .unwrap_or_else(|| ACCOUNTS.to_owned())
}
