//! The rules for changing users, in words. The server decides about each user again.

use attache_wire::{
    account::AccountType,
    id::UserId,
    user::{ChangeOutcome, Registration, Tier, User, UserChange},
};

use crate::{components::labels, ui::icon::Icon};

/// Returns the change's label.
pub const fn label(change: UserChange) -> &'static str {
    match change {
        UserChange::AssignTier => "Assign permissions",
        UserChange::Suspend => "Suspend",
        UserChange::Activate => "Un-suspend",
        UserChange::Remove => "Remove",
    }
}

/// Returns the last path segment of the change's API call.
pub(super) const fn path(change: UserChange) -> &'static str {
    match change {
        UserChange::AssignTier => "tier",
        UserChange::Suspend => "suspend",
        UserChange::Activate => "activate",
        UserChange::Remove => "remove",
    }
}

pub(super) const fn icon(change: UserChange) -> Icon {
    match change {
        UserChange::AssignTier => Icon::KeyRound,
        UserChange::Suspend => Icon::Ban,
        UserChange::Activate => Icon::Play,
        UserChange::Remove => Icon::Trash,
    }
}

/// Returns the participle that follows the users in a message.
pub(super) const fn done(change: UserChange) -> &'static str {
    match change {
        UserChange::AssignTier => "given the tier",
        UserChange::Suspend => "suspended",
        UserChange::Activate => "un-suspended",
        UserChange::Remove => "removed",
    }
}

/// Returns true if the change affects a user with this status.
fn concerns(change: UserChange, user: &ChosenUser) -> bool {
    change.outcome(user.registration) == ChangeOutcome::Done
}

/// A user that a change applies to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenUser {
    /// The user's id.
    pub id: UserId,
    /// The name shown.
    pub name: String,
    /// Registration status.
    pub registration: Registration,
    /// Permission tier.
    pub tier: Tier,
}

impl From<&User> for ChosenUser {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            name: user.display_name.clone(),
            registration: user.registration,
            tier: user.tier,
        }
    }
}

/// Explains why the change cannot be made, apart from permissions; `None` if it can. `account` is the account's
/// type, once loaded.
pub fn why_not(
    change: UserChange,
    account: Option<AccountType>,
    people: &[ChosenUser],
) -> Option<&'static str> {
    let Some(account) = account else {
        return Some("The account is still loading.");
    };
    if !change.is_possible_in(account) {
        return Some(match change {
            UserChange::Remove => "Only a Team account removes users. An Enterprise account suspends them.",
            _ => "Only an Enterprise account suspends users. A Team account removes them.",
        });
    }
    if people.is_empty() {
        return Some("Select users in the table first.");
    }
    if people.iter().any(|person| concerns(change, person)) {
        return None;
    }
    Some(match change {
        UserChange::Activate => "Only suspended users can be un-suspended.",
        UserChange::AssignTier => "Released users have no tier.",
        UserChange::Suspend | UserChange::Remove => "Only registered users can be suspended.",
    })
}

/// Lists the consequences for these users, one per sentence.
pub fn consequences(change: UserChange, people: &[ChosenUser]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |number: usize, one: &str, many: &str| {
        if number > 0 {
            let count = labels::counted(number as u64, "user", "users");
            lines.push([count.as_str(), if number == 1 { one } else { many }].join(" "));
        }
    };
    let with = |test: &dyn Fn(&ChosenUser) -> bool| people.iter().filter(|person| test(person)).count();
    let concerned = with(&|person| concerns(change, person));
    let others = people.len().saturating_sub(concerned);
    match change {
        UserChange::AssignTier => {
            say(
                concerned,
                "gets the tier immediately. Tiers control meeting features; attachments are not affected.",
                "get the tier immediately. Tiers control meeting features; attachments are not affected.",
            );
            say(
                others,
                "was released and has no tier.",
                "were released and have no tier.",
            );
        }
        UserChange::Suspend => {
            say(
                concerned,
                "is signed out immediately and cannot sign in until un-suspended. They stay managed: their \
                 uploads stay in scope of attachment requests.",
                "are signed out immediately and cannot sign in until un-suspended. They stay managed: their \
                 uploads stay in scope of attachment requests.",
            );
            say(
                others,
                "is not registered and is not changed.",
                "are not registered and are not changed.",
            );
        }
        UserChange::Activate => {
            say(
                concerned,
                "can sign in again and becomes Registered, or Released if an Enterprise account no longer \
                 owns their email domain.",
                "can sign in again and become Registered, or Released if an Enterprise account no longer \
                 owns their email domain.",
            );
            say(
                others,
                "is not suspended and is not changed.",
                "are not suspended and are not changed.",
            );
        }
        UserChange::Remove => {
            let managed = with(&|person| person.registration.is_managed());
            say(
                managed,
                "becomes unmanaged: they leave the account but can still sign in to the chat.",
                "become unmanaged: they leave the account but can still sign in to the chat.",
            );
            say(
                with(&|person| person.registration.is_managed() && person.tier != Tier::Basic),
                "loses their permission tier and becomes Basic.",
                "lose their permission tier and become Basic.",
            );
            say(
                with(&|person| person.registration == Registration::Unregistered),
                "has never signed in: the invitation is withdrawn.",
                "have never signed in: the invitations are withdrawn.",
            );
            say(
                with(&|person| person.registration == Registration::Released),
                "was released earlier and is no longer listed here.",
                "were released earlier and are no longer listed here.",
            );
            if managed > 0 {
                lines.push(
                    "Unmanaged users can ask the Assistant in the chat for their own attachments.".to_owned(),
                );
            }
        }
    }
    lines
}
