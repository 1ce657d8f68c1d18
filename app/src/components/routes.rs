//! The addresses of the console's pages, built in one place. Arguments are percent-encoded.

use attache_wire::paths::{encode, with_query};

/// The list of accounts.
pub const ACCOUNTS: &str = "/accounts";
/// Principals, policies and permissions.
pub const ACCESS: &str = "/access";

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

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The sign-in page.
    SignIn,
    /// The root, which is the list of accounts.
    Root,
    /// The list of accounts.
    Accounts,
    /// An account's users.
    Users,
    /// An account's summary.
    Account,
    /// An account's domains.
    Domains,
    /// An account's attachment requests.
    Exports,
    /// One attachment request.
    Export,
    /// Principals, policies and permissions.
    Access,
    /// Nothing.
    Nowhere,
}

impl Place {
    /// What a path leads to.
    pub fn of(path: &str) -> Self {
        match segments(path).as_slice() {
            [] => Self::Root,
            ["sign-in"] => Self::SignIn,
            ["accounts"] => Self::Accounts,
            ["accounts", _, "users"] => Self::Users,
            ["accounts", _, "settings", "account"] => Self::Account,
            ["accounts", _, "identity", "domains"] => Self::Domains,
            ["accounts", _, "exports"] => Self::Exports,
            ["accounts", _, "exports", _] => Self::Export,
            ["access"] => Self::Access,
            _ => Self::Nowhere,
        }
    }
}

/// The account that a path is about.
pub fn account_of(path: &str) -> Option<String> {
    match segments(path).as_slice() {
        ["accounts", account, ..] => decoded(account),
        _ => None,
    }
}

/// The attachment request that a path is about.
pub fn export_of(path: &str) -> Option<String> {
    match segments(path).as_slice() {
        ["accounts", _, "exports", export] => decoded(export),
        _ => None,
    }
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

fn decoded(segment: &str) -> Option<String> {
    js_sys::decode_uri_component(segment).ok().map(String::from)
}

/// Where to go after signing in: a page of this console, or the accounts if the address is anything else.
pub fn safe_return(back_to: Option<String>) -> String {
    back_to
        .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .filter(|path| !path.starts_with("/sign-in"))
        .unwrap_or_else(|| ACCOUNTS.to_owned())
}
