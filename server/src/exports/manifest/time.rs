//! Formats times without allocating.

/// Appends a Unix time in milliseconds as RFC 3339 in UTC: `2026-01-22T01:10:00Z`, with a fraction only if it is not
/// zero. Clamps times outside the years 0 to 9999, which RFC 3339 cannot express.
pub fn push_rfc3339(unix_milliseconds: i64, out: &mut Vec<u8>) {
    const DAY: i64 = 86_400_000;
    const YEARS: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;
    let at = unix_milliseconds.clamp(*YEARS.start(), *YEARS.end());
    let (year, month, day) = civil_date(at.div_euclid(DAY));
    let in_day = at.rem_euclid(DAY);
    let seconds = in_day / 1000;
    push_digits::<4>(year, out);
    for (mark, two) in [
        (b'-', month),
        (b'-', day),
        (b'T', seconds / 3600),
        (b':', seconds / 60 % 60),
        (b':', seconds % 60),
    ] {
        out.push(mark);
        push_digits::<2>(two, out);
    }
    let fraction = in_day % 1000;
    if fraction > 0 {
        out.push(b'.');
        push_digits::<3>(fraction, out);
        while out.last() == Some(&b'0') {
            out.pop();
        }
    }
    out.push(b'Z');
}

/// Returns year, month and day for a number of days since 1970-01-01, using Howard Hinnant's algorithm for the
/// proleptic Gregorian calendar: years start in March, so that the leap day is the last day of the year.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Appends the last `N` digits of a non-negative number.
fn push_digits<const N: usize>(number: i64, out: &mut Vec<u8>) {
    let mut digits = [b'0'; N];
    let mut rest = number;
    for digit in digits.iter_mut().rev() {
        // The remainder is a single digit.
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits);
}
