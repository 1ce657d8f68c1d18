//! Lines of NDJSON. Some programs also end a line at U+0085, U+2028 or U+2029, which JSON allows in strings, so these
//! are escaped.

/// The characters at which a line could end, and their escapes. JSON contains them only in strings.
const LINE_ENDS: [(&[u8], &[u8]); 3] = [
    ("\u{85}".as_bytes(), b"\\u0085"),
    ("\u{2028}".as_bytes(), b"\\u2028"),
    ("\u{2029}".as_bytes(), b"\\u2029"),
];

/// Appends JSON that has no line feed. Its meaning does not change.
pub fn push_json(json: &str, out: &mut Vec<u8>) {
    push_escaped(json, begins_line_end, out);
}

/// Appends a text as a JSON string (RFC 8259, section 7).
pub fn push_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    push_escaped(
        text,
        |byte| matches!(byte, b'"' | b'\\' | 0..=0x1F) || begins_line_end(byte),
        out,
    );
    out.push(b'"');
}

/// Returns true for the first bytes of [`LINE_ENDS`], which begin other characters as well.
const fn begins_line_end(byte: u8) -> bool {
    matches!(byte, 0xC2 | 0xE2)
}

/// Appends the text with the special bytes escaped.
fn push_escaped(text: &str, special: impl Fn(u8) -> bool, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut rest = text.as_bytes();
    while let Some(run) = rest.iter().position(|byte| special(*byte)) {
        out.extend_from_slice(&rest[..run]);
        rest = &rest[run..];
        let line_end = LINE_ENDS.iter().find(|(end, _)| rest.starts_with(end));
        let length = match (line_end, rest[0]) {
            (Some((end, escape)), _) => {
                out.extend_from_slice(escape);
                end.len()
            }
            (None, byte @ (b'"' | b'\\')) => {
                out.extend_from_slice(&[b'\\', byte]);
                1
            }
            (None, byte @ 0..=0x1F) => {
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 0xF)]]);
                1
            }
            (None, byte) => {
                out.push(byte);
                1
            }
        };
        rest = &rest[length..];
    }
    out.extend_from_slice(rest);
}
