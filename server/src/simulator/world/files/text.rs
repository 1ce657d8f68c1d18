//! Plain text and comma-separated tables.

use crate::simulator::world::{
    files::{
        Weight,
        freight::{self, PLACES},
    },
    rng::SeededRng,
};

/// Generates a log of shipments as RFC 4180 CSV.
pub(super) fn csv(rng: &mut SeededRng, weight: Weight) -> Vec<u8> {
    let rows = match weight {
        Weight::Light => rng.between(4, 60),
        Weight::Usual => rng.between(150, 1_200),
        Weight::Heavy => rng.between(4_000, 9_000),
    };
    let mut text = String::from("shipment,date,from,to,goods,pallets,kg,price,remark\r\n");
    for shipment in freight::shipments(rng, rows) {
        let remark = if rng.chance(150) {
            freight::remark(rng)
        } else {
            String::new()
        };
        text.push_str(&format!(
            "{},{},{},{},\"{}\",{},{},{},\"{remark}\"\r\n",
            shipment.number,
            shipment.date,
            shipment.origin,
            shipment.destination,
            shipment.goods,
            shipment.pallets,
            shipment.kilograms,
            shipment.price(),
        ));
    }
    text.into_bytes()
}

/// Generates a gate log: dates and the shift's entries.
pub(super) fn txt(rng: &mut SeededRng, weight: Weight) -> Vec<u8> {
    let entries = match weight {
        Weight::Light => rng.between(2, 16),
        Weight::Usual => rng.between(30, 300),
        Weight::Heavy => rng.between(900, 2_600),
    };
    let place = rng.pick(&PLACES);
    let mut text = format!("Gate log, {place}\nWritten by the shift; corrections in brackets.\n\n");
    for day in 0..entries.div_ceil(8) {
        text.push_str(&format!("{}\n", freight::day(rng)));
        for _ in 0..(entries - day * 8).min(8) {
            let (hour, minute) = (rng.between(5, 21), rng.below(60));
            text.push_str(&format!("  {hour:02}:{minute:02}  {}\n", freight::remark(rng)));
        }
        text.push('\n');
    }
    text.into_bytes()
}
