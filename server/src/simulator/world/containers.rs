//! The rooms, conversations and meetings of a world, as far as the uploads into them need to know.

mod building;

use std::ops::Range;

pub(super) use building::Building;
pub(crate) use building::title;

use crate::simulator::world::fixtures::containers::PLACES;

/// What kind of place it is, by who made it and who is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circle {
    /// A room of Juniper's.
    JuniperRoom,
    /// A conversation of Juniper's, among themselves or with others.
    JuniperConversation,
    /// Somebody else's room with Juniper's people in it.
    ForeignRoom,
    /// A room of Harbor's.
    HarborRoom,
    /// A conversation of Harbor's.
    HarborConversation,
    /// A conversation of Kite's.
    KiteConversation,
    /// A meeting of Juniper's.
    Meeting,
}

impl Circle {
    const ALL: [Self; 7] = [
        Self::JuniperRoom,
        Self::JuniperConversation,
        Self::ForeignRoom,
        Self::HarborRoom,
        Self::HarborConversation,
        Self::KiteConversation,
        Self::Meeting,
    ];
}

/// What uploads need to know about a place.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The container's id.
    pub(super) id: String,
    /// When it was made.
    pub(super) created: i64,
    /// When it was deleted.
    pub(super) deleted: Option<i64>,
    /// How long messages are kept.
    pub(super) retention: Option<i64>,
    members: Range<u32>,
}

/// All places, and which belong to a circle.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// All of them, the named ones first.
    pub(super) all: Vec<Place>,
    members: Vec<u32>,
    circles: [Vec<u32>; 7],
}

impl Places {
    /// The places of a circle. Every circle has some.
    pub(super) fn circle(&self, circle: Circle) -> &[u32] {
        &self.circles[circle as usize]
    }

    /// The members of a place, as positions of people.
    pub(super) fn members(&self, place: &Place) -> &[u32] {
        &self.members[place.members.start as usize..place.members.end as usize]
    }

    /// The position of a named place.
    pub(super) fn named(&self, id: &str) -> u32 {
        (0..)
            .zip(PLACES)
            .find(|(_, place)| place.id == id)
            .map_or(0, |(position, _)| position)
    }
}
