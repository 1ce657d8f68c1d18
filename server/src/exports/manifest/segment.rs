//! File names that are valid on every file system.

use unicode_normalization::UnicodeNormalization;

/// Maximum segment length in bytes. File systems allow 255 bytes or UTF-16 units; the rest is for what programs append
/// while they download, such as `.1` or `.aria2`.
pub(super) const MAX_BYTES: usize = 200;

/// The longest that a name may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) bytes: usize,
    /// UTF-16 units, which Windows counts.
    pub(super) units: usize,
}

impl Limit {
    /// Returns the limit for what is left after this many bytes.
    pub(super) const fn less(self, bytes: usize) -> Self {
        Self {
            bytes: self.bytes.saturating_sub(bytes),
            units: self.units.saturating_sub(bytes),
        }
    }
}

/// Maximum length in bytes, including the dot, of a suffix treated as a file extension.
const MAX_EXTENSION_BYTES: usize = 17;

/// Inner extension that belongs to the one after it: `.tar.gz`.
const TAR: &str = ".tar";

/// Replacement for a name with no usable characters.
const UNNAMED: &str = "unnamed";

/// Returns a name that is safe as one path segment on Windows, macOS and Linux.
///
/// The result is in NFC and 1 to 200 bytes long. It contains no separators, control or bidi characters, characters that
/// Windows forbids, or runs of dots. It does not begin with `-`, which programs take for an option, or end in a dot or
/// space, and is not a reserved device name. A name that is already safe is returned unchanged, apart from
/// normalisation.
pub fn safe_segment(name: &str) -> String {
    let kept = name.chars().filter(|c| !is_bidi_control(*c)).nfc();
    let replaced = replace_unsafe(kept);
    let trimmed = replaced
        .trim_start_matches(is_blank)
        .trim_end_matches(is_blank_or_dot);
    if trimmed.is_empty() {
        return UNNAMED.to_owned();
    }
    let name = match trimmed.strip_prefix('-') {
        Some(rest) => format!("_{rest}"),
        None => trimmed.to_owned(),
    };
    let name = no_device(name);
    let (stem, extension) = split_extension(&name);
    let limit = Limit {
        bytes: MAX_BYTES,
        units: MAX_BYTES,
    };
    join(stem, extension, limit)
}

/// Joins a stem, cut if necessary, and its extension.
pub(super) fn join(stem: &str, extension: &str, limit: Limit) -> String {
    // A cut can leave nothing, or the name of a device.
    match format!("{}{extension}", cut(stem, limit.less(extension.len()))) {
        nothing if nothing.is_empty() => UNNAMED.to_owned(),
        name => no_device(name),
    }
}

/// Puts a `_` after what Windows would take for the name of a device.
fn no_device(mut name: String) -> String {
    if let Some(end) = device_name_end(&name) {
        name.insert(end, '_');
    }
    name
}

/// Replaces each run of unsafe characters with one `_` and each run of dots with one dot. Dots among unsafe characters
/// are dropped, except one at the end: `../../a` becomes `_a`, and `why?.pdf` becomes `why_.pdf`.
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
    // Remove the sentinel that closed the last run.
    out.pop();
    out
}

/// Returns true for path separators, characters that Windows forbids, control characters, and line and paragraph
/// separators.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{2028}' | '\u{2029}'
        )
}

/// Returns true for characters that reorder the surrounding text, so that a name is displayed as another (Unicode TR
/// 36).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}')
}

/// Returns true for zero-width characters, which some file systems ignore when comparing names.
pub(super) fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}' | '\u{FEFF}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_zero_width(c)
}

fn is_blank_or_dot(c: char) -> bool {
    is_blank(c) || c == '.'
}

/// Returns where the device name ends if Windows would take this name for a device: `con`, `CON.txt`, `Lpt1 .a`.
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

/// Splits a name into stem and extension, the latter with its dot: `backup` and `.tar.gz`, but `release 1` and `.2`. The
/// extension is empty if the suffix is too long, contains whitespace, or has no stem before it.
pub(super) fn split_extension(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 => {
            let (stem, extension) = name.split_at(dot);
            if extension.len() > MAX_EXTENSION_BYTES || extension.contains(char::is_whitespace) {
                return (name, "");
            }
            let before_tar = stem.len().saturating_sub(TAR.len());
            match stem.get(before_tar..) {
                Some(tar) if before_tar > 0 && tar.eq_ignore_ascii_case(TAR) => name.split_at(before_tar),
                _ => (stem, extension),
            }
        }
        _ => (name, ""),
    }
}

/// Returns the longest prefix of whole characters within the limit, without trailing blanks or dots if anything was cut.
pub(super) fn cut(text: &str, limit: Limit) -> &str {
    let mut units = 0;
    let beyond = text.char_indices().find(|(start, c)| {
        units += c.len_utf16();
        units > limit.units || start + c.len_utf8() > limit.bytes
    });
    match beyond {
        Some((end, _)) => text[..end].trim_end_matches(is_blank_or_dot),
        None => text,
    }
}
