//! `Range` and `If-Range` (RFC 9110, 14.2 and 13.1.5), for a single byte range.

use std::ops::Range;

use axum::http::{HeaderMap, Method, header};

use super::conditions::Version;

/// A well-formed range that lies outside the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unsatisfiable;

/// Returns the requested range; `None` for the whole file. As in the RFC, it ignores methods other than `GET`, multiple
/// ranges, other units, malformed ranges, and a range for another version of the file.
pub(super) fn of(
    method: &Method,
    headers: &HeaderMap,
    version: &Version,
    size: u64,
) -> Result<Option<Range<u64>>, Unsatisfiable> {
    let mut values = headers.get_all(header::RANGE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Ok(None);
    };
    let other_version = headers
        .get(header::IF_RANGE)
        .is_some_and(|meant| !version.is_meant(meant));
    if method != Method::GET || other_version {
        return Ok(None);
    }
    match value.to_str().ok().and_then(parse) {
        None => Ok(None),
        Some((first, last)) => part(first, last, size).map(Some),
    }
}

/// `bytes=first-last`, `bytes=first-`, `bytes=-length`.
fn parse(value: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, range) = value.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let well_formed = |(first, last): &(Option<u64>, Option<u64>)| match (first, last) {
        (Some(first), Some(last)) => first <= last,
        (None, None) => false,
        _ => true,
    };
    unit.eq_ignore_ascii_case("bytes")
        .then_some((position(first)?, position(last)?))
        .filter(well_formed)
}

/// Parses digits, or nothing. A number that overflows is beyond the end of every file.
fn position(digits: &str) -> Option<Option<u64>> {
    if digits.is_empty() {
        return Some(None);
    }
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| Some(digits.parse().unwrap_or(u64::MAX)))
}

/// Returns the bytes that a range selects. A file without bytes has none to select, not even the last one: an answer
/// with a part could not name it, so S3 refuses it.
fn part(first: Option<u64>, last: Option<u64>, size: u64) -> Result<Range<u64>, Unsatisfiable> {
    let range = match (first, last) {
        (Some(first), last) => first..last.map_or(size, |last| last.saturating_add(1).min(size)),
        (None, length) => size.saturating_sub(length.unwrap_or(0))..size,
    };
    if range.is_empty() {
        Err(Unsatisfiable)
    } else {
        Ok(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version() -> Version {
        Version {
            etag: Some("\"abc\"".into()),
            // Sun, 06 Nov 1994 08:49:37 GMT
            modified: 784_111_777,
        }
    }

    fn ask(range: &str, if_range: Option<&str>, size: u64) -> Result<Option<Range<u64>>, Unsatisfiable> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(meant) = if_range {
            headers.insert(header::IF_RANGE, meant.parse().unwrap());
        }
        of(&Method::GET, &headers, &version(), size)
    }

    #[test]
    fn one_range_of_bytes_is_served() {
        assert_eq!(ask("bytes=0-0", None, 10), Ok(Some(0..1)));
        assert_eq!(ask("bytes=2-5", None, 10), Ok(Some(2..6)));
        assert_eq!(ask("bytes=2-", None, 10), Ok(Some(2..10)));
        assert_eq!(ask("Bytes=-3", None, 10), Ok(Some(7..10)));
        assert_eq!(ask("bytes=-99", None, 10), Ok(Some(0..10)));
        assert_eq!(ask("bytes=9-99999999999999999999", None, 10), Ok(Some(9..10)));
    }

    #[test]
    fn a_range_outside_the_file_is_refused() {
        for range in [
            "bytes=10-",
            "bytes=10-20",
            "bytes=-0",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(ask(range, None, 10), Err(Unsatisfiable), "{range}");
        }
        for range in ["bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-0"] {
            assert_eq!(ask(range, None, 0), Err(Unsatisfiable), "{range} of nothing");
        }
    }

    #[test]
    fn anything_but_one_byte_range_is_ignored() {
        for range in [
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=5-2",
            "bytes=0-1,4-5",
            "lines=0-1",
        ] {
            assert_eq!(ask(range, None, 10), Ok(None), "{range}");
        }
    }

    #[test]
    fn a_range_of_another_version_is_ignored() {
        for same in [
            "\"abc\"",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
        ] {
            assert_eq!(ask("bytes=0-0", Some(same), 10), Ok(Some(0..1)), "{same}");
        }
        for other in [
            "\"abd\"",
            "W/\"abc\"",
            "Sun, 06 Nov 1994 08:49:36 GMT",
            "Sun, 06 Nov 1994 08:49:38 GMT",
            "today",
        ] {
            assert_eq!(ask("bytes=0-0", Some(other), 10), Ok(None), "{other}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, "bytes=0-0".parse().unwrap());
        assert_eq!(of(&Method::HEAD, &headers, &version(), 10), Ok(None));
    }
}
