//! Suggested paths: where to save each attachment of an export.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
};

use attache_wire::item::ContainerKind;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::segment::{MAX_BYTES, cut, is_zero_width, safe_segment, split_extension};

/// Room for ` (1000000)` and more: a stem is always cut to leave it, so that all names that would end up
/// with the same stem share one counter.
const SUFFIX_BYTES: usize = 13;

/// The last segment of a suggested path: the name that an attachment is saved under.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Hands out the suggested paths of one export: `Rooms/General/image.png`, then `Rooms/General/image (2).png`.
///
/// Paths are unique without regard to case, to Unicode normalisation and to characters without width. The
/// same items in the same order always get the same paths. It remembers 8 bytes per path, a part of a
/// SHA-256: in the unlikely case that two paths share it, one gets a suffix that it did not need. The work is
/// linear however many items have the same name.
#[derive(Debug, Default)]
pub struct PathAllocator {
    taken: HashSet<u64>,
    /// The last number given out, by folder, stem and extension; only for names that clashed.
    numbers: HashMap<u64, u32>,
    path: String,
    folded: String,
}

impl PathAllocator {
    /// The path of the next item: `{Rooms|Conversations|Groups}/{container name}/{file name}`.
    pub fn allocate(&mut self, kind: ContainerKind, container_name: &str, file_name: &str) -> String {
        let folder = match kind {
            ContainerKind::Direct => "Conversations",
            ContainerKind::Group => "Groups",
            ContainerKind::Room => "Rooms",
        };
        self.path.clear();
        for part in [folder, "/", &safe_segment(container_name), "/"] {
            self.path.push_str(part);
        }
        let folder_length = self.path.len();
        let name = safe_segment(file_name);
        self.path.push_str(&name);
        if !self.take() {
            self.number(folder_length, &name);
        }
        self.path.clone()
    }

    /// Puts the first number that is free before the extension.
    fn number(&mut self, folder_length: usize, name: &str) {
        let (stem, extension) = split_extension(name);
        self.path.truncate(folder_length);
        self.path
            .push_str(cut(stem, MAX_BYTES - SUFFIX_BYTES - extension.len()));
        let stem_length = self.path.len();
        self.path.push_str(extension);
        let stem_key = self.key();
        let mut number = self.numbers.get(&stem_key).copied().unwrap_or(1);
        loop {
            number += 1;
            self.path.truncate(stem_length);
            // Writing to a String cannot fail.
            let _ = write!(self.path, " ({number}){extension}");
            if self.take() {
                break;
            }
        }
        self.numbers.insert(stem_key, number);
    }

    /// Takes the present path, unless it is taken.
    fn take(&mut self) -> bool {
        let key = self.key();
        self.taken.insert(key)
    }

    /// What the present path has in common with those that a file system may take for the same.
    fn key(&mut self) -> u64 {
        self.folded.clear();
        if self.path.is_ascii() {
            self.folded.push_str(&self.path);
            self.folded.make_ascii_lowercase();
        } else {
            // Upper case first: it brings together what lower case alone keeps apart, such as σ and ς.
            let visible = self.path.chars().filter(|c| !is_zero_width(*c));
            let cased = visible.flat_map(char::to_uppercase).flat_map(char::to_lowercase);
            self.folded.extend(cased.nfd());
        }
        let digest: [u8; 32] = Sha256::digest(&self.folded).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}
