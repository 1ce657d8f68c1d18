//! The date and time as signatures carry it.

use jiff::{Timestamp, civil, tz::TimeZone};

/// A whole second in UTC, written `20260122T011000Z`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmzDate {
    stamp: String,
    unix_seconds: i64,
}

impl AmzDate {
    /// The date of a Unix time; `None` outside the years 0000 to 9999, which have no such spelling.
    pub fn from_unix(unix_seconds: i64) -> Option<Self> {
        let civil = TimeZone::UTC.to_datetime(Timestamp::from_second(unix_seconds).ok()?);
        (civil.year() >= 0).then(|| Self {
            stamp: civil.strftime("%Y%m%dT%H%M%SZ").to_string(),
            unix_seconds,
        })
    }

    /// Reads `yyyyMMdd'T'HHmmss'Z'`: no other shape, and only dates that exist.
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

    /// `20260122T011000Z`.
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// `20260122`: the date of the credential scope.
    pub fn day(&self) -> &str {
        &self.stamp[..8]
    }

    /// Seconds since the Unix epoch.
    pub fn unix_seconds(&self) -> i64 {
        self.unix_seconds
    }
}
