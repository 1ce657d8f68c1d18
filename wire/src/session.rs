//! Who is signed in, and what they may do.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    id::{PolicyId, PrincipalId},
    permission::Action,
};

/// The cookie that tells the console's scripts that a session exists or existed, so that they need not ask. It contains
/// no secret; scripts cannot read the session cookie itself.
pub const MARKER_COOKIE: &str = "attache_signed_in";

/// How people sign in to this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SignInMethod {
    /// By choosing a principal: a demo on your own machine.
    Demo,
    /// By name and password.
    Password,
}

/// What the sign-in page needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInOptions {
    /// How people sign in.
    pub method: SignInMethod,
    /// The principals to choose from in a demo; otherwise empty.
    pub principals: Vec<Principal>,
}

/// Body of a sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The principal's id.
    pub principal: PrincipalId,
    /// The password, if the sign-in method requires one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keep passwords out of logs.
        formatter
            .debug_struct("SignIn")
            .field("principal", &self.principal)
            .finish_non_exhaustive()
    }
}

/// One of the caller's sessions. Times are wall-clock times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionEntry {
    /// Identifies the session; not secret.
    pub id: String,
    /// True for the session that makes this call.
    pub current: bool,
    /// When it began (wall clock).
    pub signed_in_at: Timestamp,
    /// When it was last used, to about a minute (wall clock).
    pub last_seen_at: Timestamp,
    /// When it ends regardless of use (wall clock).
    pub expires_at: Timestamp,
    /// The IP address of the sign-in, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The user agent of the sign-in.
    pub user_agent: String,
}

/// Someone who can sign in to the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Principal {
    /// Stable id, e.g. `full-access`.
    pub id: PrincipalId,
    /// The person's name.
    pub name: String,
    /// The purpose of this principal, in one sentence.
    pub description: String,
    /// True if the principal cannot sign in.
    #[serde(default)]
    pub disabled: bool,
    /// The principal's tags, by key. Conditions test them as `aws:PrincipalTag/KEY`.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// The attached policies.
    pub policies: Vec<Policy>,
}

/// A tag of a principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tag {
    /// Its key, e.g. `department`.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// A policy attached to a principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Stable id.
    pub id: PolicyId,
    /// Its name, e.g. `FullAccess`.
    pub name: String,
    /// True if the policy comes with Attaché and cannot be changed.
    pub managed: bool,
    /// The policy document: JSON text, as it was saved.
    pub document: String,
}

/// The current session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Who is signed in.
    pub principal: Principal,
    /// When they signed in (wall clock).
    pub signed_in_at: Timestamp,
    /// How people sign in to this server. The simulated chat is available only in a demo.
    pub method: SignInMethod,
    /// Every action that the console needs, and whether it is now allowed.
    pub permissions: Vec<Permission>,
}

/// Whether an action is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permission {
    /// The action.
    pub action: Action,
    /// The decision.
    pub allowed: bool,
}

impl Session {
    /// Returns true if the session's principal was allowed this action when the session was read. The server decides
    /// again on every call.
    pub fn may(&self, action: Action) -> bool {
        self.permissions
            .iter()
            .any(|permission| permission.action == action && permission.allowed)
    }
}
