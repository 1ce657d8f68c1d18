//! The contrast of the colours in both themes, as WCAG 2.2 requires: 4.5 : 1 for text, 3 : 1 for the shapes that
//! identify controls.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Text colours, and their backgrounds.
const TEXT: &[(&[&str], &[&str])] = &[
    (
        &["text", "text-soft", "accent", "accent-hover"],
        &["page", "surface", "surface-raised", "surface-sunken", "hover"],
    ),
    (
        &["error", "success", "warning"],
        &["page", "surface", "surface-raised", "hover"],
    ),
    (&["accent"], &["accent-soft"]),
    (&["success"], &["success-soft"]),
    (&["warning"], &["warning-soft"]),
    (&["error"], &["error-soft"]),
    (&["neutral", "text-soft"], &["neutral-soft"]),
    (&["on-accent"], &["accent", "accent-hover"]),
    (&["on-error"], &["error", "error-hover"]),
    (&["page"], &["text"]),
    (&["bar-text", "bar-soft"], &["bar", "bar-control", "bar-hover"]),
];

/// Colours of shapes, and their backgrounds.
const SHAPES: &[(&[&str], &[&str])] = &[
    (
        &["border-control", "focus", "accent", "success", "warning"],
        &["page", "surface", "surface-raised"],
    ),
    (&["bar-border", "bar-live"], &["bar"]),
    (&["accent"], &["track"]),
];

/// Returns each token's luminance in the light and in the dark theme.
fn tokens() -> HashMap<&'static str, [f64; 2]> {
    TOKENS
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
            Some((name, [luminance(light)?, luminance(dark)?]))
        })
        .collect()
}

/// Returns the relative luminance of `#rrggbb`; `None` if it is malformed.
fn luminance(hex: &str) -> Option<f64> {
    let value = u32::from_str_radix(hex.strip_prefix('#')?, 16).ok()?;
    let linear = |shift: u32| {
        let channel = f64::from(value >> shift & 0xff) / 255.0;
        if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    };
    Some(0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0))
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn failures(pairs: &[(&[&str], &[&str])], least: f64) -> Vec<String> {
    let tokens = tokens();
    let mut failures = Vec::new();
    for (fronts, backs) in pairs {
        for (front, back) in fronts
            .iter()
            .flat_map(|front| backs.iter().map(move |back| (front, back)))
        {
            for (theme, i) in [("light", 0), ("dark", 1)] {
                let ratio = contrast(tokens[front][i], tokens[back][i]);
                if ratio < least {
                    failures.push(format!("{theme}: --{front} on --{back} has {ratio:.2}"));
                }
            }
        }
    }
    failures
}

#[wasm_bindgen_test]
fn the_formula_matches_known_values() {
    let [black, white, grey] = ["#000000", "#ffffff", "#767676"].map(|hex| luminance(hex).unwrap());
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    assert!((contrast(grey, white) - 4.54).abs() < 0.01);
}

#[wasm_bindgen_test]
fn text_has_enough_contrast_in_both_themes() {
    assert_eq!(failures(TEXT, 4.5), Vec::<String>::new());
}

#[wasm_bindgen_test]
fn shapes_have_enough_contrast_in_both_themes() {
    assert_eq!(failures(SHAPES, 3.0), Vec::<String>::new());
}
