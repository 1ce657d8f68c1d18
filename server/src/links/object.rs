//! The keys of the bucket's objects.

use attache_wire::{
    export::ManifestFormat,
    id::{AttachmentId, ExportId},
};

use crate::exports::download;

/// What an object's key names. Whether it exists is another matter.
pub struct Object<'a> {
    /// The export's id.
    pub export: ExportId,
    /// What of it.
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

/// The formats in which a person's own file has a link.
const LINKED: [ManifestFormat; 2] = [ManifestFormat::Csv, ManifestFormat::Txt];

impl<'a> Object<'a> {
    /// The object with this key, if it is shaped like one.
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
