//! Archives, and the office formats that are based on them.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::simulator::world::{
    files::{FileError, Weight, freight},
    rng::SeededRng,
};

/// Creates a ZIP archive of `entries` (path, bytes). All entries have the same date, so that an archive depends only on
/// its contents.
pub(super) fn archive(entries: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, FileError> {
    let written = DateTime::from_date_and_time(2026, 1, 5, 8, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(written)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        zip.start_file(*path, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Generates a rate sheet: one worksheet with a heading, numbers and a sum.
pub(super) fn xlsx(rng: &mut SeededRng, weight: Weight) -> Result<Vec<u8>, FileError> {
    let rows = match weight {
        Weight::Light => rng.between(8, 40),
        Weight::Usual => rng.between(100, 600),
        Weight::Heavy => rng.between(2_000, 5_000),
    };
    let mut workbook = Workbook::new();
    // Without an explicit date, the workbook would contain the time of writing.
    let created = ExcelDateTime::from_ymd(2026, 1, 5)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Rate sheet")
            .set_creation_datetime(&created),
    );
    let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("#,##0.00"));
    let sheet = workbook.add_worksheet();
    sheet.set_name("Rates")?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0..).zip(["Lane from", "Lane to", "Goods", "Pallets", "Kilograms", "Price"]) {
        sheet.write_with_format(0, column, heading, &bold)?;
    }
    for (row, shipment) in (1..).zip(freight::shipments(rng, rows)) {
        sheet.write(row, 0, shipment.origin)?;
        sheet.write(row, 1, shipment.destination)?;
        sheet.write(row, 2, shipment.goods)?;
        sheet.write(row, 3, shipment.pallets)?;
        sheet.write(row, 4, shipment.kilograms)?;
        sheet.write_with_format(row, 5, f64::from(shipment.cents) / 100.0, &money)?;
    }
    sheet.write_with_format(rows + 1, 0, "Total", &bold)?;
    sheet.write_formula_with_format(rows + 1, 5, format!("=SUM(F2:F{})", rows + 1).as_str(), &money)?;
    Ok(workbook.save_to_buffer()?)
}

/// Generates minutes of a meeting: headings, paragraphs and a table in WordprocessingML (ECMA-376, transitional).
pub(super) fn docx(rng: &mut SeededRng, weight: Weight) -> Result<Vec<u8>, FileError> {
    let (paragraphs, rows) = match weight {
        Weight::Light => (rng.between(3, 8), rng.between(2, 5)),
        Weight::Usual => (rng.between(10, 60), rng.between(5, 40)),
        Weight::Heavy => (rng.between(200, 900), rng.between(200, 900)),
    };
    let place = rng.pick(&freight::PLACES);
    let mut body = paragraph(&format!("Minutes: {place}, {}", freight::day(rng)), true);
    for number in 1..=paragraphs {
        if number % 5 == 1 {
            body.push_str(&paragraph(
                &format!("{}. {}", number / 5 + 1, rng.pick(&freight::PLACES)),
                true,
            ));
        }
        body.push_str(&paragraph(&freight::remark(rng), false));
    }
    body.push_str(TABLE_START);
    for shipment in freight::shipments(rng, rows) {
        let weight = format!("{} kg", shipment.kilograms);
        let cells = [
            shipment.number.as_str(),
            shipment.destination,
            shipment.goods,
            &weight,
        ];
        let cells: String = cells
            .map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell, false)))
            .concat();
        body.push_str(&format!("<w:tr>{cells}</w:tr>"));
    }
    let document =
        format!("{XML}<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:tbl>{PAGE}</w:body></w:document>");
    archive(&[
        (
            "[Content_Types].xml",
            format!("{XML}{CONTENT_TYPES}").into_bytes(),
        ),
        ("_rels/.rels", format!("{XML}{RELATIONSHIPS}").into_bytes()),
        ("word/document.xml", document.into_bytes()),
    ])
}

/// Formats a paragraph. The texts are our own and contain no character that XML reserves.
fn paragraph(text: &str, bold: bool) -> String {
    let properties = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
    format!("<w:p><w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The page: A4, margins of 2.5 cm, in twentieths of a point. The empty paragraph after the table is required by Word.
const PAGE: &str = "<w:p/><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" \
    w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr>";
const TABLE_START: &str = "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>\
    <w:gridCol w:w=\"1500\"/><w:gridCol w:w=\"2400\"/><w:gridCol w:w=\"3000\"/><w:gridCol w:w=\"1500\"/></w:tblGrid>";
const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONSHIPS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";
