//! The size of the world. Every number follows from the number of attachments.

use crate::{
    simulator::world::{
        files::VARIED,
        fixtures::{
            Home,
            containers::{CastPlace, PLACES},
            people::{CastPerson, PEOPLE},
        },
    },
    store::seed::rows::PlaceKind,
};

/// Attachments in the default world. About 2,000 of them concern Juniper Freight.
pub const DEFAULT_ATTACHMENTS: u32 = 2_400;
/// From this size on, the world includes all named attachments and a few more. A smaller world has only the first of
/// them, beginning with [`crate::simulator::world::fixtures::cases`].
pub const CAST_ATTACHMENTS: u32 = 200;
/// Attachments in the largest world. The smallest has one.
pub const MAX_ATTACHMENTS: u32 = 1_000_000;

/// The number of everything, including the named ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Attachments, each in its own message.
    pub attachments: u32,
    /// Distinct files.
    pub files: u32,
    /// Juniper Freight's users of any registration status.
    pub juniper_users: u32,
    /// Kite Studio's users.
    pub kite_users: u32,
    /// Harbor Health's users.
    pub harbor_users: u32,
    /// Linden College's users.
    pub linden_users: u32,
    /// Users without an account.
    pub outsiders: u32,
    /// Rooms that Juniper's users created.
    pub juniper_rooms: u32,
    /// 1:1 and group conversations with at least one of Juniper's users.
    pub juniper_conversations: u32,
    /// Rooms that others created, with Juniper's users in them.
    pub foreign_rooms: u32,
    /// Rooms of Harbor's users only.
    pub harbor_rooms: u32,
    /// Conversations of Harbor's users only.
    pub harbor_conversations: u32,
    /// Conversations of Kite's users only.
    pub kite_conversations: u32,
    /// Meetings of Juniper's users, with or without others.
    pub meetings: u32,
    /// Rooms of Linden's users only.
    pub linden_rooms: u32,
    /// Conversations of Linden's users only.
    pub linden_conversations: u32,
}

impl Shape {
    /// Returns the shape for this many attachments. It is proportional, but never has fewer users and places than the
    /// default world.
    pub fn new(attachments: u32) -> Self {
        Self {
            attachments,
            // A tenth of the attachments, and some that nobody has sent.
            files: (attachments / 6)
                .clamp(32, VARIED)
                .max(attachments / 10 + attachments / 100),
            juniper_users: (attachments / 10).max(240),
            kite_users: 12,
            harbor_users: (attachments / 60).max(40),
            linden_users: (attachments / 100).max(24),
            outsiders: (attachments / 80).max(30),
            juniper_rooms: (attachments / 50).max(60),
            juniper_conversations: (attachments / 6).max(400),
            foreign_rooms: (attachments / 300).max(12),
            harbor_rooms: (attachments / 300).max(8),
            harbor_conversations: (attachments / 50).max(40),
            kite_conversations: 15,
            meetings: (attachments / 100).max(20),
            linden_rooms: (attachments / 400).max(5),
            linden_conversations: (attachments / 120).max(18),
        }
    }

    /// Returns the number of users of a home.
    pub const fn users(&self, home: Home) -> u32 {
        match home {
            Home::Juniper => self.juniper_users,
            Home::Kite => self.kite_users,
            Home::Harbor => self.harbor_users,
            Home::Outside => self.outsiders,
            Home::Linden => self.linden_users,
        }
    }

    /// Returns the number of all users.
    pub const fn all_users(&self) -> u32 {
        self.juniper_users + self.kite_users + self.harbor_users + self.outsiders + self.linden_users
    }

    /// Returns the number of rooms, conversations and meetings, including the named ones.
    pub fn all_places(&self) -> u32 {
        count(PLACES, |_| true)
            + self.other_juniper_rooms()
            + self.other_juniper_conversations()
            + self.foreign_rooms
            + self.harbor_rooms
            + self.harbor_conversations
            + self.kite_conversations
            + self.meetings
            + self.linden_rooms
            + self.linden_conversations
    }

    /// Returns the number of a home's users outside the cast.
    pub fn other_users(&self, home: Home) -> u32 {
        self.users(home)
            .saturating_sub(count(PEOPLE, |person: &CastPerson| person.home == home))
    }

    /// Returns the number of Juniper's rooms outside the cast.
    pub fn other_juniper_rooms(&self) -> u32 {
        let named =
            |place: &CastPlace| place.kind == PlaceKind::Room && home_of(place.members[0]) == Home::Juniper;
        self.juniper_rooms.saturating_sub(count(PLACES, named))
    }

    /// Returns the number of Juniper's conversations outside the cast.
    pub fn other_juniper_conversations(&self) -> u32 {
        let named = |place: &CastPlace| {
            matches!(place.kind, PlaceKind::Direct | PlaceKind::Group)
                && place
                    .members
                    .iter()
                    .any(|member| home_of(member) == Home::Juniper)
        };
        self.juniper_conversations.saturating_sub(count(PLACES, named))
    }
}

fn home_of(person: &str) -> Home {
    PEOPLE
        .iter()
        .find(|known| known.id == person)
        .map_or(Home::Outside, |known| known.home)
}

fn count<T>(all: &[T], which: impl Fn(&T) -> bool) -> u32 {
    u32::try_from(all.iter().filter(|one| which(one)).count()).unwrap_or(u32::MAX)
}
