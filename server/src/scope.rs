//! Which attachments belong to an export: the one rule.
//!
//! As Amazon Chime documented it, an account's export holds the attachments that managed users uploaded into 1:1 and
//! group conversations, and all attachments, by any uploader, of the chat rooms that managed users
//! created. The export of one person, which the Assistant makes, is the same with that person in the managed users'
//! place. The chat of meetings is never part of it, and neither is what was deleted, redacted or removed by
//! retention.
//!
//! [`decide`] judges one attachment. The query that selects them by the million says the same in SQL; a test
//! holds the two together on random worlds.

use attache_wire::{account::ExclusionReason, export::SubjectKind, item::Rule};

/// Whose attachments an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject<'a> {
    /// The account with this id.
    Account(&'a str),
    /// The user with this id.
    User(&'a str),
}

impl<'a> Subject<'a> {
    /// Which of the two it is.
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Account(_) => SubjectKind::Account,
            Self::User(_) => SubjectKind::User,
        }
    }

    /// The id.
    pub const fn id(self) -> &'a str {
        match self {
            Self::Account(id) | Self::User(id) => id,
        }
    }

    /// The account's id, if it is one.
    pub const fn account(self) -> Option<&'a str> {
        match self {
            Self::Account(id) => Some(id),
            Self::User(_) => None,
        }
    }
}

/// Where a person stands to the subject of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Belonging {
    /// Managed by the account: a registered or suspended user of it. In a person's export: that person.
    Managed,
    /// Was managed by the account once; released when its domain was removed. In a person's export: nobody.
    Released,
    /// Anybody else.
    Outside,
}

impl Belonging {
    /// Every standing.
    pub const ALL: [Self; 3] = [Self::Managed, Self::Released, Self::Outside];
}

/// What the attachment was shared in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// A 1:1 conversation.
    Direct,
    /// A group conversation.
    Group,
    /// A chat room.
    Room {
        /// Where the person who created it stands.
        creator: Belonging,
    },
    /// The chat of a meeting.
    Meeting,
}

/// All that the rule needs to know about an attachment at the instant of submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Facts {
    /// What it was shared in.
    pub container: Container,
    /// The container was deleted (only chat rooms can be).
    pub container_deleted: bool,
    /// Its message was redacted.
    pub redacted: bool,
    /// Its message was removed by retention.
    pub expired: bool,
    /// Where the person who uploaded it stands.
    pub uploader: Belonging,
}

/// Whether an attachment is in the export, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is, by this clause.
    Included(Rule),
    /// It is not; this is the first reason that applies, in the order of [`ExclusionReason::ALL`].
    Excluded(ExclusionReason),
}

/// Judges one attachment.
pub const fn decide(facts: &Facts) -> Decision {
    use Decision::{Excluded, Included};

    if matches!(facts.container, Container::Meeting) {
        return Excluded(ExclusionReason::MeetingChat);
    }
    if facts.container_deleted {
        return Excluded(ExclusionReason::RoomDeleted);
    }
    if facts.redacted {
        return Excluded(ExclusionReason::MessageRedacted);
    }
    if facts.expired {
        return Excluded(ExclusionReason::RetentionExpired);
    }
    if let Container::Room { creator } = facts.container {
        return match creator {
            Belonging::Managed => Included(Rule::RoomCreatorManaged),
            Belonging::Released | Belonging::Outside => Excluded(ExclusionReason::RoomCreatorNotManaged),
        };
    }
    match facts.uploader {
        Belonging::Managed => Included(Rule::UploaderManaged),
        Belonging::Released => Excluded(ExclusionReason::UploaderReleased),
        Belonging::Outside => Excluded(ExclusionReason::UploaderNotManaged),
    }
}
