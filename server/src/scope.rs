//! The scope rule: decides which attachments belong to an export.
//!
//! As Amazon Chime documented it, an account's export contains the attachments that managed users uploaded into 1:1 and
//! group conversations, and all attachments, by any uploader, in the chat rooms that managed users created. For the
//! export of one user, which the Assistant requests, that user takes the place of the managed users. Meeting chats are
//! never in scope; neither is anything deleted, redacted or removed by retention.
//!
//! [`decide`] judges one attachment. The query that selects them by the million expresses the same rule in SQL; a test
//! compares the two on random worlds.

use attache_wire::{account::ExclusionReason, export::SubjectKind, item::Rule};

/// Whose attachments an export contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject<'a> {
    /// The account with this id.
    Account(&'a str),
    /// The user with this id.
    User(&'a str),
}

impl<'a> Subject<'a> {
    /// Returns the kind of subject.
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Account(_) => SubjectKind::Account,
            Self::User(_) => SubjectKind::User,
        }
    }

    /// Returns the id.
    pub const fn id(self) -> &'a str {
        match self {
            Self::Account(id) | Self::User(id) => id,
        }
    }

    /// Returns the account's id, or `None` for a user.
    pub const fn account(self) -> Option<&'a str> {
        match self {
            Self::Account(id) => Some(id),
            Self::User(_) => None,
        }
    }
}

/// How a user relates to the subject of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Belonging {
    /// Managed by the account: a registered or suspended user. In a user's export: that user.
    Managed,
    /// Formerly managed by the account; released when its domain was removed. In a user's export: nobody.
    Released,
    /// Anyone else.
    Outside,
}

impl Belonging {
    /// Every variant.
    pub const ALL: [Self; 3] = [Self::Managed, Self::Released, Self::Outside];
}

/// Where the attachment was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// A 1:1 conversation.
    Direct,
    /// A group conversation.
    Group,
    /// A chat room.
    Room {
        /// How the room's creator relates to the subject.
        creator: Belonging,
    },
    /// The chat of a meeting.
    Meeting,
}

/// Everything the rule needs to know about an attachment at the time of submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Facts {
    /// Where it was shared.
    pub container: Container,
    /// The container was deleted (only chat rooms can be).
    pub container_deleted: bool,
    /// Its message was redacted.
    pub redacted: bool,
    /// Its message was removed by retention.
    pub expired: bool,
    /// How the uploader relates to the subject.
    pub uploader: Belonging,
}

/// Whether an attachment is in the export, and the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is included, by this clause.
    Included(Rule),
    /// It is excluded. This is the first reason that applies, in the order of [`ExclusionReason::ALL`].
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
