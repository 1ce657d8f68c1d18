//! Who is signed in, and what they may do.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, permission::Action};

/// The cookie that tells the console's scripts that there is (or was) a session, so that they need not ask. It holds no
/// secret: the session's own cookie is out of their reach.
pub const MARKER_COOKIE: &str = "attache_signed_in";

/// Body of a demo sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The principal's id.
    pub principal: String,
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
    /// The attached policies.
    pub policies: Vec<Policy>,
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
