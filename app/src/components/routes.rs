//! The addresses of the console's pages, built in one place. Arguments are percent-encoded.

use attache_wire::paths::{encode, with_query};

/// The list of accounts.
pub const ACCOUNTS: &str = "/accounts";
/// Principals, policies and permissions.
pub const ACCESS: &str = "/access";

/// What happened in the whole organisation.
pub const ACTIVITY: &str = "/activity";

/// The sign-in page, which leads back to where somebody came from.
pub fn sign_in(back_to: &str) -> String {
    with_query("/sign-in", &[("return", back_to)])
}

/// An account's summary.
pub fn account(account: &str) -> String {
    format!("{ACCOUNTS}/{}/settings/account", encode(account))
}

/// An account's users.
pub fn users(account: &str) -> String {
    format!("{ACCOUNTS}/{}/users", encode(account))
}

/// An account's domains.
pub fn domains(account: &str) -> String {
    format!("{ACCOUNTS}/{}/identity/domains", encode(account))
}

/// An account's attachment requests.
pub fn exports(account: &str) -> String {
    format!("{ACCOUNTS}/{}/exports", encode(account))
}

/// One attachment request.
pub fn export(account: &str, export: &str) -> String {
    format!("{}/{}", exports(account), encode(export))
}

/// One policy.
pub fn policy(policy: &str) -> String {
    format!("{ACCESS}/policies/{}", encode(policy))
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
