//! The actions that policies allow or deny, spelled as Amazon Chime and IAM documented them.

use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:tt,)*) => {
        /// Something that a policy can allow or deny.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Action {
            /// Every action that a route of the API requires.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the spelling used in policies and JSON: `service:Name`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

actions! {
    /// See the list of accounts.
    ListAccounts = "chime:ListAccounts",
    /// See an account, its attachment requests and their progress.
    GetAccount = "chime:GetAccount",
    /// See an account's users.
    ListUsers = "chime:ListUsers",
    /// See an account's domains.
    ListDomains = "chime:ListDomains",
    /// Create an account.
    CreateAccount = "chime:CreateAccount",
    /// Rename an account.
    RenameAccount = "chime:RenameAccount",
    /// Delete an account.
    DeleteAccount = "chime:DeleteAccount",
    /// See how a domain is verified.
    GetDomain = "chime:GetDomain",
    /// Claim a domain and verify it.
    AddDomain = "chime:AddDomain",
    /// Remove a domain.
    DeleteDomain = "chime:DeleteDomain",
    /// See one user with all details.
    GetUser = "chime:GetUser",
    /// Invite people.
    InviteUsers = "chime:InviteUsers",
    /// Change users' permission tier.
    UpdateUserLicenses = "chime:UpdateUserLicenses",
    /// Suspend users, and remove them from a Team account.
    SuspendUsers = "chime:SuspendUsers",
    /// Un-suspend users.
    ActivateUsers = "chime:ActivateUsers",
    /// See how long messages are kept.
    GetAccountSettings = "chime:GetAccountSettings",
    /// Change how long messages are kept.
    UpdateAccountSettings = "chime:UpdateAccountSettings",
    /// Submit, cancel and revoke attachment requests.
    StartDataExport = "chime:StartDataExport",
    /// Download the file of an attachment request and see its items.
    RetrieveDataExport = "chime:RetrieveDataExport",
    /// See principals and the policies attached to them.
    ListPrincipals = "iam:ListUsers",
    /// See the policies and the principals they are attached to.
    ListPolicies = "iam:ListPolicies",
    /// See one policy's document.
    GetPolicy = "iam:GetPolicy",
    /// Create and change custom policies.
    PutPolicy = "iam:PutUserPolicy",
    /// Delete custom policies.
    DeletePolicy = "iam:DeletePolicy",
    /// Attach a policy to a principal.
    AttachPolicy = "iam:AttachUserPolicy",
    /// Detach a policy from a principal.
    DetachPolicy = "iam:DetachUserPolicy",
    /// See what any principal's policies say about any action.
    SimulatePolicy = "iam:SimulatePrincipalPolicy",
    /// Read and verify the audit log.
    LookupEvents = "cloudtrail:LookupEvents",
}

/// The message about a missing permission, before the action's name.
pub const NOT_ALLOWED: &str = "None of your policies allows";

/// Returns the message about a missing permission.
pub fn missing(action: Action) -> String {
    format!("{NOT_ALLOWED} {}.", action.as_str())
}
