//! The names under which browsers save the API's files.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::clock::{Millis, rfc3339};

/// Maximum length of the part that says whose data a file holds. Ids are shorter.
const LONGEST: usize = 64;

/// Names a download after what it holds, whose data that is, and the day (UTC), such as
/// `attachments-juniper-freight-2026-01-23.csv`. So two accounts' files cannot be mistaken for each other.
pub(super) fn insert(
    headers: &mut HeaderMap,
    what: &str,
    of: Option<&str>,
    at: Option<Millis>,
    extension: &str,
) {
    let of = of.map(safe).unwrap_or_default();
    let day = at.map(rfc3339).unwrap_or_default();
    let day = day.get(..10).unwrap_or_default();
    let words: Vec<&str> = [what, &of, day]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    let name = format!("attachment; filename=\"{}.{extension}\"", words.join("-"));
    // `safe` leaves nothing that a header cannot hold.
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
}

/// Replaces what a file name, or the header around it, may not contain. The audit log's filter takes any text.
fn safe(id: &str) -> String {
    let keep = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    id.chars().take(LONGEST).map(keep).collect()
}
