//! The named attachments: the scope rule's cases, the awkward names, and the screenshots that share one.

use super::{
    awkward::{DUPLICATE, DUPLICATES, NAMES},
    people::{LIU, MARA, PIOTR, PRIYA, TOMAS},
    places::{CUSTOMS, DISPATCH, MARA_AND_TOMAS, PLANNERS},
};
use crate::world::{cases::CASES, files::FileKind};

/// A named attachment and its message.
#[derive(Debug, Clone)]
pub struct CastUpload {
    /// The attachment's id without `att-`; the message's is `msg-` and the same.
    pub id: String,
    /// The container's id.
    pub place: &'static str,
    /// The sender's id.
    pub sender: &'static str,
    /// What the bytes are.
    pub kind: FileKind,
    /// Its name.
    pub name: String,
    /// The media type that was declared, where it is not the kind's own.
    pub declared: Option<&'static str>,
    /// Its age at the start, in minutes.
    pub minutes_ago: u32,
    /// Whether its message was redacted.
    pub redacted: bool,
}

const DAY: u32 = 24 * 60;

/// All of them.
pub fn uploads() -> Vec<CastUpload> {
    cases().chain(duplicates()).chain(awkward()).collect()
}

fn cases() -> impl Iterator<Item = CastUpload> {
    CASES.iter().map(|case| {
        let id = case.attachment.trim_start_matches("att-").to_owned();
        CastUpload {
            name: format!("{id}.pdf"),
            id,
            place: case.place,
            sender: case.sender,
            kind: FileKind::Pdf,
            declared: None,
            minutes_ago: case.days_ago * DAY + 90,
            redacted: case.redacted,
        }
    })
}

/// Pasted screenshots, all called `image.png`, in two conversations and two rooms.
fn duplicates() -> impl Iterator<Item = CastUpload> {
    let spots = [
        (MARA_AND_TOMAS, MARA),
        (PLANNERS, TOMAS),
        (DISPATCH, PRIYA),
        (CUSTOMS, LIU),
        (MARA_AND_TOMAS, TOMAS),
    ];
    (1..=DUPLICATES)
        .zip(spots.into_iter().cycle())
        .map(|(number, (place, sender))| CastUpload {
            id: format!("image-{number:02}"),
            place,
            sender,
            kind: FileKind::Png,
            name: DUPLICATE.to_owned(),
            declared: None,
            minutes_ago: 200 * DAY - number * DAY * 4,
            redacted: false,
        })
}

/// The names that break careless programs, in the customs room.
fn awkward() -> impl Iterator<Item = CastUpload> {
    (0..)
        .zip(NAMES)
        .zip([MARA, TOMAS, LIU, PIOTR].into_iter().cycle())
        .map(|((number, (tests, name)), sender)| CastUpload {
            id: format!("awkward-{tests}"),
            place: CUSTOMS,
            sender,
            kind: kind_by_name(name),
            name: (*name).to_owned(),
            declared: declared_by_name(name),
            minutes_ago: 50 * DAY - number * 6,
            redacted: false,
        })
}

fn kind_by_name(name: &str) -> FileKind {
    match name.trim_end().rsplit_once('.').map(|(_, extension)| extension) {
        Some("pdf") => FileKind::Pdf,
        Some("csv") => FileKind::Csv,
        Some("xlsx") => FileKind::Xlsx,
        Some("docx") => FileKind::Docx,
        Some("jpg") => FileKind::Jpeg,
        _ => FileKind::Txt,
    }
}

/// What an uploader may claim, and what must not be believed when the file is served.
fn declared_by_name(name: &str) -> Option<&'static str> {
    if name.contains("<script>") {
        Some("text/html")
    } else if name.ends_with(".svg") {
        Some("image/svg+xml")
    } else if name.contains("Set-Cookie") {
        Some("text/plain\r\nSet-Cookie: session=stolen")
    } else if name.ends_with(".exe") {
        Some("application/x-msdownload")
    } else {
        None
    }
}
