//! RFC 4180, and safe to open in a spreadsheet.

use super::{COLUMNS, Row, push_number, time::push_rfc3339};
use crate::signing::Presigner;

pub(super) fn push_header(out: &mut Vec<u8>) {
    out.extend_from_slice(COLUMNS.join(",").as_bytes());
    out.extend_from_slice(b"\r\n");
}

pub(super) fn push_row(row: &Row<'_>, presigner: &mut Presigner, url_expires_at: &[u8], out: &mut Vec<u8>) {
    for text in [row.attachment_id, row.file_name, row.content_type] {
        push_text(text, out);
        out.push(b',');
    }
    push_number(row.size_bytes, out);
    out.push(b',');
    for text in [
        row.sha256,
        row.uploader_email,
        row.container_kind.as_str(),
        row.container_name,
        row.container_id,
        row.room_creator_email.unwrap_or(""),
        row.message_id,
    ] {
        push_text(text, out);
        out.push(b',');
    }
    push_rfc3339(row.uploaded_at, out);
    out.push(b',');
    for text in [row.rule.as_str(), row.path] {
        push_text(text, out);
        out.push(b',');
    }
    // A link is percent-encoded: nothing in it needs quotes.
    presigner.push_url(&row.object_key(), out);
    out.push(b',');
    out.extend_from_slice(url_expires_at);
    out.extend_from_slice(b"\r\n");
}

/// Appends a cell. One that a spreadsheet would take for a formula gets a `'` before it and quotes, as the
/// OWASP page on CSV injection advises.
pub(crate) fn push_text(text: &str, out: &mut Vec<u8>) {
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
