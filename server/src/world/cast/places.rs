//! The named rooms, conversations and meetings.

use super::people::{ADA, LENA, LIU, MARA, NADIA, OWEN, PIOTR, PRIYA, ROSA, SAMIR, TOMAS, VIKTOR};
use crate::world::rows::PlaceKind::{self, Direct, Group, Meeting, Room};

/// A named container. Days are before the start.
#[derive(Debug, Clone, Copy)]
pub struct CastPlace {
    /// Stable id.
    pub id: &'static str,
    /// What it is.
    pub kind: PlaceKind,
    /// Its name.
    pub name: &'static str,
    /// Ids of its members; a room's creator comes first.
    pub members: &'static [&'static str],
    /// When a room was deleted.
    pub deleted_days_ago: Option<u32>,
}

/// All of them were made this many days ago: before the first upload.
pub const CREATED_DAYS_AGO: u32 = 600;

const fn place(
    id: &'static str,
    kind: PlaceKind,
    name: &'static str,
    members: &'static [&'static str],
) -> CastPlace {
    CastPlace {
        id,
        kind,
        name,
        members,
        deleted_days_ago: None,
    }
}

/// Mara and Tomas.
pub const MARA_AND_TOMAS: &str = "chat-mara-tomas";
/// Mara and the outsider Rosa.
pub const MARA_AND_ROSA: &str = "chat-mara-rosa";
/// Mara and Viktor, who is suspended.
pub const MARA_AND_VIKTOR: &str = "chat-mara-viktor";
/// Mara and Nadia, who was released.
pub const MARA_AND_NADIA: &str = "chat-mara-nadia";
/// A group of Juniper's only.
pub const PLANNERS: &str = "chat-planners";
/// A group with an outsider and Harbor's Lena.
pub const SUPPLIES: &str = "chat-supplies";
/// Harbor's own conversation.
pub const LENA_AND_SAMIR: &str = "chat-lena-samir";
/// Kite's own conversation is not named; this is Ada's with Tomas.
pub const ADA_AND_TOMAS: &str = "chat-ada-tomas";
/// The room of Mara's in which everybody meets.
pub const DISPATCH: &str = "room-dispatch";
/// The room of Mara's with the awkward file names.
pub const CUSTOMS: &str = "room-customs";
/// A room of Viktor's, who is suspended.
pub const NIGHT_SHIFT: &str = "room-night-shift";
/// A room of Nadia's, who was released.
pub const OLD_DEPOT: &str = "room-old-depot";
/// A room of Mara's that was deleted.
pub const DELETED: &str = "room-deleted";
/// A room of the outsider Rosa's, with Juniper's people in it.
pub const QUAYSIDE: &str = "room-quayside";
/// A room of Harbor's, with Juniper's people in it.
pub const PHARMACY: &str = "room-pharmacy";
/// A room of the Team account Kite, with a Juniper person in it.
pub const REBRAND: &str = "room-rebrand";
/// A meeting's chat.
pub const STANDUP: &str = "meet-standup";

/// All of them.
pub const PLACES: &[CastPlace] = &[
    place(
        MARA_AND_TOMAS,
        Direct,
        "Mara Okafor, Tomas Lindqvist",
        &[MARA, TOMAS],
    ),
    place(MARA_AND_ROSA, Direct, "Mara Okafor, Rosa Delgado", &[MARA, ROSA]),
    place(
        MARA_AND_VIKTOR,
        Direct,
        "Mara Okafor, Viktor Hale",
        &[MARA, VIKTOR],
    ),
    place(
        MARA_AND_NADIA,
        Direct,
        "Mara Okafor, Nadia Brandt",
        &[MARA, NADIA],
    ),
    place(PLANNERS, Group, "Planners", &[MARA, TOMAS, PRIYA, LIU, OWEN]),
    place(SUPPLIES, Group, "Medical supplies", &[MARA, TOMAS, LENA, ROSA]),
    place(
        LENA_AND_SAMIR,
        Direct,
        "Dr. Lena Fischer, Samir Adeyemi",
        &[LENA, SAMIR],
    ),
    place(
        ADA_AND_TOMAS,
        Direct,
        "Ada Kestrel, Tomas Lindqvist",
        &[ADA, TOMAS],
    ),
    place(
        DISPATCH,
        Room,
        "Dispatch floor",
        &[MARA, TOMAS, PRIYA, LIU, VIKTOR, NADIA, ROSA, PIOTR, LENA],
    ),
    place(
        CUSTOMS,
        Room,
        "Customs paperwork 📦 \u{202E}yrtsiger\u{202C}",
        &[MARA, TOMAS, LIU, PIOTR],
    ),
    place(NIGHT_SHIFT, Room, "=Night+shift", &[VIKTOR, TOMAS, PRIYA]),
    place(OLD_DEPOT, Room, "Old depot", &[NADIA, MARA, TOMAS]),
    CastPlace {
        id: DELETED,
        kind: Room,
        name: "Depot closure (confidential)",
        members: &[MARA, TOMAS, ROSA],
        deleted_days_ago: Some(20),
    },
    place(
        QUAYSIDE,
        Room,
        "Quayside <b>hauliers</b>",
        &[ROSA, MARA, TOMAS, PIOTR],
    ),
    place(PHARMACY, Room, "Pharmacy deliveries", &[LENA, SAMIR, MARA, ROSA]),
    place(REBRAND, Room, "Rebrand 2026", &[ADA, TOMAS]),
    place(STANDUP, Meeting, "Monday stand-up", &[MARA, TOMAS, PRIYA, LENA]),
];
