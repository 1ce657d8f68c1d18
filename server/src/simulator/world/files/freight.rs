//! The contents of the files: shipments and remarks of a freight company.

use jiff::{ToSpan as _, civil::Date};

use crate::simulator::world::rng::SeededRng;

/// The earliest date in a document; all are within [`DAYS`] of it.
const FIRST_DAY: Date = jiff::civil::date(2025, 9, 1);
const DAYS: u32 = 420;

#[rustfmt::skip]
pub(in crate::simulator::world) const PLACES: [&str; 16] = [
    "Alder Quay", "Brackwater", "Cinder Hill", "Dunmarsh", "Eastgate Depot", "Fallow Bridge", "Greywick",
    "Hollin Cross", "Ironholt", "Juniper Yard", "Kestrel Point", "Larkmoor", "Millrace", "Northlock",
    "Osier Wharf", "Pellbrook",
];

#[rustfmt::skip]
pub(super) const GOODS: [&str; 16] = [
    "Bicycle frames", "Bottled water", "Ceramic tiles", "Coffee, green", "Cotton rolls", "Dental supplies",
    "Engine parts", "Flat-pack shelves", "Garden furniture", "Insulation boards", "Laboratory glass",
    "Paper reels", "Refrigerated berries", "School desks", "Solar panels", "Window fittings",
];

const REMARKS: [&str; 14] = [
    "Driver waited forty minutes for a free dock.",
    "Two pallets were rewrapped before loading.",
    "The seal number on the paper does not match the trailer.",
    "Please send the signed copy before the end of the week.",
    "Cold chain held at four degrees for the whole trip.",
    "One corner of the third pallet is crushed; photo attached.",
    "The customer asks for a later slot on Fridays.",
    "Gate two is closed for repairs until further notice.",
    "Weighbridge ticket and note agree.",
    "The consignee changed the address after dispatch.",
    "Rates for the northern lane go up from next month.",
    "Forklift four is back from its inspection.",
    "Nobody answered the bell at the night entrance.",
    "Return load confirmed with the planner by telephone.",
];

/// One line of a delivery note, a rate sheet or a log.
pub(super) struct Shipment {
    pub(super) number: String,
    pub(super) date: Date,
    pub(super) origin: &'static str,
    pub(super) destination: &'static str,
    pub(super) goods: &'static str,
    pub(super) pallets: u32,
    pub(super) kilograms: u32,
    /// Price in cents.
    pub(super) cents: u32,
}

impl Shipment {
    pub(super) fn random(rng: &mut SeededRng) -> Self {
        let from = rng.below(16);
        let to = (from + rng.between(1, 15)) % 16;
        let pallets = rng.between(1, 33);
        Self {
            number: format!("JF-{:06}", rng.between(100_000, 999_999)),
            date: day(rng),
            origin: PLACES[from as usize],
            destination: PLACES[to as usize],
            goods: rng.pick(&GOODS),
            pallets,
            kilograms: pallets * rng.between(120, 640),
            cents: pallets * rng.between(2_900, 9_800),
        }
    }

    /// Formats the price as `123.45`.
    pub(super) fn price(&self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

pub(super) fn shipments(rng: &mut SeededRng, count: u32) -> Vec<Shipment> {
    (0..count).map(|_| Shipment::random(rng)).collect()
}

/// Returns a random date.
pub(super) fn day(rng: &mut SeededRng) -> Date {
    FIRST_DAY.saturating_add(i64::from(rng.below(DAYS)).days())
}

/// Returns one or two random sentences.
pub(super) fn remark(rng: &mut SeededRng) -> String {
    let first = rng.pick(&REMARKS);
    if rng.chance(400) {
        format!("{first} {}", rng.pick(&REMARKS))
    } else {
        first.to_owned()
    }
}
