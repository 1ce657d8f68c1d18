//! Cells of CSV files: RFC 4180, and safe to open in a spreadsheet.

/// Appends a cell. One that a spreadsheet would take for a formula gets a `'` before it and quotes, as the
/// OWASP page on CSV injection advises.
pub fn push_cell(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let formula = matches!(
        bytes.first(),
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n')
    );
    // Without an early exit, so that the compiler can look at many bytes at once.
    let special = bytes.iter().fold(false, |found, byte| {
        found | matches!(byte, b',' | b'"' | b'\r' | b'\n')
    });
    if !formula && !special {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    for (position, part) in bytes.split(|byte| *byte == b'"').enumerate() {
        if position > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part);
    }
    out.push(b'"');
}
