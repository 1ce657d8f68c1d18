//! Calendar months (UTC), without gaps.

use attache_wire::user::{MAX_MONTHS, MonthOfUploads};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::clock::Millis;

/// Lists every month from the first one found to the month of `now`, limited to the latest [`MAX_MONTHS`]. `found`
/// holds months (`2026-01`) with attachments and bytes, oldest first.
pub(super) fn without_gaps(found: &[(String, u64, u64)], now: Millis) -> Vec<MonthOfUploads> {
    let parse = |month: &str| format!("{month}-01").parse::<Date>().ok();
    let today = Timestamp::from_millisecond(now).unwrap_or(Timestamp::MAX);
    let last = today.to_zoned(TimeZone::UTC).date().first_of_month();
    let Some(first) = found.first().and_then(|(month, ..)| parse(month)) else {
        return Vec::new();
    };
    let mut found = found.iter().rev().peekable();
    let mut months = Vec::new();
    let mut month = last;
    while month >= first && months.len() < MAX_MONTHS {
        let name = month.strftime("%Y-%m").to_string();
        let (_, attachments, bytes) = match found.next_if(|(there, ..)| *there == name) {
            Some(there) => there.clone(),
            None => (String::new(), 0, 0),
        };
        months.push(MonthOfUploads {
            month: name,
            attachments,
            bytes,
        });
        match month.yesterday() {
            Ok(day) => month = day.first_of_month(),
            Err(_) => break,
        }
    }
    months.reverse();
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_rfc3339;

    fn shown(found: &[(&str, u64)], now: &str) -> Vec<String> {
        let found: Vec<(String, u64, u64)> = found
            .iter()
            .map(|(month, count)| ((*month).to_owned(), *count, count * 10))
            .collect();
        without_gaps(&found, parse_rfc3339(now).unwrap())
            .iter()
            .map(|month| format!("{} {} {}", month.month, month.attachments, month.bytes))
            .collect()
    }

    #[test]
    fn months_without_uploads_are_included() {
        assert_eq!(
            shown(&[("2025-11", 2), ("2026-01", 1)], "2026-02-01T00:00:00Z"),
            ["2025-11 2 20", "2025-12 0 0", "2026-01 1 10", "2026-02 0 0"]
        );
        assert_eq!(shown(&[("2026-02", 3)], "2026-02-28T23:59:59Z"), ["2026-02 3 30"]);
        assert!(shown(&[], "2026-02-28T23:59:59Z").is_empty());
    }

    #[test]
    fn a_clock_set_far_ahead_gives_a_bounded_list() {
        let months = shown(&[("2026-01", 1)], "9990-12-31T00:00:00Z");
        assert_eq!(months.len(), MAX_MONTHS);
        assert_eq!(months[MAX_MONTHS - 1], "9990-12 0 0");
    }
}
