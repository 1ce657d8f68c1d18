//! Verifies a link in S3's order and looks up its target.

use std::sync::Arc;

use attache_wire::{
    export::ManifestFormat,
    id::{AccountId, AttachmentId, ExportId},
};

use super::{Object, Part};
use crate::{
    clock::SECOND,
    error::Error,
    exports::manifest,
    scope::Subject,
    signing::{self, LinkRequest, PresignedQuery},
    store::{
        self,
        export_items::LinkedFile,
        exports::{ExportRow, KeyRow},
    },
    workspace::Workspace,
};

/// The target of a link.
pub enum Linked {
    /// The bytes of an attachment.
    Attachment(LinkedAttachment),
    /// A person's own file.
    Manifest(Box<LinkedManifest>),
}

impl Linked {
    /// Returns the account whose file it is; `None` for a person's own.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Attachment(linked) => linked.file.account_id.clone(),
            Self::Manifest(_) => None,
        }
    }
}

/// An attachment in an export.
pub struct LinkedAttachment {
    /// The export.
    pub export: ExportId,
    /// The attachment's id.
    pub id: AttachmentId,
    /// Its file.
    pub file: Arc<LinkedFile>,
}

/// A person's own file, and the key that signs its links.
pub struct LinkedManifest {
    /// The export that the file belongs to.
    pub export: ExportRow,
    /// The key that signs its links.
    pub key: KeyRow,
    /// The file's format.
    pub format: ManifestFormat,
}

/// Why a link does not resolve to a file.
#[derive(Debug, thiserror::Error)]
pub enum Unresolved {
    /// The link itself is refused.
    #[error("the link is refused")]
    Refused(signing::Refusal),
    /// The link is valid, but the object does not exist.
    #[error("no such object")]
    NoSuchKey,
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<signing::Refusal> for Unresolved {
    fn from(refusal: signing::Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<store::Error> for Unresolved {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Returns the file that a request may access.
///
/// # Errors
/// When the link is refused, its object does not exist, or the database fails.
pub async fn resolve(workspace: &Workspace, request: LinkRequest<'_>) -> Result<Linked, Unresolved> {
    let link = PresignedQuery::parse(request)?.check_time(workspace.now().div_euclid(SECOND))?;
    let known = workspace.links.view(&workspace.store).await?;
    let key = known.key(link.key_id()).await?;
    let access = link.check_signature_with(key.as_deref().map(|key| |day: &str| key.signing_key(day)))?;
    tracing::debug!(key = access.key_id, "a link was followed");
    let named = access.object_key.as_deref().and_then(Object::parse);
    let (Some(key), Some(object)) = (key, named) else {
        return Err(Unresolved::NoSuchKey);
    };
    // A key only opens its own export.
    if key.row.export_id != object.export {
        return Err(Unresolved::NoSuchKey);
    }
    let found = match object.part {
        Part::Attachment { id, name } => {
            let file = known.file(&object.export, &id).await?;
            let file = file.filter(|file| manifest::file_name(&file.path) == name);
            let export = object.export;
            file.map(|file| Linked::Attachment(LinkedAttachment { export, id, file }))
        }
        Part::Manifest(format) => {
            let mut conn = workspace.store.read().await?;
            let export = store::exports::get(&mut conn, &object.export).await?;
            // No link opens an account's file, whichever key signed it.
            match export {
                Some(export) if matches!(export.subject()?, Subject::User(_)) => {
                    let key = key.row.clone();
                    Some(Linked::Manifest(Box::new(LinkedManifest { export, key, format })))
                }
                _ => None,
            }
        }
    };
    found.ok_or(Unresolved::NoSuchKey)
}
