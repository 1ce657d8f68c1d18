//! Media types by the ends of names.

use crate::simulator::world::files::FileKind;

/// The media type that the end of a file's name says. What browsers might run (HTML, SVG, scripts), and what is not
/// known, is bytes and nothing else.
pub(super) fn content_type(name: &str) -> &'static str {
    let extension = name
        .trim_end()
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "png" => FileKind::Png.content_type(),
        "jpg" | "jpeg" => FileKind::Jpeg.content_type(),
        "pdf" => FileKind::Pdf.content_type(),
        "docx" => FileKind::Docx.content_type(),
        "xlsx" => FileKind::Xlsx.content_type(),
        "csv" => FileKind::Csv.content_type(),
        "txt" | "log" | "md" => FileKind::Txt.content_type(),
        "zip" => FileKind::Zip.content_type(),
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "json" => "application/json",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}
