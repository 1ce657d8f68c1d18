//! What administrators do to users: inviting, and changing many at once.

use serde::{Deserialize, Serialize};

use super::{Registration, Tier};
use crate::{account::AccountType, permission::Action};

/// The most addresses that can be invited at once, as Amazon Chime documented it.
pub const MAX_INVITATIONS: usize = 50;

/// The most users that one call can change: a page of the list.
pub const MAX_USERS_AT_ONCE: usize = 200;

/// The addresses of a pasted list: separated by `;`, `,` or line ends, without the white space around them.
pub fn split_addresses(text: &str) -> Vec<String> {
    text.split([';', ',', '\n', '\r'])
        .map(str::trim)
        .filter(|address| !address.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Body that invites people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteUsers {
    /// 1 to [`MAX_INVITATIONS`] e-mail addresses, each judged on its own.
    pub emails: Vec<String>,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitationOutcome {
    /// Invited; the person has yet to sign in.
    Invited,
    /// The person uses the chat already and has joined.
    Joined,
    /// The person was invited before: the invitation was sent again.
    InvitedAgain,
    /// The person is in the account already.
    Member,
    /// The person is in the account and suspended.
    Suspended,
    /// The person belongs to another account.
    ElsewhereManaged,
    /// Another account holds the address' domain.
    DomainHeldByAnother,
    /// An Enterprise account invites addresses of its verified domains only.
    NotYourDomain,
    /// Not an e-mail address.
    NotAnAddress,
    /// The address was in the list before.
    Repeated,
}

impl InvitationOutcome {
    /// Whether the person is in the account, or invited to it, because of this call.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Invited | Self::Joined | Self::InvitedAgain)
    }
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitedAddress {
    /// The address as it was given, without the white space around it.
    pub email: String,
    /// What became of it.
    pub outcome: InvitationOutcome,
    /// The user, where there is one in this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// What became of each address, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// One for each address.
    pub results: Vec<InvitedAddress>,
}

/// Body that names users: to remove, suspend or un-suspend them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenUsers {
    /// 1 to [`MAX_USERS_AT_ONCE`] ids of users of the account, each judged on its own.
    pub user_ids: Vec<String>,
}

/// Body that gives users a permission tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignTier {
    /// 1 to [`MAX_USERS_AT_ONCE`] ids of users of the account, each judged on its own.
    pub user_ids: Vec<String>,
    /// [`Tier::Basic`] or [`Tier::Pro`].
    pub tier: Tier,
}

/// A change that can be made to users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserChange {
    /// Assigns another permission tier.
    AssignTier,
    /// Signs users out and blocks them.
    Suspend,
    /// Takes a suspension back.
    Activate,
    /// Takes users out of the account.
    Remove,
}

impl UserChange {
    /// Every change, in the order in which the console offers them.
    pub const ALL: [Self; 4] = [Self::AssignTier, Self::Suspend, Self::Activate, Self::Remove];

    /// The action that it needs.
    pub const fn action(self) -> Action {
        match self {
            Self::AssignTier => Action::UpdateUserLicenses,
            Self::Suspend | Self::Remove => Action::SuspendUsers,
            Self::Activate => Action::ActivateUsers,
        }
    }

    /// Whether users of such an account can be changed like this: an Enterprise account suspends, a Team account removes.
    /// Suspensions can be taken back in an account that has lost its last domain, too.
    pub const fn is_possible_in(self, account: AccountType) -> bool {
        match self {
            Self::AssignTier | Self::Activate => true,
            Self::Suspend => account.is_enterprise(),
            Self::Remove => !account.is_enterprise(),
        }
    }

    /// What becomes of a user with this registration status.
    pub const fn outcome(self, status: Registration) -> ChangeOutcome {
        match (self, status) {
            (Self::Remove, _) => ChangeOutcome::Done,
            (Self::AssignTier, Registration::Released) => ChangeOutcome::WrongStatus,
            (Self::AssignTier, _) => ChangeOutcome::Done,
            (Self::Suspend, Registration::Registered) | (Self::Activate, Registration::Suspended) => {
                ChangeOutcome::Done
            }
            (Self::Suspend, Registration::Suspended) | (Self::Activate, Registration::Registered) => {
                ChangeOutcome::Unchanged
            }
            (Self::Suspend | Self::Activate, Registration::Unregistered | Registration::Released) => {
                ChangeOutcome::WrongStatus
            }
        }
    }
}

/// What became of one user in a call that changes many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChangeOutcome {
    /// Changed.
    Done,
    /// No change was needed.
    Unchanged,
    /// The account has no such user.
    NotFound,
    /// Not with this registration status (for example: to suspend somebody who has never signed in).
    WrongStatus,
}

/// What became of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedUser {
    /// The user.
    pub user_id: String,
    /// What became of them.
    pub outcome: ChangeOutcome,
}

/// What became of each user, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedUsers {
    /// One for each id.
    pub results: Vec<ChangedUser>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_concerns_its_statuses() {
        let rows: Vec<String> = UserChange::ALL
            .into_iter()
            .map(|change| {
                let outcomes = Registration::ALL.map(|status| format!("{:?}", change.outcome(status)));
                format!("{change:?}: {}", outcomes.join(" "))
            })
            .collect();
        insta::assert_snapshot!(rows.join("\n"), @r"
        AssignTier: Done Done Done WrongStatus
        Suspend: Done WrongStatus Unchanged WrongStatus
        Activate: Unchanged WrongStatus Done WrongStatus
        Remove: Done Done Done Done
        ");
    }

    #[test]
    fn a_pasted_list_is_split_at_what_separates_addresses() {
        assert_eq!(
            split_addresses(" a@x.example; b@x.example,\r\nc@x.example ;; "),
            ["a@x.example", "b@x.example", "c@x.example"]
        );
        assert!(split_addresses(" ;\n").is_empty());
    }
}
