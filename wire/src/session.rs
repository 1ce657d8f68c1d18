//! Who is signed in, and what they may do.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, permission::Action};

/// The cookie that tells the console's scripts that there is (or was) a session, so that they need not ask. It holds no
/// secret: the session's own cookie is out of their reach.
pub const MARKER_COOKIE: &str = "attache_signed_in";

/// How people sign in to this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SignInMethod {
    /// By choosing a principal: a demo on the person's own machine.
    Demo,
    /// By name and password.
    Password,
}

/// What the sign-in page has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInOptions {
    /// How people sign in.
    pub method: SignInMethod,
    /// Who can be chosen in a demo; empty otherwise.
    pub principals: Vec<Principal>,
}

/// Body of a sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The principal's id.
    pub principal: String,
    /// The password, where passwords are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A password must not reach a log.
        formatter
            .debug_struct("SignIn")
            .field("principal", &self.principal)
            .finish_non_exhaustive()
    }
}

/// One of a principal's own sessions. Its times are of the wall clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionEntry {
    /// Names the session; no secret.
    pub id: String,
    /// It is the one that asks.
    pub current: bool,
    /// When it began (wall clock).
    pub signed_in_at: Timestamp,
    /// When it was used last, to the minute or so (wall clock).
    pub last_seen_at: Timestamp,
    /// When it ends however it is used (wall clock).
    pub expires_at: Timestamp,
    /// The address that it was begun from, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The user agent that it was begun with.
    pub user_agent: String,
}

/// Somebody who can sign in to the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Principal {
    /// Stable id, e.g. `full-access`.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// What this principal is good for, in one sentence.
    pub description: String,
    /// May not sign in.
    #[serde(default)]
    pub disabled: bool,
    /// The principal's tags, by key: policies' conditions see them as `aws:PrincipalTag/KEY`.
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
    pub id: String,
    /// Its name, e.g. `FullAccess`.
    pub name: String,
    /// Delivered with Attaché and not to be changed.
    pub managed: bool,
    /// The policy document: JSON text, as it was saved.
    pub document: String,
}

/// The present session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Who is signed in.
    pub principal: Principal,
    /// When they signed in (wall clock).
    pub signed_in_at: Timestamp,
    /// How people sign in to this server. The simulated chat can be used in a demo only.
    pub method: SignInMethod,
    /// Every action that the console needs, and whether it is allowed now.
    pub permissions: Vec<Permission>,
}

/// Whether an action is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permission {
    /// The action.
    pub action: Action,
    /// The answer.
    pub allowed: bool,
}

impl Session {
    /// Whether the session's principal may do this, as of when the session was read. The server decides again
    /// on every call.
    pub fn may(&self, action: Action) -> bool {
        self.permissions
            .iter()
            .any(|permission| permission.action == action && permission.allowed)
    }
}
