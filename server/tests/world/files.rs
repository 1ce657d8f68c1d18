//! The generated files are valid: third-party readers accept them.

use std::io::{Cursor, Read};

use attache_server::simulator::world::files::{FileKind, generate, kind_of};

/// Enough files to cover every kind and size. All 320 would take too long in a debug build.
const SOME: u32 = 75;

fn files_of(kind: FileKind) -> Vec<Vec<u8>> {
    let files: Vec<_> = (0..SOME).filter(|index| kind_of(*index) == kind).collect();
    assert!(files.len() >= 3, "{kind:?} is among the first files");
    files
        .into_iter()
        .map(|index| generate(7, index).unwrap())
        .collect()
}

/// Returns the entries of an archive. Reading an entry to its end checks its CRC.
fn entries(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    names
        .into_iter()
        .map(|name| {
            let mut content = Vec::new();
            archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
            (name, content)
        })
        .collect()
}

fn part(entries: &[(String, Vec<u8>)], name: &str) -> String {
    let (_, bytes) = entries
        .iter()
        .find(|(entry, _)| entry == name)
        .unwrap_or_else(|| panic!("{name} is there"));
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn a_png_decodes_completely() {
    for bytes in files_of(FileKind::Png) {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert!(frame.width >= 280 && frame.height >= 180);
        assert!(
            pixels.iter().any(|value| *value != pixels[0]),
            "the picture shows something"
        );
    }
}

#[test]
fn a_jpeg_has_its_markers_and_its_size() {
    for bytes in files_of(FileKind::Jpeg) {
        assert!(bytes.starts_with(&[0xFF, 0xD8]) && bytes.ends_with(&[0xFF, 0xD9]));
        // The start of frame: marker, length, precision, height, width.
        let mut at = 2;
        let (height, width) = loop {
            let length = usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
            if (0xC0..=0xC2).contains(&bytes[at + 1]) {
                let side = |from: usize| u16::from_be_bytes([bytes[from], bytes[from + 1]]);
                break (side(at + 5), side(at + 7));
            }
            at += 2 + length;
        };
        assert!(width >= 480 && height >= 360, "{width} x {height}");
    }
}

#[test]
fn a_pdf_has_one_to_five_pages_with_text_and_a_correct_object_table() {
    for bytes in files_of(FileKind::Pdf) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("%PDF-1.7") && text.trim_end().ends_with("%%EOF"));
        assert!((1..=5).contains(&text.matches("/Type /Page\n").count()));
        assert!(text.contains("(Delivery note JF-"));
        let find = |needle: &[u8]| {
            bytes
                .windows(needle.len())
                .rposition(|window| window == needle)
                .unwrap()
        };
        let after = find(b"startxref") + "startxref".len();
        let digits: String = bytes[after..]
            .iter()
            .map(|byte| char::from(*byte))
            .skip_while(|c| !c.is_ascii_digit())
            .collect();
        let offset: usize = digits.split_whitespace().next().unwrap().parse().unwrap();
        assert!(bytes[offset..].starts_with(b"xref"));
    }
}

#[test]
fn office_files_have_the_parts_required_by_their_formats() {
    for bytes in files_of(FileKind::Docx) {
        let parts = entries(bytes);
        assert!(part(&parts, "[Content_Types].xml").contains("/word/document.xml"));
        assert!(part(&parts, "_rels/.rels").contains("word/document.xml"));
        let document = part(&parts, "word/document.xml");
        for element in ["w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:body"] {
            let open = document.matches(&format!("<{element}>")).count();
            assert_eq!(
                open,
                document.matches(&format!("</{element}>")).count(),
                "{element} is closed"
            );
            assert!(open > 0);
        }
        assert!(document.contains("Minutes: "));
    }
    for bytes in files_of(FileKind::Xlsx) {
        let parts = entries(bytes);
        assert!(part(&parts, "xl/workbook.xml").contains("Rates"));
        assert!(part(&parts, "xl/sharedStrings.xml").contains("Lane from"));
        assert!(
            part(&parts, "docProps/core.xml").contains("2026-01-05T"),
            "the date is not the time of writing"
        );
    }
}

#[test]
fn an_archive_contains_valid_files() {
    for bytes in files_of(FileKind::Zip) {
        let files = entries(bytes);
        assert!(part(&files, "log.csv").starts_with("shipment,date,from,to"));
        assert!(part(&files, "notes/readme.txt").starts_with("Gate log, "));
        assert!(
            files
                .iter()
                .any(|(name, bytes)| name == "delivery note.pdf" && bytes.starts_with(b"%PDF"))
        );
    }
}

#[test]
fn tables_and_texts_have_the_expected_content() {
    for bytes in files_of(FileKind::Csv) {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
        assert!(rows.len() >= 4);
        assert!(rows.iter().all(|row| row.len() == 9 && row[0].starts_with("JF-")));
    }
    for bytes in files_of(FileKind::Txt) {
        assert!(String::from_utf8(bytes).unwrap().starts_with("Gate log, "));
    }
}

#[test]
fn a_file_depends_only_on_the_seed_and_its_number() {
    for index in 0..25 {
        assert_eq!(
            generate(7, index).unwrap(),
            generate(7, index).unwrap(),
            "file {index}, twice"
        );
        assert_ne!(
            generate(7, index).unwrap(),
            generate(8, index).unwrap(),
            "file {index}, another seed"
        );
        assert_ne!(
            generate(7, index).unwrap(),
            generate(7, index + 25).unwrap(),
            "another file of the kind"
        );
    }
}

#[test]
fn sizes_range_from_200_bytes_to_3_megabytes() {
    let sizes: Vec<usize> = (0..SOME).map(|index| generate(1, index).unwrap().len()).collect();
    assert!(
        sizes.iter().all(|size| (200..=3_000_000).contains(size)),
        "{sizes:?}"
    );
    let among = |from: usize, to: usize| sizes.iter().filter(|size| (from..to).contains(*size)).count();
    assert!(
        among(0, 10_000) >= 10 && among(10_000, 200_000) >= 10 && among(200_000, 3_000_000) >= 5,
        "{sizes:?}"
    );
}
