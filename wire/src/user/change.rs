//! Inviting users, and changing many at once.

use serde::{Deserialize, Serialize};

use super::{Registration, Tier};
use crate::{account::AccountType, id::UserId, permission::Action};

/// Maximum number of addresses in one invitation, as Amazon Chime documented it.
pub const MAX_INVITATIONS: usize = 50;

/// Maximum number of users that one call can change: one page of the list.
pub const MAX_USERS_AT_ONCE: usize = 200;

/// Splits a pasted list into addresses at `;`, `,` and line ends. Of an entry as mail programs copy it
/// (`"Grace, H." <grace@example.com>`), only the address is kept. Trims white space and drops empty entries.
pub fn split_addresses(text: &str) -> Vec<String> {
    let mut quoted = false;
    let entries = text.split(|c| {
        quoted = match c {
            '"' => !quoted,
            '\n' | '\r' => false,
            _ => quoted,
        };
        matches!(c, '\n' | '\r') || (!quoted && matches!(c, ';' | ','))
    });
    entries
        .map(|entry| address(entry.trim()))
        .filter(|address| !address.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns the address in angle brackets at the end of an entry, or else the whole entry.
fn address(entry: &str) -> &str {
    let bracketed = entry.strip_suffix('>').and_then(|entry| entry.rsplit_once('<'));
    let bracketed = bracketed.filter(|(_name, address)| address.contains('@'));
    bracketed.map_or(entry, |(_name, address)| address.trim())
}

/// Body that invites people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteUsers {
    /// 1 to [`MAX_INVITATIONS`] e-mail addresses, each handled separately.
    pub emails: Vec<String>,
}

/// The outcome of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitationOutcome {
    /// Invited; the person has not signed in yet.
    Invited,
    /// The person already used the chat and has joined.
    Joined,
    /// The person had been invited before; the invitation was sent again.
    InvitedAgain,
    /// The person is already in the account.
    Member,
    /// The person is in the account and suspended.
    Suspended,
    /// The person belongs to another account.
    ElsewhereManaged,
    /// Another account has verified the address's domain.
    DomainHeldByAnother,
    /// The address is outside the Enterprise account's verified domains.
    NotYourDomain,
    /// Not an e-mail address.
    NotAnAddress,
    /// The address occurred earlier in the list.
    Repeated,
}

impl InvitationOutcome {
    /// Returns true if this call added the person to the account or invited them.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Invited | Self::Joined | Self::InvitedAgain)
    }
}

/// The outcome for one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitedAddress {
    /// The address as given, trimmed.
    pub email: String,
    /// The outcome.
    pub outcome: InvitationOutcome,
    /// The user's id, if the account has this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

/// The outcome for each address, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// One outcome for each address.
    pub results: Vec<InvitedAddress>,
}

/// Body that names users: to remove, suspend or un-suspend them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenUsers {
    /// 1 to [`MAX_USERS_AT_ONCE`] ids of users of the account, each handled separately.
    pub user_ids: Vec<UserId>,
}

/// Body that changes users' permission tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignTier {
    /// 1 to [`MAX_USERS_AT_ONCE`] ids of users of the account, each handled separately.
    pub user_ids: Vec<UserId>,
    /// [`Tier::Basic`] or [`Tier::Pro`].
    pub tier: Tier,
}

/// A bulk change of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserChange {
    /// Assigns a permission tier.
    AssignTier,
    /// Signs users out and blocks them.
    Suspend,
    /// Lifts a suspension.
    Activate,
    /// Removes users from the account.
    Remove,
}

impl UserChange {
    /// Every change, in the order in which the console offers them.
    pub const ALL: [Self; 4] = [Self::AssignTier, Self::Suspend, Self::Activate, Self::Remove];

    /// Returns the action it requires.
    pub const fn action(self) -> Action {
        match self {
            Self::AssignTier => Action::UpdateUserLicenses,
            Self::Suspend | Self::Remove => Action::SuspendUsers,
            Self::Activate => Action::ActivateUsers,
        }
    }

    /// Returns true if an account of this type allows the change: an Enterprise account suspends, a Team account
    /// removes. Suspensions can also be lifted in an account that has lost its last domain.
    pub const fn is_possible_in(self, account: AccountType) -> bool {
        match self {
            Self::AssignTier | Self::Activate => true,
            Self::Suspend => account.is_enterprise(),
            Self::Remove => !account.is_enterprise(),
        }
    }

    /// Returns the outcome for a user with this registration status.
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

/// The outcome for one user in a bulk change.
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
    /// Not possible in this registration status, e.g. suspending a user who has never signed in.
    WrongStatus,
}

/// The outcome for one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedUser {
    /// The user's id.
    pub user_id: UserId,
    /// The outcome.
    pub outcome: ChangeOutcome,
}

/// The outcome for each user, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedUsers {
    /// One outcome for each id.
    pub results: Vec<ChangedUser>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_applies_only_to_certain_statuses() {
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
    fn a_pasted_list_is_split_into_addresses() {
        assert_eq!(
            split_addresses(" a@x.example; b@x.example,\r\nc@x.example ;; "),
            ["a@x.example", "b@x.example", "c@x.example"]
        );
        assert!(split_addresses(" ;\n").is_empty());
        assert_eq!(
            split_addresses(
                "Ada Lovelace <ada@x.example>, \"Grace, H.\" <grace@x.example>; \"no end, of quotes\n\
                 <kay@x.example>,>,no <b>address</b>"
            ),
            [
                "ada@x.example",
                "grace@x.example",
                "\"no end, of quotes",
                "kay@x.example",
                ">",
                "no <b>address</b>"
            ]
        );
    }
}
