//! Cells of CSV files: RFC 4180, and safe to open in a spreadsheet, whichever character it splits rows at.

/// Appends a quoted cell. A `'` goes before each character that could begin a formula: at the start of the text, and
/// after a semicolon, tab or line break, where some spreadsheets begin a new cell even inside quotes. A text that begins
/// with a tab or line break gets one too. OWASP's page on CSV injection recommends the `'`.
pub fn push_cell(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    match is_harmless(text) {
        true => out.extend_from_slice(text.as_bytes()),
        false => push_defused(text, out),
    }
    out.push(b'"');
}

/// Appends a quoted cell that cannot need protection: a number, a time or a link.
pub fn push_plain_cell(push: impl FnOnce(&mut Vec<u8>), out: &mut Vec<u8>) {
    out.push(b'"');
    push(out);
    out.push(b'"');
}

/// Returns true for most texts that need no protection, without looking at each character.
fn is_harmless(text: &str) -> bool {
    // No early exit, so that the compiler can check many bytes at once.
    let special = text.bytes().fold(false, |found, byte| {
        found | matches!(byte, b'"' | b';' | b'\t' | b'\r' | b'\n')
    });
    !special
        && text
            .bytes()
            .next()
            .is_none_or(|first| first.is_ascii_alphanumeric())
}

fn push_defused(text: &str, out: &mut Vec<u8>) {
    let mut begins_cell = true;
    for (position, c) in text.char_indices() {
        let breaks = matches!(c, '\t' | '\r' | '\n');
        if (begins_cell && begins_formula(c)) || (position == 0 && breaks) {
            out.push(b'\'');
        }
        if breaks || c == ';' {
            begins_cell = true;
        } else if c != '"' && !c.is_whitespace() && !c.is_control() {
            // Spreadsheets may drop quotes, spaces and control characters before a formula.
            begins_cell = false;
        }
        if c == '"' {
            out.push(b'"');
        }
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// Returns true for characters that begin a formula, and their full-width forms, which some spreadsheets read alike.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}
