//! Percent-encoding for signatures: everything but `A-Z a-z 0-9 - _ . ~`, with upper-case hex.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Bytes left unencoded in names and values.
const UNRESERVED: [bool; 256] = table(false);

/// Bytes left unencoded in paths, which include `/`.
const PATH: [bool; 256] = table(true);

const fn table(slash: bool) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] =
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~') || (slash && b == b'/');
        byte += 1;
    }
    table
}

/// Appends `bytes`, encoding all that are not `plain`; copies runs of plain bytes whole.
fn push(bytes: &[u8], plain: &[bool; 256], out: &mut Vec<u8>) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let run = rest
            .iter()
            .position(|&b| !plain[usize::from(b)])
            .unwrap_or(rest.len());
        let (copied, tail) = rest.split_at(run);
        out.extend_from_slice(copied);
        rest = match tail.split_first() {
            Some((&b, tail)) => {
                let hex = |nibble: u8| UPPER_HEX[usize::from(nibble)];
                out.extend_from_slice(&[b'%', hex(b >> 4), hex(b & 0xF)]);
                tail
            }
            None => tail,
        };
    }
}

/// Appends a path, encoded once; leaves `/` as is.
pub(super) fn push_path(path: &str, out: &mut Vec<u8>) {
    push(path.as_bytes(), &PATH, out);
}

fn encoded(bytes: &[u8], plain: &[bool; 256]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    push(bytes, plain, &mut out);
    // `push` only adds ASCII.
    String::from_utf8_lossy(&out).into_owned()
}

/// Encodes a parameter's name or value.
pub fn encode(text: impl AsRef<[u8]>) -> String {
    encoded(text.as_ref(), &UNRESERVED)
}

/// Encodes a path once; leaves `/` as is.
pub fn encode_path(path: impl AsRef<[u8]>) -> String {
    encoded(path.as_ref(), &PATH)
}

/// Decodes a path, or a parameter's name or value; `None` if a `%` is not followed by two hex digits.
///
/// `+` is a space, in paths too, because that is how S3 reads it: clients that encode queries as forms write spaces
/// that way. A link spells a real plus as `%2B`.
pub fn decode(text: &str) -> Option<Cow<'_, [u8]>> {
    let is_escape =
        |rest: &str| matches!(rest.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    if !text.split('%').skip(1).all(is_escape) {
        return None;
    }
    if !text.contains('+') {
        return Some(percent_decode_str(text).into());
    }
    let spaced = text.replace('+', " ");
    Some(percent_decode_str(&spaced).collect::<Vec<u8>>().into())
}
