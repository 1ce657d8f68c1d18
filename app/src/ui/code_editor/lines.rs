//! The lines of a text: their number, the longest one and the marked ones.

use super::Fault;

/// Why a line is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The line has a fault.
    Fault,
    /// The line is highlighted.
    About,
}

impl Mark {
    /// Returns the name used in the style sheet.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::About => "about",
        }
    }

    /// Returns the sign before the line number.
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Fault => "✗ ",
            Self::About => "▸ ",
        }
    }
}

/// Consecutive lines with the same mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) mark: Option<Mark>,
}

/// Counts the lines that a textarea shows: a final line break starts an empty line.
pub(super) fn count(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1
}

/// Returns the length of the longest line in characters, for browsers that cannot size a textarea by its text.
/// Limited; beyond the limit, the textarea scrolls.
pub(super) fn longest(text: &str) -> usize {
    const MOST: usize = 10_000;
    let longest = text.lines().map(|line| line.chars().count()).max();
    longest.unwrap_or_default().clamp(20, MOST) + 1
}

/// Splits the lines 1 to `count` wherever the mark changes. A fault is one line; the highlight covers the lines
/// from its first to its last.
pub(super) fn segments(count: u32, about: Option<(u32, u32)>, fault: Option<u32>) -> Vec<Segment> {
    let (from, to) = about.unwrap_or((1, 0));
    let kind = |line: u32| {
        if fault == Some(line) {
            Some(Mark::Fault)
        } else {
            (from..=to).contains(&line).then_some(Mark::About)
        }
    };
    let fault = fault.unwrap_or_default();
    let mut starts = vec![1, from, to.saturating_add(1), fault, fault.saturating_add(1)];
    starts.sort_unstable();
    starts.dedup();
    starts.retain(|start| (1..=count).contains(start));
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([count]);
    let segment = |(first, last): (&u32, u32)| Segment {
        first: *first,
        last,
        mark: kind(*first),
    };
    starts.iter().zip(ends).map(segment).collect()
}

/// Splits the faulty line at the fault. The second part is never empty, so that something can be underlined.
pub(super) fn cut(text: &str, fault: &Fault) -> (String, String) {
    let line = text.split('\n').nth(fault.line.saturating_sub(1) as usize);
    let mut characters = line.unwrap_or_default().chars();
    let before = characters
        .by_ref()
        .take(fault.column.saturating_sub(1) as usize)
        .collect();
    let mut from: String = characters.collect();
    if from.is_empty() {
        from.push_str("  ");
    }
    (before, from)
}
