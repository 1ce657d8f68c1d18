//! Conditions of a request (RFC 9110, section 13): whether the client has, or expects, this version of a file.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::{Timestamp, civil, tz::TimeZone};

use super::set;
use crate::{
    clock::{Millis, SECOND},
    links::LinkedFile,
};

/// The formats of a date (RFC 9110, section 5.6.7): the one that is sent, and two obsolete ones.
const DATE_FORMATS: [&str; 3] = [
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %e %H:%M:%S %Y",
];

/// What tells the versions of a file apart.
pub(super) struct Version {
    /// Its hash, in quotes; `None` for a file that is rendered while it is sent.
    pub(super) etag: Option<String>,
    /// When it was uploaded or delivered, in Unix seconds.
    pub(super) modified: i64,
}

/// The result of a request's conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Proceed,
    NotModified,
    /// The header whose condition failed.
    Failed(&'static str),
}

impl Version {
    /// Returns the version of a file.
    pub(super) fn of(file: &LinkedFile) -> Self {
        Self {
            etag: Some(format!("\"{}\"", file.sha256)),
            modified: file.uploaded_at.div_euclid(SECOND),
        }
    }

    /// Returns the version of a manifest, which never changes after its delivery.
    pub(super) fn of_manifest(delivered_at: Millis) -> Self {
        Self {
            etag: None,
            modified: delivered_at.div_euclid(SECOND),
        }
    }

    /// Sets the headers by which clients know the version.
    pub(super) fn describe(&self, headers: &mut HeaderMap) {
        if let Some(etag) = &self.etag {
            set(headers, header::ETAG, etag);
        }
        if let Ok(at) = Timestamp::from_second(self.modified) {
            set(
                headers,
                header::LAST_MODIFIED,
                &at.strftime(DATE_FORMATS[0]).to_string(),
            );
        }
    }

    /// Evaluates the conditions of a `GET` or `HEAD` in the order of section 13.2.2. A condition on the date counts only
    /// without the corresponding condition on the tag.
    pub(super) fn judge(&self, headers: &HeaderMap) -> Verdict {
        let is_expected = match self.is_listed(headers, header::IF_MATCH, false) {
            Some(listed) => listed.then_some(()).ok_or("If-Match"),
            None => match date_in(headers, header::IF_UNMODIFIED_SINCE) {
                Some(date) if self.modified > date => Err("If-Unmodified-Since"),
                _ => Ok(()),
            },
        };
        let is_known = match self.is_listed(headers, header::IF_NONE_MATCH, true) {
            Some(listed) => listed,
            None => date_in(headers, header::IF_MODIFIED_SINCE).is_some_and(|date| self.modified <= date),
        };
        match (is_expected, is_known) {
            (Err(failed), _) => Verdict::Failed(failed),
            (Ok(()), true) => Verdict::NotModified,
            (Ok(()), false) => Verdict::Proceed,
        }
    }

    /// Returns true if a range of this version is wanted (`If-Range`). A date must be exactly the file's. It identifies
    /// the version, because the bytes of an attachment never change.
    pub(super) fn is_meant(&self, if_range: &HeaderValue) -> bool {
        self.etag.as_deref().is_some_and(|etag| if_range == etag)
            || if_range.to_str().ok().and_then(parse_date) == Some(self.modified)
    }

    /// Returns true if a header lists this version's tag; `None` if there is no such header.
    fn is_listed(&self, headers: &HeaderMap, name: HeaderName, weakly: bool) -> Option<bool> {
        let mut values = headers.get_all(name).iter().peekable();
        values.peek()?;
        let etag = self.etag.as_deref();
        let is_ours = |tag: &str| {
            let tag = tag.strip_prefix("W/").filter(|_| weakly).unwrap_or(tag);
            tag == "*" || Some(tag) == etag
        };
        let mut lists = values.filter_map(|value| value.to_str().ok());
        Some(lists.any(|list| list.split(',').map(str::trim).any(is_ours)))
    }
}

/// Returns the date in a header, in Unix seconds; `None` if it is missing, not a date or sent twice.
fn date_in(headers: &HeaderMap, name: HeaderName) -> Option<i64> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => parse_date(value.to_str().ok()?),
        _ => None,
    }
}

/// Parses a date to Unix seconds. It must be spelled exactly as its format says.
fn parse_date(text: &str) -> Option<i64> {
    let date = DATE_FORMATS.into_iter().find_map(|format| {
        let date = civil::DateTime::strptime(format, text).ok()?;
        (date.strftime(format).to_string() == text).then_some(date)
    });
    Some(TimeZone::UTC.to_timestamp(date?).ok()?.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const MODIFIED: i64 = 784_111_777;

    fn judge(lines: &[(HeaderName, &str)]) -> Verdict {
        let version = Version {
            etag: Some("\"abc\"".into()),
            modified: MODIFIED,
        };
        let lines = lines
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, value);
        }
        version.judge(&headers)
    }

    #[test]
    fn a_date_has_one_of_three_formats() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(parse_date(text), Some(MODIFIED), "{text}");
        }
        for text in [
            "",
            "784111777",
            "1994-11-06T08:49:37Z",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 +0000",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "sun, 06 nov 1994 08:49:37 gmt",
            "Sun,06Nov1994 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            " Sun, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn conditions_are_judged_in_the_order_of_the_standard() {
        const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
        const SAME: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
        const AFTER: &str = "Sun Nov  6 08:49:38 1994";
        let (ours, other) = ("\"abc\"", "\"abd\"");
        let (modified, unmodified) = (header::IF_MODIFIED_SINCE, header::IF_UNMODIFIED_SINCE);
        let (matches, none) = (header::IF_MATCH, header::IF_NONE_MATCH);
        for (lines, verdict) in [
            (vec![], Verdict::Proceed),
            (vec![(modified.clone(), BEFORE)], Verdict::Proceed),
            (vec![(modified.clone(), SAME)], Verdict::NotModified),
            (vec![(modified.clone(), AFTER)], Verdict::NotModified),
            (vec![(modified.clone(), "today")], Verdict::Proceed),
            (
                vec![(modified.clone(), SAME), (modified.clone(), SAME)],
                Verdict::Proceed,
            ),
            (
                vec![(none.clone(), other), (modified.clone(), AFTER)],
                Verdict::Proceed,
            ),
            (
                vec![(none.clone(), ours), (modified.clone(), BEFORE)],
                Verdict::NotModified,
            ),
            (
                vec![(unmodified.clone(), BEFORE)],
                Verdict::Failed("If-Unmodified-Since"),
            ),
            (vec![(unmodified.clone(), SAME)], Verdict::Proceed),
            (vec![(unmodified.clone(), AFTER)], Verdict::Proceed),
            (vec![(unmodified.clone(), "today")], Verdict::Proceed),
            (
                vec![(matches.clone(), ours), (unmodified.clone(), BEFORE)],
                Verdict::Proceed,
            ),
            (
                vec![(matches.clone(), other), (unmodified.clone(), AFTER)],
                Verdict::Failed("If-Match"),
            ),
            (
                vec![(unmodified.clone(), BEFORE), (none.clone(), ours)],
                Verdict::Failed("If-Unmodified-Since"),
            ),
            (
                vec![(matches.clone(), "*"), (modified.clone(), SAME)],
                Verdict::NotModified,
            ),
        ] {
            assert_eq!(judge(&lines), verdict, "{lines:?}");
        }
    }
}
