//! The population: the named people, and as many others as the shape requires.

use attache_wire::user::{Invitation, Registration, Tier};

use crate::clock::DAY;
use crate::{
    simulator::world::{
        fixtures::{
            FORMER_DOMAIN, HARBOR_DOMAIN, Home, JUNIPER_DOMAIN, KITE_DOMAIN, LINDEN_DOMAIN, LOGISTICS_DOMAIN,
            people::{CastPerson, PEOPLE},
        },
        names,
        rng::SeededRng,
        shape::Shape,
    },
    store::seed::rows::UserRow,
};

const OUTSIDE_DOMAINS: [&str; 7] = [
    "quayside-haulage.example",
    "brokerage.example",
    "portmail.example",
    "coldchain.example",
    "pallet-pool.example",
    "northern-ferries.example",
    "weighbridge.example",
];

/// The first people joined this many days before the start, the last a few days before it.
const FIRST_JOINED_DAYS: i64 = 1_800;

/// The facts about a person that the rest of the world needs.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// The user's id.
    pub(super) id: String,
    /// Display name.
    pub(super) name: String,
    /// The account they belong to.
    pub(super) home: Home,
    /// When they joined.
    pub(super) joined: i64,
    /// When they were last active.
    pub(super) last_active: i64,
}

impl Person {
    /// Returns true if they were active at this time.
    pub(super) const fn takes_part_at(&self, at: i64) -> bool {
        self.joined <= at && at <= self.last_active
    }
}

/// All people, and the ones of each home who ever joined.
#[derive(Debug, Default)]
pub(super) struct People {
    /// All people, the named ones first. Places refer to them by position.
    pub(super) all: Vec<Person>,
    homes: [Vec<u32>; 5],
}

impl People {
    /// Picks someone of a home who was active at `at`. If a few tries find nobody, returns the first of the home, who in
    /// all but Linden is a named person and always active.
    pub(super) fn somebody(&self, rng: &mut SeededRng, home: Home, at: i64) -> u32 {
        let people = &self.homes[home as usize];
        (0..24)
            .map(|_| rng.pick(people))
            .find(|person| self.all[*person as usize].takes_part_at(at))
            .unwrap_or(people[0])
    }

    /// Returns the first person of a home other than this one.
    pub(super) fn somebody_else(&self, home: Home, person: u32) -> u32 {
        self.homes[home as usize]
            .iter()
            .copied()
            .find(|other| *other != person)
            .unwrap_or(person)
    }

    /// Returns the position of a named person.
    pub(super) fn named(&self, id: &str) -> u32 {
        (0..)
            .zip(PEOPLE)
            .find(|(_, person)| person.id == id)
            .map_or(0, |(position, _)| position)
    }
}

/// An iterator that generates the users, and keeps what the rest of the world needs to know about them.
#[derive(Debug)]
pub(super) struct Population {
    seed: u64,
    start: i64,
    rng: SeededRng,
    /// Home, number generated, total.
    todo: Vec<(Home, u32, u32)>,
    people: People,
}

impl Population {
    /// Starts generating the population of a world.
    pub(super) fn new(seed: u64, start: i64, shape: &Shape) -> Self {
        // Taken from the end. Linden comes last and has a stream of its own, so that the others are who they were
        // before it existed.
        let todo = [
            Home::Linden,
            Home::Outside,
            Home::Harbor,
            Home::Kite,
            Home::Juniper,
        ]
        .map(|home| (home, 0, shape.other_users(home)));
        Self {
            seed,
            start,
            rng: SeededRng::new(seed, "people", 0),
            todo: todo.into(),
            people: People::default(),
        }
    }

    /// Returns all people. Call it when the iterator is exhausted.
    pub(super) fn into_people(self) -> People {
        self.people
    }

    fn settle(&mut self, home: Home, row: &UserRow) {
        let position = u32::try_from(self.people.all.len()).unwrap_or(u32::MAX);
        if row.joined_at.is_some() {
            self.people.homes[home as usize].push(position);
        }
        self.people.all.push(Person {
            id: row.id.clone(),
            name: row.display_name.clone(),
            home,
            joined: row.joined_at.unwrap_or(i64::MAX),
            last_active: row.last_active_at.unwrap_or(i64::MIN),
        });
    }

    fn named(&mut self, person: &CastPerson) -> UserRow {
        let joined = self.start - 1_900 * DAY;
        let mut row = self.row(person.home, person.registration, joined);
        row.id = person.id.to_owned();
        row.email = person.email.to_owned();
        row.display_name = person.name.to_owned();
        row.last_active_at = row
            .joined_at
            .map(|_| self.start - i64::from(person.active_days_ago) * DAY);
        row
    }

    fn other(&mut self, home: Home, number: u32, of: u32) -> UserRow {
        let registration = self.registration(home);
        let step = (FIRST_JOINED_DAYS - 5) * DAY / i64::from(of.max(1));
        let joined =
            self.start - FIRST_JOINED_DAYS * DAY + i64::from(number) * step + self.rng.between_i64(0, step);
        let mut row = self.row(home, registration, joined);
        let serial = u32::try_from(self.people.all.len()).unwrap_or(u32::MAX);
        let name = names::name(self.seed, serial);
        row.id = format!("usr-{serial:06}");
        row.display_name = match self.rng.below(20) {
            0 => format!("{}, {}", name.family, name.given),
            1 => name.given.to_owned(),
            _ => format!("{} {}", name.given, name.family),
        };
        row.email = format!("{}@{}", name.local_part, self.domain(home, registration));
        row
    }

    fn registration(&mut self, home: Home) -> Registration {
        match (home, self.rng.below(100)) {
            (Home::Outside, _) => Registration::Registered,
            (_, 0..10) => Registration::Unregistered,
            (Home::Juniper | Home::Harbor | Home::Linden, 10..17) => Registration::Suspended,
            (Home::Juniper | Home::Harbor | Home::Linden, 17..22) => Registration::Released,
            _ => Registration::Registered,
        }
    }

    fn domain(&mut self, home: Home, registration: Registration) -> &'static str {
        match home {
            Home::Juniper if registration == Registration::Released => FORMER_DOMAIN,
            Home::Juniper if self.rng.chance(300) => LOGISTICS_DOMAIN,
            Home::Juniper => JUNIPER_DOMAIN,
            Home::Kite => KITE_DOMAIN,
            Home::Harbor => HARBOR_DOMAIN,
            Home::Linden => LINDEN_DOMAIN,
            Home::Outside => self.rng.pick(&OUTSIDE_DOMAINS),
        }
    }

    /// Generates a user without a name. Unregistered users never joined.
    fn row(&mut self, home: Home, registration: Registration, joined: i64) -> UserRow {
        let (start, rng) = (self.start, &mut self.rng);
        let has_joined = registration != Registration::Unregistered;
        let quiet_days = match registration {
            Registration::Suspended | Registration::Released => rng.between_i64(20, 300),
            _ if rng.chance(800) => rng.between_i64(0, 3),
            _ => rng.between_i64(4, 200),
        };
        let last_active = (start - quiet_days * DAY - rng.between_i64(0, DAY)).max(joined);
        let tier = match rng.below(100) {
            0..35 => Tier::Basic,
            35..42 => Tier::Plus,
            42..45 => Tier::ProTrial,
            _ => Tier::Pro,
        };
        let tier = if registration == Registration::Released {
            Tier::Basic
        } else {
            tier
        };
        let pin = format!("{:05}{:05}", rng.below(100_000), rng.below(100_000));
        // Phone numbers reserved for fiction.
        let phone = format!("+1 202 555 01{:02}", rng.below(100));
        let busy = |rng: &mut SeededRng, most: u32| if has_joined { rng.skewed(most) } else { 0 };
        UserRow {
            id: String::new(),
            account_id: home.account(),
            email: String::new(),
            display_name: String::new(),
            registration,
            invitation: match rng.below(4) {
                _ if has_joined => Invitation::Accepted,
                0 => Invitation::Failed,
                _ => Invitation::Pending,
            },
            tier,
            invited_at: home.account().map(|_| joined - rng.between_i64(1, 20) * DAY),
            joined_at: has_joined.then_some(joined),
            last_active_at: has_joined.then_some(last_active),
            personal_pin: (has_joined && tier != Tier::Basic).then_some(pin),
            private: rng.chance(80),
            phone: rng.chance(300).then_some(phone),
            messages_sent: busy(rng, 20_000),
            meetings_attended: busy(rng, 900),
            meetings_organised: busy(rng, 120),
        }
    }
}

impl Iterator for Population {
    type Item = UserRow;

    fn next(&mut self) -> Option<UserRow> {
        if let Some(person) = PEOPLE.get(self.people.all.len()) {
            let row = self.named(person);
            self.settle(person.home, &row);
            return Some(row);
        }
        while self.todo.last().is_some_and(|(_, done, of)| done == of) {
            self.todo.pop();
        }
        let (home, done, of) = self.todo.last_mut()?;
        let (home, number, of) = (*home, *done, *of);
        *done = number + 1;
        if home == Home::Linden && number == 0 {
            self.rng = SeededRng::new(self.seed, "Linden's people", 0);
        }
        let row = self.other(home, number, of);
        self.settle(home, &row);
        Some(row)
    }
}
