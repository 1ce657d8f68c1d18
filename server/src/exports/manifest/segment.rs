//! Names that every file system takes.

use unicode_normalization::UnicodeNormalization;

/// The longest segment, in bytes: what ext4, XFS and APFS allow; NTFS counts UTF-16 units, which are fewer.
pub(super) const MAX_BYTES: usize = 255;

/// The longest file extension that is kept apart, in bytes with its dot.
const MAX_EXTENSION_BYTES: usize = 17;

/// What stands in for a name of which nothing is left.
const UNNAMED: &str = "unnamed";

/// A name made safe as one segment of a path on Windows, macOS and Linux.
///
/// The result is NFC, 1 to 255 bytes long, and free of separators, control and bidi characters, characters
/// that Windows refuses, runs of dots, dots and spaces at the end, and reserved device names. A name that is
/// safe already comes back as it is, but for its normalisation.
pub fn safe_segment(name: &str) -> String {
    let kept = name.chars().filter(|c| !is_bidi_control(*c)).nfc();
    let replaced = replace_unsafe(kept);
    let trimmed = replaced
        .trim_start_matches(is_blank)
        .trim_end_matches(is_blank_or_dot);
    if trimmed.is_empty() {
        return UNNAMED.to_owned();
    }
    let mut name = trimmed.to_owned();
    if let Some(end) = device_name_end(&name) {
        name.insert(end, '_');
    }
    if name.len() > MAX_BYTES {
        let (stem, extension) = split_extension(&name);
        name = format!("{}{extension}", cut(stem, MAX_BYTES - extension.len()));
    }
    name
}

/// Makes each run of unsafe characters one `_` and each run of dots one dot. Dots among unsafe characters
/// go with them, save one at the end: `../../a` becomes `_a`, and `why?.pdf` `why_.pdf`.
fn replace_unsafe(characters: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let (mut run_is_unsafe, mut run_ends_in_dot) = (false, false);
    for c in characters.chain([char::MAX]) {
        if is_unsafe(c) {
            (run_is_unsafe, run_ends_in_dot) = (true, false);
        } else if c == '.' {
            run_ends_in_dot = true;
        } else {
            if run_is_unsafe {
                out.push('_');
            }
            if run_ends_in_dot {
                out.push('.');
            }
            (run_is_unsafe, run_ends_in_dot) = (false, false);
            out.push(c);
        }
    }
    // The sentinel that closed the last run.
    out.pop();
    out
}

/// Separators, what Windows forbids, control characters, and separators of lines and paragraphs.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{2028}' | '\u{2029}'
        )
}

/// Characters that reorder what stands around them, so that a name shows as another (Unicode TR 36).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}')
}

/// Characters without width, which some file systems pass over when they compare names.
pub(super) fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}' | '\u{FEFF}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_zero_width(c)
}

fn is_blank_or_dot(c: char) -> bool {
    is_blank(c) || c == '.'
}

/// Where the device name ends that Windows would take this name for, if it would: `con`, `CON.txt`, `Lpt1 .a`.
fn device_name_end(name: &str) -> Option<usize> {
    const DEVICES: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];
    const NUMBERED: [&str; 2] = ["COM", "LPT"];
    let base = name.split('.').next().unwrap_or(name).trim_end();
    let is_numbered = |device: &&str| {
        let (Some(head), Some(tail)) = (base.get(..3), base.get(3..)) else {
            return false;
        };
        let mut tail = tail.chars();
        let digit = tail
            .next()
            .is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
        head.eq_ignore_ascii_case(device) && digit && tail.next().is_none()
    };
    let reserved =
        DEVICES.iter().any(|device| base.eq_ignore_ascii_case(device)) || NUMBERED.iter().any(is_numbered);
    reserved.then_some(base.len())
}

/// Stem and extension, the latter with its dot; what looks like a sentence, or like nothing but an
/// extension, has none.
pub(super) fn split_extension(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 => {
            let (stem, extension) = name.split_at(dot);
            if extension.len() <= MAX_EXTENSION_BYTES && !extension.contains(char::is_whitespace) {
                (stem, extension)
            } else {
                (name, "")
            }
        }
        _ => (name, ""),
    }
}

/// The longest beginning of at most `bytes` bytes that is whole characters and ends in nothing that may not
/// stand at an end.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    text[..text.floor_char_boundary(bytes)].trim_end_matches(is_blank_or_dot)
}
