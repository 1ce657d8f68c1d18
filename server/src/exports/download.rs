//! Renders an export's file on request and streams it in constant memory. The output is deterministic.
//!
//! Rows are read in batches. Each batch takes its own connection and returns it before sending any bytes, so a slow
//! client holds no connection. A few batches are read, rendered and signed concurrently, ahead of the client, and sent
//! in order.

use std::{borrow::Cow, pin::pin};

use attache_wire::{
    export::ManifestFormat,
    id::ExportId,
    item::{ContainerKind, Rule},
    permission::Action,
};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    access::{
        self, SignedIn,
        authorise::{Authorised, may},
    },
    audit::Outcome,
    clock::{Millis, SECOND},
    error::{Error, Result},
    exports::manifest::{Manifest, Row},
    signing::{AccessKey, AmzDate, Endpoint, Lifetime, Presigner, Secret, Terms},
    store::{
        self, Store,
        exports::{ExportRow, KeyRow},
    },
    workspace::Workspace,
};

/// Rows per batch: about half a megabyte of CSV.
const BATCH: i64 = 500;
/// Batches processed concurrently per client; more would starve other clients.
const AHEAD: usize = 4;

/// A manifest row as [`manifest_batch`](store::export_items::manifest_batch) writes it: an array with these columns in this
/// order.
#[derive(Deserialize)]
struct Stored<'a> {
    seq: i64,
    #[serde(borrow)]
    attachment_id: Cow<'a, str>,
    #[serde(borrow)]
    file_name: Cow<'a, str>,
    #[serde(borrow)]
    content_type: Cow<'a, str>,
    size_bytes: u64,
    #[serde(borrow)]
    sha256: Cow<'a, str>,
    #[serde(borrow)]
    uploader_email: Cow<'a, str>,
    container_kind: ContainerKind,
    #[serde(borrow)]
    container_name: Cow<'a, str>,
    #[serde(borrow)]
    container_id: Cow<'a, str>,
    #[serde(borrow)]
    room_creator_email: Option<Cow<'a, str>>,
    #[serde(borrow)]
    message_id: Cow<'a, str>,
    uploaded_at: Millis,
    rule: Rule,
    #[serde(borrow)]
    path: Cow<'a, str>,
}

impl Stored<'_> {
    fn row(&self) -> Row<'_> {
        Row {
            attachment_id: &self.attachment_id,
            file_name: &self.file_name,
            content_type: &self.content_type,
            size_bytes: self.size_bytes,
            sha256: &self.sha256,
            uploader_email: &self.uploader_email,
            container_kind: self.container_kind,
            container_name: &self.container_name,
            container_id: &self.container_id,
            room_creator_email: self.room_creator_email.as_deref(),
            message_id: &self.message_id,
            uploaded_at: self.uploaded_at,
            rule: self.rule,
            path: &self.path,
        }
    }
}

/// Returns the object name of the file, which follows the export's id in the key: `manifest.csv`. (An attachment's
/// object name has two segments.)
pub fn object_name(format: ManifestFormat) -> String {
    format!("manifest.{}", format.extension())
}

/// Returns a link to the file itself, which expires and is revoked together with the links in it. Only people's own
/// exports have such a link: an account's file needs a policy that allows the download.
///
/// # Errors
/// When the export is not delivered.
pub fn link(
    workspace: &Workspace,
    export: &ExportRow,
    key: &KeyRow,
    format: ManifestFormat,
) -> Result<String> {
    let (mut presigner, _) = presigner(workspace, export, key)?;
    let mut url = Vec::new();
    presigner.push_url(&[&object_name(format)], &mut url);
    String::from_utf8(url).map_err(|error| Error::Internal(error.to_string()))
}

/// Returns the presigner for an export's links, and the time when they expire.
fn presigner(workspace: &Workspace, export: &ExportRow, key: &KeyRow) -> Result<(Presigner, Millis)> {
    let not_delivered = || Error::Internal(format!("export {} has no delivery", export.id));
    let delivered = export.delivered_at.ok_or_else(not_delivered)?;
    let signed_at = AmzDate::from_unix(delivered / SECOND).ok_or_else(not_delivered)?;
    let expires_at = export.links_expire_at.ok_or_else(not_delivered)?;
    let key = AccessKey {
        id: key.access_key_id.clone(),
        secret: Secret::new(key.secret.clone()),
    };
    let own = export.files_origin.as_deref().map(Endpoint::parse).transpose();
    let own = own.map_err(|error| Error::Internal(error.to_string()))?;
    let terms = Terms {
        endpoint: own.as_ref().unwrap_or(&workspace.files),
        key: &key,
        signed_at: &signed_at,
        lifetime: Lifetime::OF_EXPORTS,
    };
    Ok((Presigner::for_export(&terms, &export.id), expires_at))
}

/// Returns the renderer for one export's file.
fn manifest(
    workspace: &Workspace,
    export: &ExportRow,
    key: &KeyRow,
    format: ManifestFormat,
) -> Result<Manifest> {
    let (presigner, expires_at) = presigner(workspace, export, key)?;
    Ok(Manifest::new(format, presigner, expires_at))
}

/// Reads, renders and signs the export's rows with `after < seq <= to`.
async fn batch(
    store: &Store,
    export: &ExportId,
    manifest: &mut Manifest,
    after: i64,
    to: i64,
) -> Result<Bytes> {
    let mut conn = store.read().await?;
    let batch = store::export_items::manifest_batch(&mut conn, after, to).await?;
    let is_there = store::exports::get(&mut conn, export).await?.is_some();
    drop(conn);
    if !is_there {
        // A deleted export has no rows, and a truncated list would look complete.
        return Err(Error::Internal(format!(
            "export {export} was deleted while it was being read"
        )));
    }
    let rows: Vec<Stored<'_>> = serde_json::from_str(&batch)
        .map_err(|error| Error::Internal(format!("cannot parse a manifest batch: {error}")))?;
    if !rows.is_sorted_by_key(|stored| stored.seq) {
        return Err(Error::Internal("a manifest batch is out of order".into()));
    }
    // A rendered row is about twice as long as its JSON.
    let mut out = Vec::with_capacity(batch.len() * 2);
    for stored in &rows {
        manifest.push_row(&stored.row(), &mut out);
    }
    Ok(Bytes::from(out))
}

/// Returns the file's bytes as a stream.
///
/// # Errors
/// When the export is not delivered. A chunk is an error when the database fails or the world is reset during the
/// download. The file is then truncated, which its length or the aborted transfer shows.
pub fn stream(
    workspace: &Workspace,
    export: &ExportRow,
    key: &KeyRow,
    format: ManifestFormat,
) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<>> {
    let (store, manifest) = (workspace.store.clone(), manifest(workspace, export, key, format)?);
    let mut header = Vec::new();
    manifest.push_header(&mut header);
    let (id, last) = (export.id.clone(), export.last_seq);
    let pieces = stream::iter((export.first_seq - 1..last).step_by(BATCH as usize))
        .map(move |after| {
            let (store, id, mut manifest) = (store.clone(), id.clone(), manifest.clone());
            let to = (after + BATCH).min(last);
            tokio::spawn(async move { batch(&store, &id, &mut manifest, after, to).await })
        })
        .buffered(AHEAD)
        .map(|piece| piece.map_err(|error| Error::Internal(error.to_string()))?);
    let header = stream::iter((!header.is_empty()).then(|| Ok(Bytes::from(header))));
    Ok(header.chain(pieces))
}

/// Returns an account's file and its export to an authorised caller. Records the download before sending the first
/// byte.
///
/// # Errors
/// 404; 409 or 410 if there is no file; or when the database fails. Chunks fail as described in [`stream()`].
pub async fn download(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::RetrieveDataExport>,
    id: &ExportId,
    format: ManifestFormat,
) -> Result<(ExportRow, impl Stream<Item = Result<Bytes>> + Send + use<>)> {
    let (row, key) = super::downloadable(workspace, proof, id).await?;
    let pieces = stream(workspace, &row, &key, format)?;
    let event = access::event(
        workspace,
        caller,
        Some(Action::RetrieveDataExport),
        Outcome::Allowed,
    );
    let request = json!({ "exportId": id, "format": format.extension() });
    let event = event.about(row.account_id.clone()).request(request);
    workspace.audit.later(event).await?;
    Ok((row, pieces))
}

/// Returns the length in bytes and the SHA-256 (lower-case hex) of the CSV file.
///
/// # Errors
/// When the export is not delivered or the database fails.
pub async fn digest(workspace: &Workspace, export: &ExportRow, key: &KeyRow) -> Result<(u64, String)> {
    let mut pieces = pin!(stream(workspace, export, key, ManifestFormat::Csv)?);
    let mut hasher = Sha256::new();
    let mut length = 0;
    while let Some(piece) = pieces.next().await {
        let piece = piece?;
        length += piece.len() as u64;
        hasher.update(&piece);
    }
    Ok((length, hex::encode(hasher.finalize())))
}
