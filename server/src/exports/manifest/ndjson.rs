//! The manifest as NDJSON: one JSON object per line, camelCase keys, raw values.

use super::{Row, push_number, time::push_rfc3339};
use crate::{ndjson::push_string, signing::Presigner};

pub(super) fn push_row(row: &Row<'_>, presigner: &mut Presigner, url_expires_at: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"attachmentId\":");
    push_string(row.attachment_id, out);
    out.extend_from_slice(b",\"fileName\":");
    push_string(row.file_name, out);
    out.extend_from_slice(b",\"contentType\":");
    push_string(row.content_type, out);
    out.extend_from_slice(b",\"sizeBytes\":");
    push_number(row.size_bytes, out);
    out.extend_from_slice(b",\"sha256\":");
    push_string(row.sha256, out);
    out.extend_from_slice(b",\"uploaderEmail\":");
    push_string(row.uploader_email, out);
    out.extend_from_slice(b",\"containerKind\":");
    push_string(row.container_kind.as_str(), out);
    out.extend_from_slice(b",\"containerName\":");
    push_string(row.container_name, out);
    out.extend_from_slice(b",\"containerId\":");
    push_string(row.container_id, out);
    out.extend_from_slice(b",\"roomCreatorEmail\":");
    match row.room_creator_email {
        Some(email) => push_string(email, out),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"messageId\":");
    push_string(row.message_id, out);
    out.extend_from_slice(b",\"uploadedAt\":\"");
    push_rfc3339(row.uploaded_at, out);
    out.extend_from_slice(b"\",\"rule\":");
    push_string(row.rule.as_str(), out);
    out.extend_from_slice(b",\"path\":");
    push_string(row.path, out);
    // Links and times contain no characters that JSON escapes.
    out.extend_from_slice(b",\"url\":\"");
    presigner.push_url(&row.object_key(), out);
    out.extend_from_slice(b"\",\"urlExpiresAt\":\"");
    out.extend_from_slice(url_expires_at);
    out.extend_from_slice(b"\"}\n");
}
