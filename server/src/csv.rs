//! Cells of CSV files: RFC 4180, and safe to open in a spreadsheet.

/// Appends a cell. A cell that a spreadsheet would read as a formula is quoted and prefixed with `'`, as OWASP's page
/// on CSV injection recommends.
pub fn push_cell(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let formula = matches!(
        bytes.first(),
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n')
    );
    // No early exit, so that the compiler can check many bytes at once.
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
