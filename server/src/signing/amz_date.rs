//! The date and time format used in signatures.

use jiff::{Timestamp, civil, tz::TimeZone};

/// A whole second in UTC, written `20260122T011000Z`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmzDate {
    stamp: String,
    unix_seconds: i64,
}

impl AmzDate {
    /// Converts a Unix time in seconds; `None` outside the years 0000 to 9999, which the format cannot express.
    pub fn from_unix(unix_seconds: i64) -> Option<Self> {
        let civil = TimeZone::UTC.to_datetime(Timestamp::from_second(unix_seconds).ok()?);
        (civil.year() >= 0).then(|| Self {
            stamp: civil.strftime("%Y%m%dT%H%M%SZ").to_string(),
            unix_seconds,
        })
    }

    /// Parses `yyyyMMdd'T'HHmmss'Z'`; `None` for any other format or a date that does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        let number = |from: usize, to: usize| {
            bytes[from..to].iter().try_fold(0_i16, |sum, b| {
                b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0'))
            })
        };
        let small = |from: usize| i8::try_from(number(from, from + 2)?).ok();
        if bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        let civil = civil::DateTime::new(
            number(0, 4)?,
            small(4)?,
            small(6)?,
            small(9)?,
            small(11)?,
            small(13)?,
            0,
        )
        .ok()?;
        Some(Self {
            stamp: text.to_owned(),
            unix_seconds: TimeZone::UTC.to_timestamp(civil).ok()?.as_second(),
        })
    }

    /// Returns the timestamp: `20260122T011000Z`.
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// Returns the date of the credential scope: `20260122`.
    pub fn day(&self) -> &str {
        &self.stamp[..8]
    }

    /// Returns the seconds since the Unix epoch.
    pub fn unix_seconds(&self) -> i64 {
        self.unix_seconds
    }
}
