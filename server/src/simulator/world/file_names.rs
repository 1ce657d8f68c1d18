//! File names.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::simulator::world::{
    files::{FileKind, freight::PLACES as TOWNS},
    rng::SeededRng,
};

/// Returns a name for a file of this kind uploaded at `at`. Many files share a name, as in any chat; none is called
/// `image.png` like the cast's.
pub(crate) fn file_name(rng: &mut SeededRng, kind: FileKind, at: i64) -> String {
    let day = day(at);
    let number = rng.between(100_000, 999_999);
    let short = rng.between(1, 99);
    let town = rng.pick(&TOWNS);
    let which = rng.below(8);
    match kind {
        FileKind::Jpeg => match which {
            0..3 => format!("IMG_{:04}.jpg", number % 10_000),
            3 => format!("DSC{:05}.JPG", number % 100_000),
            4 => format!("{town} dock {short}.jpg"),
            5 => format!("damage {day} ({}).jpeg", short % 9 + 1),
            6 => format!("Schaden Palette {short}.jpg"),
            _ => "photo.jpg".to_owned(),
        },
        FileKind::Png => match which {
            0..3 => format!(
                "Screenshot {day} at {:02}.{:02}.{:02}.png",
                short % 24,
                number % 60,
                number / 60 % 60
            ),
            3 | 4 => format!("label-JF-{number}.png"),
            5 => format!("pallets-week-{}.png", short % 52 + 1),
            6 => format!("スクリーンショット {day}.png"),
            _ => "screenshot.png".to_owned(),
        },
        FileKind::Pdf => match which {
            0..3 => format!("Delivery note JF-{number}.pdf"),
            3 => format!("POD_{number}_signed.pdf"),
            4 => format!("Lieferschein {number}.pdf"),
            5 => format!("Bon de livraison n° {number}.pdf"),
            6 => format!("CMR {town} {day}.pdf"),
            _ => "scan.pdf".to_owned(),
        },
        FileKind::Docx => match which {
            0..4 => format!("Minutes {town} {day}.docx"),
            4 => format!("Minutes {town} (final).docx"),
            5 => "Minutes (final) v2.docx".to_owned(),
            _ => format!("Procès-verbal {day}.docx"),
        },
        FileKind::Xlsx => match which {
            0..4 => format!("Rates {} Q{}.xlsx", day.year(), (day.month() + 2) / 3),
            4 => format!("Preisliste Süd {short}.xlsx"),
            5 => format!("{town} rates.xlsx"),
            _ => format!("Rate sheet {number}.xlsx"),
        },
        FileKind::Csv => match which {
            0..5 => format!("shipments-{day}.csv"),
            _ => "export.csv".to_owned(),
        },
        FileKind::Txt => match which {
            0..5 => format!("gate log {town} {day}.txt"),
            _ => "notes.txt".to_owned(),
        },
        FileKind::Zip => match which {
            0..4 => format!("{town} week {}.zip", short % 52 + 1),
            4 => format!("Unterlagen_{number}.zip"),
            _ => "documents.zip".to_owned(),
        },
    }
}

fn day(at: i64) -> Date {
    Timestamp::from_millisecond(at)
        .unwrap_or_default()
        .to_zoned(TimeZone::UTC)
        .date()
}
