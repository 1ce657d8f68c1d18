//! Genuine files for the simulated tenant. Each opens in the program for its type.
//!
//! A file depends only on the seed and its number. The texts and pictures are those of an invented freight company.
//! Sizes range from 0.3 KB to about 3 MB.

mod canvas;
mod font;
pub(in crate::simulator::world) mod freight;
mod office;
mod pdf;
mod picture;
mod text;

use crate::simulator::world::rng::SeededRng;

/// The kinds of attached files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// A label, a chart or a picture.
    Png,
    /// A photo.
    Jpeg,
    /// A document of one to five pages.
    Pdf,
    /// A text document (WordprocessingML).
    Docx,
    /// A workbook (SpreadsheetML).
    Xlsx,
    /// A comma-separated table.
    Csv,
    /// Plain text.
    Txt,
    /// An archive of other files.
    Zip,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Png,
        Self::Jpeg,
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Csv,
        Self::Txt,
        Self::Zip,
    ];

    /// Returns the media type that the uploader's program declares.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
            Self::Txt => "text/plain",
            Self::Zip => "application/zip",
        }
    }
}

/// The first files of a world are of every kind and size. All others are [`sheet`]s, which are small, so that a large
/// world has many distinct files without filling the disk.
pub const VARIED: u32 = 320;

/// How common each kind is among the varied files. File number `n` is of kind `MIX[n % 25]`, so that even a few files
/// include every kind.
const MIX: [FileKind; 25] = {
    use FileKind::{Csv, Docx, Jpeg, Pdf, Png, Txt, Xlsx, Zip};
    [
        Jpeg, Pdf, Png, Xlsx, Txt, Csv, Docx, Zip, Jpeg, Pdf, Png, Jpeg, Pdf, Png, Xlsx, Jpeg, Pdf, Docx,
        Png, Jpeg, Csv, Pdf, Png, Jpeg, Txt,
    ]
};

/// Returns the kind of file number `index`.
pub const fn kind_of(index: u32) -> FileKind {
    match index {
        0..VARIED => MIX[(index % 25) as usize],
        _ => [FileKind::Txt, FileKind::Csv][(index % 2) as usize],
    }
}

/// The size of a file relative to others of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Light,
    Usual,
    Heavy,
}

/// Why a file could not be generated. None of these errors can occur with these files; the encoders' signatures require
/// them.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The PNG encoder refused.
    #[error("cannot encode a PNG: {0}")]
    Png(#[from] png::EncodingError),
    /// The JPEG encoder refused.
    #[error("cannot encode a JPEG: {0}")]
    Jpeg(#[from] jpeg_encoder::EncodingError),
    /// The workbook writer refused.
    #[error("cannot write a workbook: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The archive writer refused.
    #[error("cannot write an archive: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// Writing to memory failed.
    #[error("cannot write a file to memory: {0}")]
    Io(#[from] std::io::Error),
}

/// Generates file number `index` of the world with this seed.
///
/// # Errors
/// When an encoder refuses, which is a bug here.
pub fn generate(seed: u64, index: u32) -> Result<Vec<u8>, FileError> {
    let mut rng = SeededRng::new(seed, "file", u64::from(index));
    if index >= VARIED {
        return Ok(sheet(&mut rng, index));
    }
    let weight = match rng.below(100) {
        0..48 => Weight::Light,
        48..90 => Weight::Usual,
        _ => Weight::Heavy,
    };
    render(&mut rng, kind_of(index), weight)
}

/// Generates a text or a table of a few hundred to a few thousand bytes. Its number is in it, so that no two are equal.
fn sheet(rng: &mut SeededRng, index: u32) -> Vec<u8> {
    match kind_of(index) {
        FileKind::Txt => [
            format!("Sheet {index}\n").into_bytes(),
            text::txt(rng, Weight::Light),
        ]
        .concat(),
        _ => [
            text::csv(rng, Weight::Light),
            format!(",,,,,,,,\"Sheet {index}\"\r\n").into_bytes(),
        ]
        .concat(),
    }
}

fn render(rng: &mut SeededRng, kind: FileKind, weight: Weight) -> Result<Vec<u8>, FileError> {
    match kind {
        FileKind::Png => picture::png(rng, weight),
        FileKind::Jpeg => picture::jpeg(rng, weight),
        FileKind::Pdf => pdf::document(rng, weight),
        FileKind::Docx => office::docx(rng, weight),
        FileKind::Xlsx => office::xlsx(rng, weight),
        FileKind::Csv => Ok(text::csv(rng, weight)),
        FileKind::Txt => Ok(text::txt(rng, weight)),
        FileKind::Zip => bundle(rng, weight),
    }
}

/// Generates an archive such as someone sends at the end of a week: a log, notes, a document and perhaps a photo.
fn bundle(rng: &mut SeededRng, weight: Weight) -> Result<Vec<u8>, FileError> {
    let mut entries = vec![
        ("log.csv", text::csv(rng, Weight::Light)),
        ("notes/readme.txt", text::txt(rng, Weight::Light)),
        ("delivery note.pdf", pdf::document(rng, Weight::Light)?),
    ];
    if weight != Weight::Light {
        entries.push(("photos/dock.jpg", picture::jpeg(rng, weight)?));
    }
    office::archive(&entries)
}
