//! Suggested paths: where to save each attachment of an export.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
};

use attache_wire::item::ContainerKind;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::segment::{Limit, MAX_BYTES, cut, is_zero_width, join, safe_segment, split_extension};

/// Maximum length of a path in UTF-16 units. Windows allows 259 by default; the rest is for what programs append while
/// they download, and for a short folder.
const MAX_PATH: usize = 240;

/// Maximum length of a container's folder in UTF-16 units, so that enough is left for the name.
const MAX_FOLDER: usize = 80;

/// Bytes reserved for a suffix such as ` (1000000)`. Stems are always cut by this much, so that all names with the same
/// cut stem share one counter.
const SUFFIX: usize = 13;

/// Returns the last segment of a suggested path: the name to save the attachment under.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Allocator for the suggested paths of one export: `Rooms/General/image.png`, then `Rooms/Sales/image (2).png`.
///
/// Each container has a folder of its own. The last segment is unique in the whole export, because many programs save
/// by it alone. Folders and names differ even ignoring case, Unicode normalisation and zero-width characters. The same
/// items in the same order always get the same paths.
///
/// The allocator stores 8 bytes per path, a prefix of its SHA-256, and each container's folder. In the unlikely event of
/// a collision, a name gets a suffix it did not need. The work is linear, however many items share a name.
#[derive(Debug, Default)]
pub struct PathAllocator {
    /// By container id; each ends in `/`.
    folders: HashMap<String, String>,
    names: Names,
}

impl PathAllocator {
    /// Returns the path of the next item: `{Rooms|Conversations|Groups}/{container name}/{file name}`.
    pub fn allocate(
        &mut self,
        kind: ContainerKind,
        (container_id, container_name): (&str, &str),
        file_name: &str,
    ) -> String {
        if !self.folders.contains_key(container_id) {
            let parent = match kind {
                ContainerKind::Direct => "Conversations/",
                ContainerKind::Group => "Groups/",
                ContainerKind::Room => "Rooms/",
            };
            let limit = Limit {
                bytes: MAX_BYTES,
                units: MAX_FOLDER,
            };
            let name = safe_segment(container_name);
            let folder = self.names.claim(parent, (&name, ""), limit);
            self.folders
                .insert(container_id.to_owned(), format!("{parent}{folder}/"));
        }
        let folder = self.folders.get(container_id).map_or("", String::as_str);
        let limit = Limit {
            bytes: MAX_BYTES,
            units: MAX_PATH - folder.encode_utf16().count(),
        };
        let name = safe_segment(file_name);
        let name = self.names.claim("", split_extension(&name), limit);
        format!("{folder}{name}")
    }
}

/// The names in use: the folders in each parent, and the files of the whole export (their parent is empty).
#[derive(Debug, Default)]
struct Names {
    taken: HashSet<u64>,
    /// The last number assigned, by parent, stem and extension; only for names that clashed.
    numbers: HashMap<u64, u32>,
    folded: String,
}

impl Names {
    /// Reserves the name, or the first free one with a number before the extension.
    fn claim(&mut self, parent: &str, (stem, extension): (&str, &str), limit: Limit) -> String {
        let mut name = join(stem, extension, limit);
        if self.take(parent, &name) {
            return name;
        }
        let stem = cut(stem, limit.less(SUFFIX + extension.len()));
        let counter = self.key(parent, &format!("{stem}{extension}"));
        let mut number = self.numbers.get(&counter).copied().unwrap_or(1);
        loop {
            number += 1;
            name.clear();
            // Writing to a String cannot fail.
            let _ = write!(name, "{stem} ({number}){extension}");
            if self.take(parent, &name) {
                break;
            }
        }
        self.numbers.insert(counter, number);
        name
    }

    /// Reserves a name. Returns false if it is taken.
    fn take(&mut self, parent: &str, name: &str) -> bool {
        let key = self.key(parent, name);
        self.taken.insert(key)
    }

    /// Returns a key that is equal for all names that a file system may treat as the same.
    fn key(&mut self, parent: &str, name: &str) -> u64 {
        self.folded.clear();
        self.folded.push_str(parent);
        if name.is_ascii() {
            self.folded.extend(name.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            self.folded.extend(fold(name));
        }
        let digest: [u8; 32] = Sha256::digest(&self.folded).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

/// Folds case and normalisation and drops zero-width characters.
///
/// Lower, upper and lower case in turn unify all that Unicode's full case folding unifies, such as σ and ς, or ß, ẞ and
/// ss. (They also unify ı and i, which some file systems do.)
fn fold(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|c| !is_zero_width(*c))
        .nfd()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfd()
}
