//! Keys of the bucket's objects.

use attache_wire::{
    export::ManifestFormat,
    id::{AttachmentId, ExportId},
};

use crate::exports::download;

/// A parsed object key. The object may not exist.
pub struct Object<'a> {
    /// The export's id.
    pub export: ExportId,
    /// The part of the export.
    pub part: Part<'a>,
}

/// A part of an export.
pub enum Part<'a> {
    /// `{export}/{attachment}/{file name}`
    Attachment {
        /// The attachment's id.
        id: AttachmentId,
        /// The last segment of its suggested path.
        name: &'a str,
    },
    /// `{export}/manifest.csv` or `.txt`: the file with the links.
    Manifest(ManifestFormat),
}

/// The formats in which a person's own file is linked.
const LINKED: [ManifestFormat; 2] = [ManifestFormat::Csv, ManifestFormat::Txt];

impl<'a> Object<'a> {
    /// Parses an object key; `None` if it has the wrong shape.
    pub fn parse(key: &'a str) -> Option<Self> {
        let mut parts = key.splitn(3, '/');
        let (export, second, name) = (parts.next()?, parts.next()?, parts.next());
        let part = match name {
            Some(name) => Part::Attachment {
                id: second.into(),
                name,
            },
            None => {
                let format = LINKED
                    .into_iter()
                    .find(|format| download::object_name(*format) == second);
                Part::Manifest(format?)
            }
        };
        Some(Self {
            export: export.into(),
            part,
        })
    }
}
