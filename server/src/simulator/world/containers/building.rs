//! Generates the rooms, conversations and meetings: the named ones, and as many others as the shape requires.

use std::collections::HashSet;

use attache_wire::retention::OUTSIDER_CONVERSATION_DAYS;

use super::{Circle, Place, Places};
use crate::{
    accounts::retention::{Keeper, keeper},
    clock::DAY,
    simulator::world::{
        files::freight::PLACES as TOWNS,
        fixtures::{
            Home,
            containers::{CREATED_DAYS_AGO, CastPlace, PLACES},
        },
        people::People,
        rng::SeededRng,
        shape::Shape,
    },
    store::seed::rows::{ContainerRow, MembershipRow, PlaceKind},
};

/// The first places were created this many days before the start.
const FIRST_MADE_DAYS: i64 = 1_000;
#[rustfmt::skip]
const TOPICS: [&str; 20] = [
    "Dock planning", "Night shift", "Returns", "Cold chain", "Customs", "Drivers", "Yard", "Invoices",
    "Claims", "Fleet", "Bookings", "Weekly numbers", "Packaging", "Safety", "Maintenance 🔧",
    "Pallet exchange", "Onboarding", "Zollabwicklung", "Livraisons", "出荷",
];

/// Returns a name for a room.
pub(crate) fn title(rng: &mut SeededRng) -> String {
    format!("{}, {}", rng.pick(&TOPICS), rng.pick(&TOWNS))
}

/// An iterator that generates the containers, and keeps what uploads need to know about them.
#[derive(Debug)]
pub(in crate::simulator::world) struct Building<'a> {
    seed: u64,
    start: i64,
    rng: SeededRng,
    people: &'a People,
    /// Circle, number generated, total.
    todo: Vec<(Circle, u32, u32)>,
    places: Places,
    /// Pairs that already have a 1:1 conversation.
    pairs: HashSet<(u32, u32)>,
}

/// A container that has no rows yet.
struct Draft {
    id: String,
    kind: PlaceKind,
    name: String,
    members: Vec<u32>,
    created: i64,
    deleted: Option<i64>,
}

impl<'a> Building<'a> {
    /// Starts generating the places of a world.
    pub(in crate::simulator::world) fn new(seed: u64, start: i64, shape: &Shape, people: &'a People) -> Self {
        let mut todo = Circle::ALL.map(|circle| {
            let count = match circle {
                Circle::JuniperRoom => shape.other_juniper_rooms(),
                Circle::JuniperConversation => shape.other_juniper_conversations(),
                Circle::ForeignRoom => shape.foreign_rooms,
                Circle::HarborRoom => shape.harbor_rooms,
                Circle::HarborConversation => shape.harbor_conversations,
                Circle::KiteConversation => shape.kite_conversations,
                Circle::Meeting => shape.meetings,
                Circle::LindenRoom => shape.linden_rooms,
                Circle::LindenConversation => shape.linden_conversations,
            };
            (circle, 0, count)
        });
        todo.reverse();
        let (rng, places) = (SeededRng::new(seed, "places", 0), Places::default());
        Self {
            seed,
            start,
            rng,
            people,
            todo: todo.into(),
            places,
            pairs: HashSet::new(),
        }
    }

    /// Returns all places. Call it when the iterator is exhausted.
    pub(in crate::simulator::world) fn into_places(self) -> Places {
        self.places
    }

    fn named(&self, place: &CastPlace) -> (Circle, Draft) {
        let members: Vec<u32> = place.members.iter().map(|id| self.people.named(id)).collect();
        let first = self.people.all[members[0] as usize].home;
        let circle = match (place.kind, first) {
            (PlaceKind::Room, Home::Juniper) => Circle::JuniperRoom,
            (PlaceKind::Room, _) => Circle::ForeignRoom,
            (PlaceKind::Meeting, _) => Circle::Meeting,
            (_, Home::Harbor) => Circle::HarborConversation,
            _ => Circle::JuniperConversation,
        };
        let ago = |days: u32| self.start - i64::from(days) * DAY;
        let draft = Draft {
            id: place.id.to_owned(),
            kind: place.kind,
            name: place.name.to_owned(),
            members,
            created: ago(CREATED_DAYS_AGO),
            deleted: place.deleted_days_ago.map(ago),
        };
        (circle, draft)
    }

    fn other(&mut self, circle: Circle, number: u32, of: u32) -> Draft {
        let step = (FIRST_MADE_DAYS - 3) * DAY / i64::from(of.max(1));
        let created =
            self.start - FIRST_MADE_DAYS * DAY + i64::from(number) * step + self.rng.between_i64(0, step);
        let kind = match circle {
            Circle::JuniperRoom | Circle::ForeignRoom | Circle::HarborRoom | Circle::LindenRoom => {
                PlaceKind::Room
            }
            Circle::Meeting => PlaceKind::Meeting,
            _ if self.rng.chance(650) => PlaceKind::Direct,
            _ => PlaceKind::Group,
        };
        let members = self.gather(circle, kind, created);
        let is_deleted = circle == Circle::JuniperRoom && self.rng.chance(50);
        let deleted = is_deleted.then(|| {
            self.rng
                .between_i64(created.max(self.start - 400 * DAY), self.start)
        });
        let prefix = match kind {
            PlaceKind::Room => "room",
            PlaceKind::Meeting => "meet",
            PlaceKind::Direct | PlaceKind::Group => "chat",
        };
        let id = format!("{prefix}-{:06}", self.places.all.len());
        Draft {
            id,
            kind,
            name: self.name(kind, &members),
            members,
            created,
            deleted,
        }
    }

    fn gather(&mut self, circle: Circle, kind: PlaceKind, at: i64) -> Vec<u32> {
        let own = match circle {
            Circle::HarborRoom | Circle::HarborConversation => Home::Harbor,
            Circle::KiteConversation => Home::Kite,
            Circle::LindenRoom | Circle::LindenConversation => Home::Linden,
            _ => Home::Juniper,
        };
        let (size, mixed) = match kind {
            PlaceKind::Direct => return self.pair(circle, own, at),
            PlaceKind::Group => (3 + self.rng.skewed(12), 150),
            PlaceKind::Room => (3 + self.rng.skewed(30), 400),
            PlaceKind::Meeting => (2 + self.rng.skewed(12), 300),
        };
        let is_mixed = own == Home::Juniper && self.rng.chance(mixed);
        let creator = if circle == Circle::ForeignRoom {
            self.foreign()
        } else {
            own
        };
        let mut members = vec![self.people.somebody(&mut self.rng, creator, at)];
        for number in 1..size {
            let home = if is_mixed && number % 4 == 2 {
                self.foreign()
            } else {
                own
            };
            let member = self.people.somebody(&mut self.rng, home, at);
            if !members.contains(&member) {
                members.push(member);
            }
        }
        members
    }

    /// Picks two people without a conversation, in a few tries. In a small world the last try may repeat a pair, which
    /// then has a second conversation.
    fn pair(&mut self, circle: Circle, own: Home, at: i64) -> Vec<u32> {
        let is_mixed = circle == Circle::JuniperConversation && self.rng.chance(160);
        let mut pair = [0, 0];
        for _ in 0..16 {
            let other = if is_mixed { self.foreign() } else { own };
            pair = [own, other].map(|home| self.people.somebody(&mut self.rng, home, at));
            let key = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            if pair[0] != pair[1] && self.pairs.insert(key) {
                return pair.into();
            }
        }
        if pair[0] == pair[1] {
            pair[1] = self.people.somebody_else(own, pair[0]);
        }
        pair.into()
    }

    fn foreign(&mut self) -> Home {
        match self.rng.below(20) {
            0..11 => Home::Outside,
            11..18 => Home::Harbor,
            _ => Home::Kite,
        }
    }

    fn name(&mut self, kind: PlaceKind, members: &[u32]) -> String {
        let is_titled = match kind {
            PlaceKind::Direct => false,
            PlaceKind::Group => self.rng.chance(500),
            PlaceKind::Room | PlaceKind::Meeting => true,
        };
        if is_titled {
            return title(&mut self.rng);
        }
        let name = |member: &u32| self.people.all[*member as usize].name.as_str();
        let first: Vec<&str> = members.iter().take(3).map(name).collect();
        match members.len() {
            0..=3 => first.join(", "),
            count => format!("{} and {} more", first.join(", "), count - 3),
        }
    }

    /// Returns how long messages are kept, by the same rule as for messages sent later.
    fn retention(&self, draft: &Draft) -> Option<i64> {
        let is_room = draft.kind == PlaceKind::Room;
        let deciders = match draft.kind {
            PlaceKind::Meeting => return None,
            PlaceKind::Room => &draft.members[..1],
            PlaceKind::Direct | PlaceKind::Group => &draft.members,
        };
        let home = |member: &u32| self.people.all[*member as usize].home;
        let account = |member: &u32| home(member).enterprise().map(|account| account.id.into());
        let days = match keeper(&deciders.iter().map(account).collect()) {
            Keeper::Nobody => None,
            Keeper::Fixed => Some(OUTSIDER_CONVERSATION_DAYS),
            Keeper::Account(_) => {
                let kept = deciders
                    .first()
                    .and_then(|member| home(member).enterprise())?
                    .retention;
                if is_room {
                    kept.room_days
                } else {
                    kept.conversation_days
                }
            }
        };
        days.map(|days| i64::from(days) * DAY)
    }

    fn settle(&mut self, circle: Circle, draft: Draft) -> (ContainerRow, Vec<MembershipRow>) {
        let position = u32::try_from(self.places.all.len()).unwrap_or(u32::MAX);
        let from = u32::try_from(self.places.members.len()).unwrap_or(u32::MAX);
        let retention = self.retention(&draft);
        let user = |member: u32| self.people.all[member as usize].id.clone();
        let is_room = draft.kind == PlaceKind::Room;
        let memberships = (0..)
            .zip(&draft.members)
            .map(|(number, member)| MembershipRow {
                container_id: draft.id.clone(),
                user_id: user(*member),
                administrator: is_room && number == 0,
            })
            .collect();
        let container = ContainerRow {
            id: draft.id.clone(),
            kind: draft.kind,
            name: draft.name,
            creator_id: is_room.then(|| user(draft.members[0])),
            created_at: draft.created,
            deleted_at: draft.deleted,
        };
        self.places.circles[circle as usize].push(position);
        self.places.members.extend(&draft.members);
        let members = from..from + u32::try_from(draft.members.len()).unwrap_or(0);
        let (created, deleted) = (draft.created, draft.deleted);
        self.places.all.push(Place {
            id: draft.id,
            created,
            deleted,
            retention,
            members,
        });
        (container, memberships)
    }
}

impl Iterator for Building<'_> {
    type Item = (ContainerRow, Vec<MembershipRow>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(place) = PLACES.get(self.places.all.len()) {
            let (circle, draft) = self.named(place);
            return Some(self.settle(circle, draft));
        }
        while self.todo.last().is_some_and(|(_, done, of)| done == of) {
            self.todo.pop();
        }
        let (circle, done, of) = self.todo.last_mut()?;
        let (circle, number, of) = (*circle, *done, *of);
        *done = number + 1;
        if circle == Circle::LindenRoom && number == 0 {
            // A stream of its own, so that the places before are what they were without Linden.
            self.rng = SeededRng::new(self.seed, "Linden's places", 0);
        }
        let draft = self.other(circle, number, of);
        Some(self.settle(circle, draft))
    }
}
