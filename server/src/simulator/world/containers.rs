//! The rooms, conversations and meetings of a world, as far as uploads need them.

mod building;

use std::ops::Range;

pub(super) use building::Building;
pub(crate) use building::title;

use crate::simulator::world::fixtures::containers::PLACES;

/// The kind of a place, by its creator and members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circle {
    /// A room of Juniper's.
    JuniperRoom,
    /// A conversation of Juniper's users, among themselves or with others.
    JuniperConversation,
    /// A room created by others, with Juniper's users in it.
    ForeignRoom,
    /// A room of Harbor's.
    HarborRoom,
    /// A conversation of Harbor's.
    HarborConversation,
    /// A conversation of Kite's.
    KiteConversation,
    /// A meeting of Juniper's.
    Meeting,
    /// A room of Linden's.
    LindenRoom,
    /// A conversation of Linden's.
    LindenConversation,
}

impl Circle {
    const ALL: [Self; 9] = [
        Self::JuniperRoom,
        Self::JuniperConversation,
        Self::ForeignRoom,
        Self::HarborRoom,
        Self::HarborConversation,
        Self::KiteConversation,
        Self::Meeting,
        Self::LindenRoom,
        Self::LindenConversation,
    ];
}

/// The facts about a place that uploads need.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The container's id.
    pub(super) id: String,
    /// When it was created.
    pub(super) created: i64,
    /// When it was deleted.
    pub(super) deleted: Option<i64>,
    /// How long messages are kept.
    pub(super) retention: Option<i64>,
    members: Range<u32>,
}

/// All places, and the places of each circle.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// All places, the named ones first.
    pub(super) all: Vec<Place>,
    members: Vec<u32>,
    circles: [Vec<u32>; 9],
}

impl Places {
    /// Returns the places of a circle. No circle is empty.
    pub(super) fn circle(&self, circle: Circle) -> &[u32] {
        &self.circles[circle as usize]
    }

    /// Returns the members of a place, as positions of people.
    pub(super) fn members(&self, place: &Place) -> &[u32] {
        &self.members[place.members.start as usize..place.members.end as usize]
    }

    /// Returns the position of a named place.
    pub(super) fn named(&self, id: &str) -> u32 {
        (0..)
            .zip(PLACES)
            .find(|(_, place)| place.id == id)
            .map_or(0, |(position, _)| position)
    }
}
