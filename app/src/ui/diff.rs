//! A line diff of two texts as one list: removed, added and unchanged lines.

use leptos::prelude::*;

/// How a line changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// In both texts.
    Same,
    /// Only in the first text.
    Removed,
    /// Only in the second text.
    Added,
}

/// How many unchanged lines to show around a change.
const AROUND: usize = 3;
/// The largest comparison table, in cells. Beyond it, everything between the first and the last difference counts
/// as changed: correct, but longer.
const MOST_CELLS: usize = 1_000_000;

/// Returns the lines of both texts in order, with as few changes as possible. Within a change, removed lines come
/// first.
pub fn lines<'a>(before: &'a str, after: &'a str) -> Vec<(Change, &'a str)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (split(before), split(after));
    let pairs = old.iter().zip(&new);
    let head = pairs.take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (old.split_at(head).1, new.split_at(head).1);
    let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = pairs.take_while(|(old, new)| old == new).count();
    let (old_middle, end) = old_rest.split_at(old_rest.len() - tail);
    let new_middle = new_rest.split_at(new_rest.len() - tail).0;

    let same = |line: &&'a str| (Change::Same, *line);
    let mut all: Vec<_> = old.iter().take(head).map(same).collect();
    compare(old_middle, new_middle, &mut all);
    all.extend(end.iter().map(same));
    all
}

/// Splits at either kind of line break. A final line break adds no line.
fn split(text: &str) -> Vec<&str> {
    text.lines().collect()
}

/// Finds the longest common subsequence with a table of the lengths left from each pair of positions.
fn compare<'a>(old: &[&'a str], new: &[&'a str], out: &mut Vec<(Change, &'a str)>) {
    let width = new.len() + 1;
    let cells = (old.len() + 1).saturating_mul(width);
    let mut lengths = vec![0_u32; if cells > MOST_CELLS { 0 } else { cells }];
    let at = |lengths: &[u32], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or_default();
    if !lengths.is_empty() {
        for (i, old_line) in old.iter().enumerate().rev() {
            for (j, new_line) in new.iter().enumerate().rev() {
                let length = if old_line == new_line {
                    at(&lengths, i + 1, j + 1) + 1
                } else {
                    at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
                };
                if let Some(cell) = lengths.get_mut(i * width + j) {
                    *cell = length;
                }
            }
        }
    }
    let comparable = !lengths.is_empty();
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(line), Some(other)) if comparable && line == other => {
                out.push((Change::Same, line));
                (i, j) = (i + 1, j + 1);
            }
            (Some(line), other) if other.is_none() || at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) => {
                out.push((Change::Removed, line));
                i += 1;
            }
            (_, Some(line)) => {
                out.push((Change::Added, line));
                j += 1;
            }
            _ => return,
        }
    }
}

/// Shows the diff of two texts. Long unchanged runs are folded; opening one shows its lines.
#[component]
pub fn Diff(
    /// The accessible name, e.g. "Changes to the policy document".
    #[prop(into)]
    label: String,
    /// The first text.
    #[prop(into)]
    before: String,
    /// The second text.
    #[prop(into)]
    after: String,
) -> AnyView {
    let all = lines(&before, &after);
    let count = |wanted| all.iter().filter(|(change, _)| *change == wanted).count();
    let summary = summary(count(Change::Removed), count(Change::Added));
    let mut rows = Vec::new();
    let mut rest = all.as_slice();
    while let Some((change, _)) = rest.first() {
        let run = rest.iter().take_while(|(other, _)| other == change).count();
        let (these, after) = rest.split_at(run);
        if *change == Change::Same {
            let above = if rows.is_empty() { 0 } else { AROUND };
            let below = if after.is_empty() { 0 } else { AROUND };
            unchanged(these, above, below, &mut rows);
        } else {
            rows.extend(these.iter().map(row));
        }
        rest = after;
    }
    view! {
        <div class="diff" role="group" tabindex="0" aria-label=label>
            <p class="diff-summary">{summary}</p>
            <div class="diff-lines">{rows}</div>
        </div>
    }
    .into_any()
}

fn summary(removed: usize, added: usize) -> String {
    let lines = |count: usize| format!("{count} {}", if count == 1 { "line" } else { "lines" });
    match (removed, added) {
        (0, 0) => "No differences, except possibly line endings.".to_owned(),
        _ => format!("{} removed, {} added", lines(removed), lines(added)),
    }
}

/// Renders an unchanged run, folded except for the lines next to a change. Never folds a single line.
fn unchanged(run: &[(Change, &str)], above: usize, below: usize, rows: &mut Vec<AnyView>) {
    let hidden = run.len().saturating_sub(above + below);
    if hidden < 2 {
        rows.extend(run.iter().map(row));
        return;
    }
    let (first, rest) = run.split_at(above);
    let (folded, last) = rest.split_at(hidden);
    rows.extend(first.iter().map(row));
    let folded = folded.iter().map(row).collect::<Vec<_>>();
    rows.push(
        view! {
            <details class="diff-fold">
                <summary>{hidden.to_string()} " unchanged lines"</summary>
                {folded}
            </details>
        }
        .into_any(),
    );
    rows.extend(last.iter().map(row));
}

/// Renders one line, with a visible sign and a word for screen readers.
fn row((change, text): &(Change, &str)) -> AnyView {
    let (name, sign, word) = match change {
        Change::Same => (None, " ", ""),
        Change::Removed => (Some("removed"), "−", "Removed: "),
        Change::Added => (Some("added"), "+", "Added: "),
    };
    let text = (*text).to_owned();
    view! {
        <div class="diff-line" data-change=name>
            <span class="diff-sign" aria-hidden="true">{sign}</span>
            <span class="visually-hidden">{word}</span>
            <code>{text}</code>
        </div>
    }
    .into_any()
}
