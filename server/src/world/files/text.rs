//! Plain text and comma-separated tables.

use crate::world::{
    dice::Dice,
    files::{
        Weight,
        freight::{self, PLACES},
    },
};

/// A log of shipments as RFC 4180 CSV.
pub(super) fn csv(dice: &mut Dice, weight: Weight) -> Vec<u8> {
    let rows = match weight {
        Weight::Light => dice.between(4, 60),
        Weight::Usual => dice.between(150, 1_200),
        Weight::Heavy => dice.between(4_000, 9_000),
    };
    let mut text = String::from("shipment,date,from,to,goods,pallets,kg,price,remark\r\n");
    for shipment in freight::shipments(dice, rows) {
        let remark = if dice.chance(150) {
            freight::remark(dice)
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

/// A gate log: the date, and what the shift wrote down.
pub(super) fn txt(dice: &mut Dice, weight: Weight) -> Vec<u8> {
    let entries = match weight {
        Weight::Light => dice.between(2, 16),
        Weight::Usual => dice.between(30, 300),
        Weight::Heavy => dice.between(900, 2_600),
    };
    let place = dice.pick(&PLACES);
    let mut text = format!("Gate log, {place}\nWritten by the shift; corrections in brackets.\n\n");
    for day in 0..entries.div_ceil(8) {
        text.push_str(&format!("{}\n", freight::day(dice)));
        for _ in 0..(entries - day * 8).min(8) {
            let (hour, minute) = (dice.between(5, 21), dice.below(60));
            text.push_str(&format!("  {hour:02}:{minute:02}  {}\n", freight::remark(dice)));
        }
        text.push('\n');
    }
    text.into_bytes()
}
