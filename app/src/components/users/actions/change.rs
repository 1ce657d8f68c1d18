//! The rules of changing users as the console knows them, in words. The server judges each user again.

use attache_wire::{
    permission::Action,
    user::{Registration, Tier, User},
};

use crate::{components::labels, ui::icon::Icon};

/// Something that can be done to users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Gives them another permission tier.
    AssignTier,
    /// Signs them out and blocks them.
    Suspend,
    /// Takes that back.
    Activate,
    /// Lets them leave the account.
    Remove,
}

impl Change {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::AssignTier, Self::Suspend, Self::Activate, Self::Remove];

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AssignTier => "Assign permissions",
            Self::Suspend => "Suspend",
            Self::Activate => "Un-suspend",
            Self::Remove => "Remove",
        }
    }

    /// The last segment of its path.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::AssignTier => "tier",
            Self::Suspend => "suspend",
            Self::Activate => "activate",
            Self::Remove => "remove",
        }
    }

    /// The action that it needs.
    pub(super) const fn action(self) -> Action {
        match self {
            Self::AssignTier => Action::UpdateUserLicenses,
            Self::Suspend | Self::Remove => Action::SuspendUsers,
            Self::Activate => Action::ActivateUsers,
        }
    }

    pub(super) const fn picture(self) -> Icon {
        match self {
            Self::AssignTier => Icon::KeyRound,
            Self::Suspend => Icon::Ban,
            Self::Activate => Icon::Play,
            Self::Remove => Icon::Trash,
        }
    }

    /// Whether it changes somebody with this status.
    const fn concerns(self, registration: Registration) -> bool {
        match self {
            Self::AssignTier => !matches!(registration, Registration::Released),
            Self::Suspend => matches!(registration, Registration::Registered),
            Self::Activate => matches!(registration, Registration::Suspended),
            Self::Remove => true,
        }
    }

    /// What has been done, after a number of users.
    pub(super) const fn done(self) -> &'static str {
        match self {
            Self::AssignTier => "given the tier",
            Self::Suspend => "suspended",
            Self::Activate => "un-suspended",
            Self::Remove => "removed",
        }
    }
}

/// Whom it is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The user's id.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Registration status.
    pub registration: Registration,
    /// Permission tier.
    pub tier: Tier,
}

impl From<&User> for Person {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            name: user.display_name.clone(),
            registration: user.registration,
            tier: user.tier,
        }
    }
}

/// Why it cannot be done to these people by somebody who may. `enterprise`: whether it is an Enterprise account, once that
/// is known.
pub fn why_not(change: Change, enterprise: Option<bool>, people: &[Person]) -> Option<&'static str> {
    match (change, enterprise) {
        (_, None) => return Some("The account is not known yet."),
        // Un-suspending goes on in an account that has lost its last domain: who was suspended in it still is.
        (Change::Suspend, Some(false)) => {
            return Some("Only an Enterprise account suspends users. A Team account removes them.");
        }
        (Change::Remove, Some(true)) => {
            return Some("Only a Team account removes users. An Enterprise account suspends them.");
        }
        _ => {}
    }
    if people.is_empty() {
        return Some("Select users in the table first.");
    }
    if people.iter().any(|person| change.concerns(person.registration)) {
        return None;
    }
    Some(match change {
        Change::Activate => "Only suspended users can be un-suspended.",
        Change::AssignTier => "Whoever was released has no tier.",
        Change::Suspend | Change::Remove => "Only registered users can be suspended.",
    })
}

/// What it means for these people, in sentences.
pub fn consequences(change: Change, people: &[Person]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |number: usize, one: &str, many: &str| {
        if number > 0 {
            let count = labels::counted(number as u64, "user", "users");
            lines.push([count.as_str(), if number == 1 { one } else { many }].join(" "));
        }
    };
    let with = |test: &dyn Fn(&Person) -> bool| people.iter().filter(|person| test(person)).count();
    let concerned = with(&|person| change.concerns(person.registration));
    let others = people.len().saturating_sub(concerned);
    match change {
        Change::AssignTier => {
            say(
                concerned,
                "gets the tier at once. It says what they may do in meetings; it changes nothing about their \
                 attachments.",
                "get the tier at once. It says what they may do in meetings; it changes nothing about their \
                 attachments.",
            );
            say(
                others,
                "was released and has no tier.",
                "were released and have no tier.",
            );
        }
        Change::Suspend => {
            say(
                concerned,
                "is signed out at once, and blocked until they are un-suspended. They stay managed: what they \
                 uploaded stays in the scope of attachment requests.",
                "are signed out at once, and blocked until they are un-suspended. They stay managed: what they \
                 uploaded stays in the scope of attachment requests.",
            );
            say(
                others,
                "is not registered and stays as they are.",
                "are not registered and stay as they are.",
            );
        }
        Change::Activate => {
            say(
                concerned,
                "can sign in again and returns to Registered; to Released, where an Enterprise account does not have the \
                 domain of their address any more.",
                "can sign in again and return to Registered; to Released, where an Enterprise account does not have the \
                 domain of their address any more.",
            );
            say(
                others,
                "is not suspended and stays as they are.",
                "are not suspended and stay as they are.",
            );
        }
        Change::Remove => {
            let managed = with(&|person| person.registration.is_managed());
            say(
                managed,
                "becomes unmanaged: they leave the account, and can still sign in to the chat.",
                "become unmanaged: they leave the account, and can still sign in to the chat.",
            );
            say(
                with(&|person| person.registration.is_managed() && person.tier != Tier::Basic),
                "loses a permission tier and has Basic afterwards.",
                "lose a permission tier and have Basic afterwards.",
            );
            say(
                with(&|person| person.registration == Registration::Unregistered),
                "has never signed in: the invitation is withdrawn.",
                "have never signed in: the invitations are withdrawn.",
            );
            say(
                with(&|person| person.registration == Registration::Released),
                "was released before, and is not listed here any more.",
                "were released before, and are not listed here any more.",
            );
            if managed > 0 {
                lines.push(
                    "Whoever is unmanaged can ask the Assistant in the chat for the attachments that are their own."
                        .to_owned(),
                );
            }
        }
    }
    lines
}
