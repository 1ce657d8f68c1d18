//! Suggested paths: where to save each attachment of an export.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
};

use attache_wire::item::ContainerKind;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::segment::{MAX_BYTES, cut, is_zero_width, safe_segment, split_extension};

/// Bytes reserved for a suffix such as ` (1000000)`. Stems are always cut by this much, so that all names with the same
/// cut stem share one counter.
const SUFFIX_BYTES: usize = 13;

/// Returns the last segment of a suggested path: the name to save the attachment under.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Allocator for the suggested paths of one export: `Rooms/General/image.png`, then `Rooms/General/image (2).png`.
///
/// Paths are unique even ignoring case, Unicode normalisation and zero-width characters. The same items in the same
/// order always get the same paths. The allocator stores 8 bytes per path, a prefix of its SHA-256. In the unlikely
/// event of a collision, a path gets a suffix it did not need. The work is linear, however many items share a name.
#[derive(Debug, Default)]
pub struct PathAllocator {
    taken: HashSet<u64>,
    /// The last number assigned, by folder, stem and extension; only for names that clashed.
    numbers: HashMap<u64, u32>,
    path: String,
    folded: String,
}

impl PathAllocator {
    /// Returns the path of the next item: `{Rooms|Conversations|Groups}/{container name}/{file name}`.
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

    /// Inserts the first free number before the extension.
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

    /// Reserves the current path. Returns false if it is taken.
    fn take(&mut self) -> bool {
        let key = self.key();
        self.taken.insert(key)
    }

    /// Returns a key that is equal for all paths that a file system may treat as the same.
    fn key(&mut self) -> u64 {
        self.folded.clear();
        if self.path.is_ascii() {
            self.folded.push_str(&self.path);
            self.folded.make_ascii_lowercase();
        } else {
            // Upper-casing first unifies characters that lower-casing alone keeps apart, such as σ and ς.
            let visible = self.path.chars().filter(|c| !is_zero_width(*c));
            let cased = visible.flat_map(char::to_uppercase).flat_map(char::to_lowercase);
            self.folded.extend(cased.nfd());
        }
        let digest: [u8; 32] = Sha256::digest(&self.folded).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}
