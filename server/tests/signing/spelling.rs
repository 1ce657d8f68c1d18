//! A link opens its file however its path and query are spelled.

use proptest::prelude::*;

use super::refusals::{genuine, visit};

/// Decodes a text by itself, to compare with: `+` is a space. `None` for a bad escape.
fn plain(text: &str) -> Option<Vec<u8>> {
    let mut pieces = text.split('%');
    let mut out = pieces.next()?.replace('+', " ").into_bytes();
    for piece in pieces {
        let digits = piece.get(..2)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        out.push(u8::from_str_radix(digits, 16).ok()?);
        out.extend(piece[2..].replace('+', " ").bytes());
    }
    Some(out)
}

/// What a target says, decoded: its path, and its parameters in order.
type Meaning = (Vec<u8>, Vec<(Vec<u8>, Vec<u8>)>);

/// Returns what a target says; `None` for a bad escape.
pub(crate) fn meaning(target: &str) -> Option<Meaning> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut parameters = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| Some((plain(name)?, plain(value)?)))
        .collect::<Option<Vec<_>>>()?;
    parameters.sort_unstable();
    Some((plain(path)?, parameters))
}

#[test]
fn the_spellings_of_http_libraries_open_the_file() {
    let link = genuine();
    for spelling in [
        // `yarl` and `aiohttp`.
        link.replace("%2F", "/").replace("%28", "(").replace("%29", ")"),
        link.replace("%2F", "%2f"),
        // Forms, and S3 itself, write a space as a plus.
        link.replace("%20", "+"),
        link.replace("/att-1/", "%2Fatt-1%2F"),
        link.replace("/att-1/", "/%61tt%2d1/"),
        link.replace("X-Amz-Date", "X%2DAmz%2dDate"),
        format!("{link}&"),
    ] {
        assert_ne!(spelling, link);
        assert_eq!(meaning(&spelling), meaning(&link));
        assert_eq!(visit(&spelling).judge(), visit(&link).judge(), "{spelling}");
        assert!(visit(&spelling).judge().is_ok(), "{spelling}");
    }
}

#[test]
fn what_decodes_to_something_else_is_refused() {
    let link = genuine();
    for other in [
        link.replace("%20", "%2520"),
        link.replace("%20", "%2B"),
        link.replace("%2F", "%252F"),
        link.replace("/att-1/", "//att-1/"),
        link.replace("/att-1/", "/./att-1/"),
        link.replace("/att-1/", "/x/../att-1/"),
        link.replace("b.txt", "b.txt%00"),
        link.replace("b.txt", "B.txt"),
    ] {
        assert_ne!(other, link);
        assert_ne!(meaning(&other), meaning(&link));
        assert!(visit(&other).judge().is_err(), "{other}");
    }
}

/// Spells a byte in one of three ways; the plain one only where it means itself.
fn spelled(byte: u8, way: u8, separators: &[u8]) -> String {
    match way {
        0 if byte.is_ascii_graphic() && !b"%+?#".contains(&byte) && !separators.contains(&byte) => {
            char::from(byte).to_string()
        }
        1 => format!("%{byte:02x}"),
        _ => format!("%{byte:02X}"),
    }
}

proptest! {
    #[test]
    fn every_spelling_of_a_link_opens_its_file(ways in prop::collection::vec(0_u8..3, 400)) {
        let link = genuine();
        let (path, parameters) = meaning(&link).unwrap();
        let mut ways = ways.into_iter().cycle();
        let mut spell = |text: &[u8], separators: &[u8]| -> String {
            text.iter().map(|byte| spelled(*byte, ways.next().unwrap(), separators)).collect()
        };
        // A request line begins with a slash.
        let path = format!("/{}", spell(&path[1..], b""));
        let query: Vec<_> = parameters
            .iter()
            .map(|(name, value)| format!("{}={}", spell(name, b"&="), spell(value, b"&")))
            .collect();
        let target = format!("{path}?{}", query.join("&"));
        prop_assert_eq!(visit(&target).judge(), visit(&link).judge(), "{}", target);
    }
}
