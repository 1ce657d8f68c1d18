//! The file of an export: rendered on request, streamed in constant memory, deterministic.
//!
//! Rows are read in batches, each with a connection of its own that goes back before the bytes go out, so that a slow
//! client holds none. While one batch is rendered and signed the next is being read.

use std::{borrow::Cow, pin::pin, sync::Arc};

use async_stream::try_stream;
use attache_wire::{
    export::ManifestFormat,
    item::{ContainerKind, Rule},
};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use crate::{
    clock::{Millis, SECOND},
    error::{Error, Result},
    manifest::{Manifest, Row},
    signing::{AccessKey, AmzDate, Lifetime, Presigner, Secret, Terms},
    store::{
        self, Store,
        exports::{ExportRow, KeyRow},
    },
    workspace::Workspace,
};

/// Rows that are read, rendered and sent at a time: about half a megabyte of CSV.
const BATCH: i64 = 500;

/// A manifest row as the database hands it over: one array of a batch's JSON, in the order of [`Row`]'s fields.
#[derive(Deserialize)]
struct Stored<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    u64,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    ContainerKind,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Option<Cow<'a, str>>,
    #[serde(borrow)] Cow<'a, str>,
    Millis,
    Rule,
    #[serde(borrow)] Cow<'a, str>,
);

impl Stored<'_> {
    fn row(&self) -> Row<'_> {
        Row {
            attachment_id: &self.0,
            file_name: &self.1,
            content_type: &self.2,
            size_bytes: self.3,
            sha256: &self.4,
            uploader_email: &self.5,
            container_kind: self.6,
            container_name: &self.7,
            container_id: &self.8,
            room_creator_email: self.9.as_deref(),
            message_id: &self.10,
            uploaded_at: self.11,
            rule: self.12,
            path: &self.13,
        }
    }
}

/// What renders one export's file.
fn manifest(
    workspace: &Workspace,
    export: &ExportRow,
    key: &KeyRow,
    format: ManifestFormat,
) -> Result<Manifest> {
    let not_delivered = || Error::Internal(format!("export {} has no delivery", export.id));
    let delivered = export.delivered_at.ok_or_else(not_delivered)?;
    let signed_at = AmzDate::from_unix(delivered / SECOND).ok_or_else(not_delivered)?;
    let expires_at = export.links_expire_at.ok_or_else(not_delivered)?;
    let key = AccessKey {
        id: key.access_key_id.clone(),
        secret: Secret::new(key.secret.clone()),
    };
    let terms = Terms {
        endpoint: &workspace.files,
        key: &key,
        signed_at: &signed_at,
        lifetime: Lifetime::OF_EXPORTS,
    };
    Ok(Manifest::new(
        format,
        Presigner::for_export(&terms, &export.id),
        expires_at,
    ))
}

/// Reads the rows of a batch in the background.
fn read(store: &Store, export: &Arc<ExportRow>, after: i64) -> JoinHandle<store::Result<String>> {
    let (store, export) = (store.clone(), export.clone());
    tokio::spawn(async move {
        let mut conn = store.read().await?;
        store::export_items::manifest_batch(&mut conn, after, (after + BATCH).min(export.last_seq)).await
    })
}

fn render(manifest: &mut Manifest, batch: &str, out: &mut Vec<u8>) -> Result<()> {
    let rows: Vec<Stored<'_>> =
        serde_json::from_str(batch).map_err(|error| Error::Internal(format!("a manifest batch: {error}")))?;
    for stored in &rows {
        manifest.push_row(&stored.row(), out);
    }
    Ok(())
}

/// The file's bytes, in pieces.
///
/// # Errors
/// When the export is not delivered. A piece is an error when the database fails; the file is then cut short, which its
/// length or the broken transfer shows.
pub fn stream(
    workspace: &Workspace,
    export: &ExportRow,
    key: &KeyRow,
    format: ManifestFormat,
) -> Result<impl Stream<Item = Result<Bytes>> + Send + 'static> {
    let mut manifest = manifest(workspace, export, key, format)?;
    let (store, export) = (workspace.store.clone(), Arc::new(export.clone()));
    Ok(try_stream! {
        let mut out = Vec::new();
        manifest.push_header(&mut out);
        let mut after = export.first_seq - 1;
        let mut reading = read(&store, &export, after);
        while after < export.last_seq {
            let batch = reading.await.map_err(|error| Error::Internal(error.to_string()))??;
            after += BATCH;
            reading = read(&store, &export, after);
            render(&mut manifest, &batch, &mut out)?;
            let capacity = out.len();
            yield Bytes::from(std::mem::replace(&mut out, Vec::with_capacity(capacity)));
        }
        if !out.is_empty() {
            yield Bytes::from(out);
        }
    })
}

/// Length and SHA-256 (lower-case hex) of the CSV form.
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
