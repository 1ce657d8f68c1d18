//! The scope rule by example: one named attachment for every case of it, and what an export does with it.

use attache_wire::{account::ExclusionReason as Reason, item::Rule};

use crate::{
    scope::Decision::{self, Excluded, Included},
    world::cast::{
        HARBOR, JUNIPER,
        people::{ADA, LENA, LIU, MARA, NADIA, PRIYA, ROSA, SAMIR, TOMAS, VIKTOR},
        places::{
            ADA_AND_TOMAS, DELETED, DISPATCH, LENA_AND_SAMIR, MARA_AND_NADIA, MARA_AND_ROSA, MARA_AND_TOMAS,
            MARA_AND_VIKTOR, NIGHT_SHIFT, OLD_DEPOT, PHARMACY, PLANNERS, QUAYSIDE, REBRAND, STANDUP,
            SUPPLIES,
        },
    },
};

/// An attachment, and the decision that an export of each named account makes on it, from the start of the
/// simulated clock until at least two months later; those that retention has hidden are deleted for good after 25 days.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The attachment's id.
    pub attachment: &'static str,
    /// The container's id.
    pub place: &'static str,
    /// The uploader's id.
    pub sender: &'static str,
    /// Its age at the start.
    pub days_ago: u32,
    /// Whether its message was redacted.
    pub redacted: bool,
    /// Account id, decision.
    pub decisions: &'static [(&'static str, Decision)],
}

const fn case(
    attachment: &'static str,
    place: &'static str,
    sender: &'static str,
    days_ago: u32,
    decisions: &'static [(&'static str, Decision)],
) -> Case {
    Case {
        attachment,
        place,
        sender,
        days_ago,
        redacted: false,
        decisions,
    }
}

const fn redacted(
    attachment: &'static str,
    place: &'static str,
    sender: &'static str,
    days_ago: u32,
    decisions: &'static [(&'static str, Decision)],
) -> Case {
    Case {
        attachment,
        place,
        sender,
        days_ago,
        redacted: true,
        decisions,
    }
}

const BY_UPLOADER: Decision = Included(Rule::UploaderManaged);
const BY_ROOM: Decision = Included(Rule::RoomCreatorManaged);
const NOT_MANAGED: Decision = Excluded(Reason::UploaderNotManaged);
const FOREIGN_ROOM: Decision = Excluded(Reason::RoomCreatorNotManaged);

/// Every case.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    // Conversations: what counts is who uploaded.
    case("att-direct-managed", MARA_AND_TOMAS, MARA, 12, &[(JUNIPER, BY_UPLOADER), (HARBOR, NOT_MANAGED)]),
    case("att-group-managed", PLANNERS, TOMAS, 11, &[(JUNIPER, BY_UPLOADER)]),
    case("att-second-domain", PLANNERS, PRIYA, 10, &[(JUNIPER, BY_UPLOADER)]),
    case("att-to-outsider", MARA_AND_ROSA, MARA, 9, &[(JUNIPER, BY_UPLOADER)]),
    case("att-from-outsider", MARA_AND_ROSA, ROSA, 8, &[(JUNIPER, NOT_MANAGED)]),
    case("att-group-from-outsider", SUPPLIES, ROSA, 7, &[(JUNIPER, NOT_MANAGED), (HARBOR, NOT_MANAGED)]),
    case("att-group-from-harbor", SUPPLIES, LENA, 7, &[(JUNIPER, NOT_MANAGED), (HARBOR, BY_UPLOADER)]),
    case("att-from-team-account", ADA_AND_TOMAS, ADA, 6, &[(JUNIPER, NOT_MANAGED)]),
    case("att-harbor-internal", LENA_AND_SAMIR, SAMIR, 6, &[(JUNIPER, NOT_MANAGED), (HARBOR, BY_UPLOADER)]),
    // Rooms: what counts is who created them.
    case("att-room-managed", DISPATCH, TOMAS, 5, &[(JUNIPER, BY_ROOM), (HARBOR, FOREIGN_ROOM)]),
    case("att-room-from-outsider", DISPATCH, ROSA, 5, &[(JUNIPER, BY_ROOM)]),
    case("att-room-from-harbor", DISPATCH, LENA, 5, &[(JUNIPER, BY_ROOM), (HARBOR, FOREIGN_ROOM)]),
    case("att-outside-room-managed", QUAYSIDE, MARA, 4, &[(JUNIPER, FOREIGN_ROOM)]),
    case("att-outside-room-outsider", QUAYSIDE, ROSA, 4, &[(JUNIPER, FOREIGN_ROOM)]),
    case("att-harbor-room-managed", PHARMACY, MARA, 4, &[(JUNIPER, FOREIGN_ROOM), (HARBOR, BY_ROOM)]),
    case("att-team-room-managed", REBRAND, TOMAS, 4, &[(JUNIPER, FOREIGN_ROOM)]),
    // Suspended people stay managed, released ones do not.
    case("att-suspended-direct", MARA_AND_VIKTOR, VIKTOR, 33, &[(JUNIPER, BY_UPLOADER)]),
    case("att-suspended-room", NIGHT_SHIFT, TOMAS, 32, &[(JUNIPER, BY_ROOM)]),
    case("att-released-direct", MARA_AND_NADIA, NADIA, 63, &[(JUNIPER, Excluded(Reason::UploaderReleased))]),
    case("att-to-released", MARA_AND_NADIA, MARA, 62, &[(JUNIPER, BY_UPLOADER)]),
    case("att-room-from-released", DISPATCH, NADIA, 62, &[(JUNIPER, BY_ROOM)]),
    case("att-released-room", OLD_DEPOT, MARA, 61, &[(JUNIPER, FOREIGN_ROOM)]),
    // Gone, in one way or another.
    redacted("att-redacted-direct", MARA_AND_TOMAS, TOMAS, 3, &[(JUNIPER, Excluded(Reason::MessageRedacted))]),
    redacted("att-redacted-room", DISPATCH, LIU, 3, &[(JUNIPER, Excluded(Reason::MessageRedacted))]),
    case("att-retention-expired", MARA_AND_ROSA, MARA, 95, &[(JUNIPER, Excluded(Reason::RetentionExpired))]),
    redacted("att-redacted-expired", MARA_AND_ROSA, MARA, 94, &[(JUNIPER, Excluded(Reason::MessageRedacted))]),
    case("att-deleted-room", DELETED, MARA, 40, &[(JUNIPER, Excluded(Reason::RoomDeleted))]),
    redacted("att-deleted-room-redacted", DELETED, TOMAS, 39, &[(JUNIPER, Excluded(Reason::RoomDeleted))]),
    case("att-meeting", STANDUP, MARA, 2, &[(JUNIPER, Excluded(Reason::MeetingChat)), (HARBOR, Excluded(Reason::MeetingChat))]),
    redacted("att-meeting-redacted", STANDUP, LENA, 2, &[(JUNIPER, Excluded(Reason::MeetingChat))]),
];
