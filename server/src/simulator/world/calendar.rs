//! When users upload: in working hours, on working days, slightly more every month.

use crate::{clock::DAY, simulator::world::rng::SeededRng};

const HOUR: i64 = 3_600_000;
/// The uploads of the world span this many days before the start: 14 months.
pub(super) const DAYS: i64 = 426;
/// Relative activity in each hour of a working day (UTC).
const HOURS: [u64; 24] = [
    1, 1, 1, 1, 2, 4, 12, 30, 55, 70, 72, 60, 40, 52, 68, 66, 50, 28, 14, 8, 6, 4, 3, 2,
];

/// Returns the relative activity in the hour of this time, in arbitrary units; never 0.
pub(crate) fn busyness(at: i64) -> u64 {
    // 1 January 1970 was a Thursday.
    let weekday = (at.div_euclid(DAY) + 3).rem_euclid(7);
    let of_day = usize::try_from(at.div_euclid(HOUR).rem_euclid(24)).unwrap_or(0);
    HOURS[of_day] * if weekday < 5 { 8 } else { 1 }
}

/// Times in ascending order, spread over the calendar.
#[derive(Debug)]
pub(super) struct Calendar {
    first: i64,
    /// Cumulative activity up to the end of each hour, in arbitrary units.
    busy: Vec<u64>,
    hour: usize,
    number: u32,
    of: u32,
}

impl Calendar {
    /// Creates a calendar of `of` times in the 14 months before `start`.
    pub(super) fn new(start: i64, of: u32) -> Self {
        let first = start - DAYS * DAY;
        let mut sum = 0;
        let busy = (0..DAYS * 24)
            .map(|hour| {
                let at = first + hour * HOUR;
                let growth = 100 + u64::try_from(hour / 240).unwrap_or(0);
                sum += busyness(at) * growth;
                sum
            })
            .collect();
        Self {
            first,
            busy,
            hour: 0,
            number: 0,
            of,
        }
    }

    /// Returns the next time.
    pub(super) fn next(&mut self, rng: &mut SeededRng) -> i64 {
        let total = self.busy.last().copied().unwrap_or(0);
        let unit = (u128::from(self.number) << 32) + u128::from(rng.below(u32::MAX));
        let wanted =
            (u128::from(total) * unit / (u128::from(self.of.max(1)) << 32)).min(u128::from(total - 1));
        self.number += 1;
        while u128::from(self.busy[self.hour]) <= wanted {
            self.hour += 1;
        }
        let before = if self.hour == 0 {
            0
        } else {
            self.busy[self.hour - 1]
        };
        let within = wanted - u128::from(before);
        let span = u128::from(self.busy[self.hour] - before);
        let fraction = within * 3_600_000 / span;
        self.first + i64::try_from(self.hour).unwrap_or(0) * HOUR + i64::try_from(fraction).unwrap_or(0)
    }
}
