//! Renders an export's items as a file of links: CSV, text or NDJSON.
//!
//! Rendering is pure: it takes a borrowed row, signs its link, and appends bytes to the caller's buffer. It allocates
//! nothing per row, so the file streams in constant memory. The same rows and key always produce the same bytes.

mod csv;
mod ndjson;
mod path;
mod segment;
mod time;

pub use path::{PathAllocator, file_name};
pub use segment::safe_segment;
pub use time::push_rfc3339;

use attache_wire::{
    export::ManifestFormat,
    item::{ContainerKind, Rule},
};

use crate::signing::Presigner;

/// The CSV columns, in order. They are part of the API contract.
pub const COLUMNS: [&str; 16] = [
    "attachment_id",
    "file_name",
    "content_type",
    "size_bytes",
    "sha256",
    "uploader_email",
    "container_kind",
    "container_name",
    "container_id",
    "room_creator_email",
    "message_id",
    "uploaded_at",
    "rule",
    "path",
    "url",
    "url_expires_at",
];

/// One item of an export, as it was when the export was submitted.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The attachment's id.
    pub attachment_id: &'a str,
    /// The original file name, unmodified.
    pub file_name: &'a str,
    /// Its media type.
    pub content_type: &'a str,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Lower-case hex SHA-256 of its bytes.
    pub sha256: &'a str,
    /// The uploader's e-mail address.
    pub uploader_email: &'a str,
    /// The kind of conversation or room it was shared in.
    pub container_kind: ContainerKind,
    /// The room's or conversation's name.
    pub container_name: &'a str,
    /// The room's or conversation's id.
    pub container_id: &'a str,
    /// The e-mail address of the room's creator; `None` for conversations.
    pub room_creator_email: Option<&'a str>,
    /// The id of the message that it was attached to.
    pub message_id: &'a str,
    /// When it was uploaded, in Unix milliseconds.
    pub uploaded_at: i64,
    /// The clause of the scope rule that put it in scope.
    pub rule: Rule,
    /// Where to save it: see [`PathAllocator`].
    pub path: &'a str,
}

impl<'a> Row<'a> {
    /// Returns the segments of the object's key after the export's id: attachment id and saved name.
    fn object_key(&self) -> [&'a str; 2] {
        [self.attachment_id, file_name(self.path)]
    }
}

/// Renderer for the file of one export in one format. `Debug` reveals no key.
#[derive(Debug, Clone)]
pub struct Manifest {
    format: ManifestFormat,
    presigner: Presigner,
    url_expires_at: Vec<u8>,
}

impl Manifest {
    /// Creates a renderer. `links_expire_at` is in Unix milliseconds; the presigner must be for the same export and
    /// date.
    pub fn new(format: ManifestFormat, presigner: Presigner, links_expire_at: i64) -> Self {
        let mut url_expires_at = Vec::new();
        push_rfc3339(links_expire_at, &mut url_expires_at);
        Self {
            format,
            presigner,
            url_expires_at,
        }
    }

    /// Appends the CSV header; nothing for other formats.
    pub fn push_header(&self, out: &mut Vec<u8>) {
        if self.format == ManifestFormat::Csv {
            csv::push_header(out);
        }
    }

    /// Appends one row, including its link and line ending.
    pub fn push_row(&mut self, row: &Row<'_>, out: &mut Vec<u8>) {
        match self.format {
            ManifestFormat::Csv => csv::push_row(row, &mut self.presigner, &self.url_expires_at, out),
            ManifestFormat::Ndjson => ndjson::push_row(row, &mut self.presigner, &self.url_expires_at, out),
            ManifestFormat::Txt => {
                self.presigner.push_url(&row.object_key(), out);
                out.push(b'\n');
            }
        }
    }
}

/// Appends a number in decimal.
fn push_number(number: u64, out: &mut Vec<u8>) {
    // 20 digits hold every u64.
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut rest = number;
    loop {
        start -= 1;
        // The remainder is a single digit.
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}
