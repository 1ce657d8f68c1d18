//! A small picture to draw on: rectangles, gradients, text and film grain.

use crate::simulator::world::{files::font, rng::SeededRng};

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// A picture in 8-bit RGB. Drawing outside it has no effect.
pub(super) struct Canvas {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32, background: Colour) -> Self {
        Self {
            width,
            height,
            pixels: background.repeat((width * height) as usize),
        }
    }

    /// Fills `width` × `height` pixels from the corner `x`, `y`.
    pub(super) fn rect(&mut self, x: u32, y: u32, width: u32, height: u32, colour: Colour) {
        let right = x.saturating_add(width).min(self.width);
        let bottom = y.saturating_add(height).min(self.height);
        if x >= right {
            return;
        }
        let row = colour.repeat((right - x) as usize);
        for y in y..bottom {
            let at = ((y * self.width + x) * 3) as usize;
            self.pixels[at..at + row.len()].copy_from_slice(&row);
        }
    }

    /// Fills the rows `top..bottom` from one colour to another.
    pub(super) fn gradient(&mut self, top: u32, bottom: u32, from: Colour, to: Colour) {
        let span = bottom.saturating_sub(top).max(1);
        for y in top..bottom {
            let mix = |channel: usize| {
                let (from, to) = (u32::from(from[channel]), u32::from(to[channel]));
                u8::try_from((from * (bottom - y) + to * (y - top)) / span).unwrap_or(u8::MAX)
            };
            self.rect(0, y, self.width, 1, [mix(0), mix(1), mix(2)]);
        }
    }

    /// Draws capitals and digits. Each dot of the 5 × 7 font is a square of `scale` pixels.
    pub(super) fn text(&mut self, x: u32, y: u32, scale: u32, colour: Colour, text: &str) {
        for (column, character) in (0..).zip(text.chars()) {
            for (row, bits) in (0..).zip(font::glyph(character)) {
                for dot in 0..5 {
                    if bits & (0b1_0000 >> dot) != 0 {
                        let left = x + (column * 6 + dot) * scale;
                        self.rect(left, y + row * scale, scale, scale, colour);
                    }
                }
            }
        }
    }

    /// Adds film grain: makes every channel of every pixel up to `strength` lighter or darker, like a camera in a dim
    /// hall.
    pub(super) fn grain(&mut self, rng: &mut SeededRng, strength: u8) {
        // A prime number of values, so that the pattern does not align with the rows.
        let mut noise = vec![0_u8; 65_521];
        rng.fill(&mut noise);
        let span = u16::from(strength) * 2 + 1;
        for value in &mut noise {
            *value = u8::try_from(u16::from(*value) * span / 256).unwrap_or(strength);
        }
        for stretch in self.pixels.chunks_mut(noise.len()) {
            for (channel, noise) in stretch.iter_mut().zip(&noise) {
                *channel = channel.saturating_add(*noise).saturating_sub(strength);
            }
        }
    }
}
