//! Generated pictures: photos of the loading dock, shipping labels and charts, as PNG and JPEG files.

use crate::simulator::world::{
    files::{
        FileError, Weight,
        canvas::{Canvas, Colour},
        freight::{self, Shipment},
    },
    rng::SeededRng,
};

const INK: Colour = [28, 32, 40];
const PAPER: Colour = [250, 250, 247];
const PAINT: [Colour; 6] = [
    [176, 72, 52],
    [44, 96, 140],
    [214, 158, 46],
    [74, 122, 82],
    [120, 88, 140],
    [96, 108, 120],
];

/// Generates a photo of the dock or the yard.
pub(super) fn jpeg(rng: &mut SeededRng, weight: Weight) -> Result<Vec<u8>, FileError> {
    let (width, height, quality, grain) = match weight {
        Weight::Light => (rng.between(480, 640), rng.between(360, 480), 76, 9),
        Weight::Usual => (rng.between(640, 960), rng.between(480, 720), 85, 18),
        Weight::Heavy => (rng.between(1200, 1600), rng.between(900, 1200), 95, 40),
    };
    let mut photo = dock(rng, width, height);
    photo.grain(rng, grain);
    encode_jpeg(&photo, quality)
}

/// Generates a label or a chart. Heavy ones are photos saved in the wrong format, as happens in practice.
pub(super) fn png(rng: &mut SeededRng, weight: Weight) -> Result<Vec<u8>, FileError> {
    let picture = match weight {
        Weight::Light => label(rng),
        Weight::Usual => chart(rng),
        Weight::Heavy => {
            let (width, height) = (rng.between(760, 1060), rng.between(560, 800));
            let mut photo = dock(rng, width, height);
            photo.grain(rng, 18);
            photo
        }
    };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Grain does not compress at any setting.
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&picture.pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// Generates a scanned sheet of paper for scanned documents. Returns width, height and JPEG bytes.
pub(super) fn scan(rng: &mut SeededRng, shipment: &Shipment) -> Result<(u32, u32, Vec<u8>), FileError> {
    let (width, height) = (rng.between(480, 640), rng.between(680, 900));
    let mut sheet = Canvas::new(width, height, PAPER);
    sheet.text(60, 60, 4, INK, "SIGNED DELIVERY NOTE");
    let lines = [
        shipment.number.clone(),
        format!("{} > {}", shipment.origin, shipment.destination),
        shipment.goods.replace(',', ""),
        format!("{} PALLETS  {} KG", shipment.pallets, shipment.kilograms),
    ];
    for (row, line) in (0..).zip(&lines) {
        sheet.text(60, 140 + row * 50, 3, INK, line);
    }
    let mut x = 80;
    while x < width / 2 {
        // A signature, roughly.
        sheet.rect(
            x,
            height - 160 + rng.below(50),
            rng.between(6, 30),
            3,
            [30, 40, 120],
        );
        x += rng.between(4, 18);
    }
    sheet.grain(rng, 7);
    Ok((width, height, encode_jpeg(&sheet, 70)?))
}

fn encode_jpeg(picture: &Canvas, quality: u8) -> Result<Vec<u8>, FileError> {
    let side = |length: u32| u16::try_from(length).unwrap_or(u16::MAX);
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    let (width, height) = (side(picture.width), side(picture.height));
    encoder.encode(&picture.pixels, width, height, jpeg_encoder::ColorType::Rgb)?;
    Ok(bytes)
}

/// Draws a hall with doors under the sky, and stacked containers in front of it.
fn dock(rng: &mut SeededRng, width: u32, height: u32) -> Canvas {
    let mut photo = Canvas::new(width, height, [128; 3]);
    let horizon = height * rng.between(30, 45) / 100;
    let ground = height * rng.between(70, 80) / 100;
    let dusk = u8::try_from(rng.below(70)).unwrap_or(0);
    photo.gradient(
        0,
        horizon,
        [150 - dusk, 180 - dusk, 215 - dusk],
        [225, 225, 215 - dusk],
    );
    photo.gradient(horizon, ground, [168, 166, 160], [140, 138, 134]);
    photo.gradient(ground, height, [98, 98, 100], [66, 66, 70]);
    let doors = rng.between(3, 7);
    for door in 0..doors {
        let (left, wide) = (door * width / doors + width / 40, width / doors * 7 / 10);
        let (top, tall) = (horizon + height / 14, ground - horizon - height / 14);
        photo.rect(left, top, wide, tall, [58, 60, 66]);
        let open = tall * rng.below(100) / 100;
        let slat = (tall / 14).max(3);
        for y in (0..tall - open).step_by(slat as usize) {
            photo.rect(left, top + y, wide, slat * 3 / 4, [196, 198, 200]);
        }
        let scale = (width / 320).max(1);
        photo.text(left, horizon + 4, scale * 2, INK, &format!("{}", door + 1));
    }
    for _ in 0..rng.between(2, 9) {
        let (wide, tall) = (width / rng.between(5, 9), height / rng.between(7, 12));
        let (x, y) = (
            rng.below(width),
            ground + rng.below(height / 8) - tall.min(ground),
        );
        let paint = rng.pick(&PAINT);
        photo.rect(x, y, wide, tall, paint);
        for rib in (0..wide).step_by((wide as usize / 12).max(2)) {
            photo.rect(x + rib, y, 2, tall, paint.map(|channel| channel / 4 * 3));
        }
    }
    photo
}

/// Draws a shipping label with a bar code.
fn label(rng: &mut SeededRng) -> Canvas {
    let shipment = Shipment::random(rng);
    let (width, height) = (rng.between(280, 420), rng.between(180, 260));
    let mut label = Canvas::new(width, height, PAPER);
    label.rect(0, 0, width, 26, rng.pick(&PAINT));
    label.text(8, 6, 2, PAPER, "JUNIPER FREIGHT");
    label.text(8, 38, 3, INK, &shipment.number);
    label.text(
        8,
        68,
        1,
        INK,
        &format!("{} > {}", shipment.origin, shipment.destination),
    );
    label.text(
        8,
        82,
        1,
        INK,
        &format!(
            "{} PALLETS  {} KG  {}",
            shipment.pallets, shipment.kilograms, shipment.date
        ),
    );
    let mut x = 8;
    while x + 10 < width {
        let bar = rng.between(1, 4);
        label.rect(x, 100, bar, height - 112, INK);
        x += bar + rng.between(1, 4);
    }
    label
}

/// Draws a bar chart of pallets per week.
fn chart(rng: &mut SeededRng) -> Canvas {
    let (width, height) = (rng.between(640, 1100), rng.between(400, 640));
    let mut chart = Canvas::new(width, height, PAPER);
    let place = rng.pick(&freight::PLACES);
    chart.text(24, 20, 3, INK, &format!("PALLETS PER WEEK: {place}"));
    let (floor, bars) = (height - 50, rng.between(8, 26));
    for line in 1..8 {
        chart.rect(
            24,
            floor - line * (height - 130) / 8,
            width - 48,
            1,
            [220, 220, 214],
        );
    }
    let (paint, step) = (rng.pick(&PAINT), (width - 60) / bars);
    for bar in 0..bars {
        let tall = rng.between(20, height - 140);
        chart.rect(30 + bar * step, floor - tall, step * 7 / 10, tall, paint);
        chart.text(30 + bar * step, floor + 8, 1, INK, &format!("{}", bar + 1));
    }
    chart.rect(24, floor, width - 48, 2, INK);
    // Like the anti-aliased edges and gradients of real screenshots, this keeps the file from compressing to nothing.
    chart.grain(rng, 1);
    chart
}
