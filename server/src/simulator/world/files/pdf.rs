//! Delivery notes of one to five pages, some with a scan of the paper.

use pdf_writer::{Content, Date, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::simulator::world::{
    files::{
        FileError, Weight,
        freight::{self, Shipment},
        picture,
    },
    rng::SeededRng,
};

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const REGULAR: Ref = Ref::new(3);
const BOLD: Ref = Ref::new(4);
const INFO: Ref = Ref::new(5);
/// First object number of the pages. Each page has three: the page, its contents, its picture.
const FIRST_PAGE: i32 = 6;
/// A4 in points.
const PAPER: Rect = Rect {
    x1: 0.0,
    y1: 0.0,
    x2: 595.0,
    y2: 842.0,
};

/// A scanned picture: width, height and JPEG bytes.
type Scan = (u32, u32, Vec<u8>);

/// Generates a delivery note with readable text. Heavy ones end with scans of the signed paper.
pub(super) fn document(rng: &mut SeededRng, weight: Weight) -> Result<Vec<u8>, FileError> {
    let (texts, scans) = match weight {
        Weight::Light => (1, 0),
        Weight::Usual => (rng.between(1, 4), u32::from(rng.chance(300))),
        Weight::Heavy => (rng.between(1, 2), rng.between(2, 3)),
    };
    let subject = Shipment::random(rng);
    let total = texts + scans;
    let mut pages = Vec::new();
    for page in 1..=texts {
        pages.push((text_page(rng, &subject, page, total), None));
    }
    for _ in 0..scans {
        let scan = picture::scan(rng, &subject)?;
        pages.push((scan_page(), Some(scan)));
    }
    Ok(assemble(&subject, &pages))
}

fn assemble(subject: &Shipment, pages: &[(Content, Option<Scan>)]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let page_ref = |index: i32, part: i32| Ref::new(FIRST_PAGE + index * 3 + part);
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.catalog(CATALOG).pages(PAGES);
    pdf.pages(PAGES)
        .kids((0..count).map(|index| page_ref(index, 0)))
        .count(count);
    pdf.type1_font(REGULAR).base_font(Name(b"Helvetica"));
    pdf.type1_font(BOLD).base_font(Name(b"Helvetica-Bold"));
    let title = format!("Delivery note {}", subject.number);
    let written = Date::new(2026)
        .month(1)
        .day(5)
        .hour(8)
        .minute(0)
        .second(0)
        .utc_offset_hour(0);
    pdf.document_info(INFO)
        .title(TextStr(&title))
        .author(TextStr("Juniper Freight"))
        .creation_date(written);
    for (index, (content, scan)) in (0..).zip(pages) {
        let mut page = pdf.page(page_ref(index, 0));
        page.media_box(PAPER).parent(PAGES).contents(page_ref(index, 1));
        let mut resources = page.resources();
        resources
            .fonts()
            .pair(Name(b"F1"), REGULAR)
            .pair(Name(b"F2"), BOLD);
        if scan.is_some() {
            resources.x_objects().pair(Name(b"Scan"), page_ref(index, 2));
        }
        resources.finish();
        page.finish();
        pdf.stream(page_ref(index, 1), content.as_bytes());
        if let Some((width, height, jpeg)) = scan {
            let side = |length: &u32| i32::try_from(*length).unwrap_or(i32::MAX);
            let mut image = pdf.image_xobject(page_ref(index, 2), jpeg);
            image.filter(Filter::DctDecode);
            image
                .width(side(width))
                .height(side(height))
                .bits_per_component(8);
            image.color_space().device_rgb();
        }
    }
    pdf.finish()
}

fn text_page(rng: &mut SeededRng, subject: &Shipment, page: u32, total: u32) -> Content {
    let mut content = Content::new();
    line(
        &mut content,
        b"F2",
        16.0,
        56.0,
        780.0,
        &format!("Delivery note {}", subject.number),
    );
    let route = format!("{} to {}, {}", subject.origin, subject.destination, subject.date);
    line(&mut content, b"F1", 11.0, 56.0, 758.0, &route);
    content
        .set_line_width(0.5)
        .move_to(56.0, 748.0)
        .line_to(539.0, 748.0)
        .stroke();
    let mut y = 726.0;
    for shipment in freight::shipments(rng, 24) {
        line(&mut content, b"F1", 10.0, 56.0, y, shipment.goods);
        line(
            &mut content,
            b"F1",
            10.0,
            220.0,
            y,
            &format!("{} pallets", shipment.pallets),
        );
        line(
            &mut content,
            b"F1",
            10.0,
            300.0,
            y,
            &format!("{} kg", shipment.kilograms),
        );
        line(&mut content, b"F1", 10.0, 380.0, y, &shipment.price());
        y -= 22.0;
    }
    for _ in 0..3 {
        line(&mut content, b"F1", 9.0, 56.0, y, &freight::remark(rng));
        y -= 16.0;
    }
    line(
        &mut content,
        b"F1",
        9.0,
        56.0,
        40.0,
        &format!("Page {page} of {total}"),
    );
    content
}

fn scan_page() -> Content {
    let mut content = Content::new();
    content
        .save_state()
        .transform([515.0, 0.0, 0.0, 728.0, 40.0, 70.0])
        .x_object(Name(b"Scan"))
        .restore_state();
    line(
        &mut content,
        b"F1",
        9.0,
        56.0,
        40.0,
        "Signed copy, scanned at the gate",
    );
    content
}

fn line(content: &mut Content, font: &[u8], size: f32, x: f32, y: f32, text: &str) {
    content
        .begin_text()
        .set_font(Name(font), size)
        .next_line(x, y)
        .show(Str(text.as_bytes()))
        .end_text();
}
