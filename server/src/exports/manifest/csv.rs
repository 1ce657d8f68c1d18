//! The manifest as CSV.

use super::{COLUMNS, Row, push_number, time::push_rfc3339};
use crate::{
    csv::{push_cell, push_plain_cell},
    signing::Presigner,
};

pub(super) fn push_header(out: &mut Vec<u8>) {
    out.extend_from_slice(COLUMNS.join(",").as_bytes());
    out.extend_from_slice(b"\r\n");
}

pub(super) fn push_row(row: &Row<'_>, presigner: &mut Presigner, url_expires_at: &[u8], out: &mut Vec<u8>) {
    for text in [row.attachment_id, row.file_name, row.content_type] {
        push_cell(text, out);
        out.push(b',');
    }
    push_plain_cell(|out| push_number(row.size_bytes, out), out);
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
        push_cell(text, out);
        out.push(b',');
    }
    push_plain_cell(|out| push_rfc3339(row.uploaded_at, out), out);
    out.push(b',');
    for text in [row.rule.as_str(), row.path] {
        push_cell(text, out);
        out.push(b',');
    }
    // Links are percent-encoded.
    push_plain_cell(|out| presigner.push_url(&row.object_key(), out), out);
    out.push(b',');
    push_plain_cell(|out| out.extend_from_slice(url_expires_at), out);
    out.extend_from_slice(b"\r\n");
}
