//! Media types by file name extension.

use crate::simulator::world::files::FileKind;

/// Returns the media type for a file name's extension. Types that browsers might run (HTML, SVG, scripts) and unknown
/// ones become `application/octet-stream`.
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
