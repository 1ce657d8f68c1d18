//! The lines of a text: how many, how long, and which of them are marked.

use super::Fault;

/// Why lines are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Something is wrong in this one.
    Fault,
    /// They are what it is about.
    About,
}

impl Mark {
    /// The name that the style sheet knows.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::About => "about",
        }
    }

    /// The sign before the number.
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Fault => "✗ ",
            Self::About => "▸ ",
        }
    }
}

/// Consecutive lines of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) mark: Option<Mark>,
}

/// How many lines a textarea shows for a text: the last line end is followed by an empty line.
pub(super) fn count(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1
}

/// The length of the longest line. A browser that cannot size a textarea by its text is told in characters;
/// beyond a limit it scrolls inside.
pub(super) fn longest(text: &str) -> usize {
    const MOST: usize = 10_000;
    let longest = text.lines().map(|line| line.chars().count()).max();
    longest.unwrap_or_default().clamp(20, MOST) + 1
}

/// All lines from 1 to `count`, cut where the kind changes. A fault is a line; what the text is about are all from
/// the first to the last.
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

/// The faulty line before the fault, and from it on: never nothing, so that there is something to underline.
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
