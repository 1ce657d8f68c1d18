//! The pipeline's steps. Each function does one unit of work and commits it with its checkpoint in one transaction.

use attache_wire::{
    id::AttachmentId,
    item::{ContainerKind, ItemError},
    state::{ExportState, Step},
};
use futures::{StreamExt, stream};

use super::{DISCARD_BATCH, LEASE, delivered_state, pace};
use crate::{
    assistant,
    clock::{Millis, SECOND},
    error::{Error, Result},
    exports::{self, download, manifest::PathAllocator},
    signing::{AccessKey, Secret},
    store::{
        self, Tx,
        exports::{ExportRow, KeyRow},
        pipeline::{BlobToCheck, Delivery},
    },
    worker::NextRun,
    workspace::Workspace,
};

/// The result of a unit of work.
pub(super) enum Unit {
    /// Work was done. A new step or state is announced immediately, progress only at intervals.
    Done { publish_at_once: bool },
    /// Nothing to do until then.
    Waits(NextRun),
    /// Another worker holds the export, or it was cancelled. Nothing was written.
    LostLease,
    /// So many files are missing or unreadable that the file store must be at fault. Nothing was written.
    StoreFailed,
}

/// Items per batch while taking the snapshot.
const SNAPSHOT_BATCH: i64 = 2_000;
/// Items added to the search index per transaction.
const INDEX_BATCH: i64 = 10_000;
/// Items sealed per transaction.
const SEAL_BATCH: i64 = 5_000;
/// Files checked per commit.
const CHECK_BATCH: u64 = 16;
/// More missing or unreadable files than this, and than one in [`TOLERATED_SHARE`], mean that the file store is at fault
/// (it is not mounted, for instance): a file full of gaps would cost the account its window.
const TOLERATED: u64 = 20;
const TOLERATED_SHARE: u64 = 20;
/// Files read concurrently.
const READS: usize = 4;

/// Waits until the worker sees the simulated time `at`.
fn waits(workspace: &Workspace, at: Millis) -> Unit {
    Unit::Waits(NextRun::At(workspace.when_worker_sees(at)))
}

/// Does an export's next unit of work. `last_try` is true if another error ends the export.
pub(super) async fn advance(
    workspace: &Workspace,
    export: &ExportRow,
    attempt: i64,
    last_try: bool,
) -> Result<Unit> {
    match (export.state()?, export.step()?) {
        (ExportState::Submitted, _) => begin(workspace, export, attempt).await,
        (ExportState::Processing, Step::Snapshot) => snapshot(workspace, export, attempt).await,
        (ExportState::Processing, Step::Collect) => collect(workspace, export, attempt, last_try).await,
        (ExportState::Processing, Step::Seal) => seal(workspace, export, attempt).await,
        (ExportState::Processing, Step::Publish) => publish(workspace, export, attempt).await,
        _ => Ok(Unit::LostLease),
    }
}

/// Starts a transaction in which this attempt holds the lease; `None` if it lost the lease.
pub(super) async fn fenced(workspace: &Workspace, export: &ExportRow, attempt: i64) -> Result<Option<Tx>> {
    let mut tx = workspace.store.write().await?;
    let until = workspace.worker_wall() + LEASE;
    let ours = store::pipeline::fence(&mut tx, &export.id, attempt, until).await?;
    Ok(ours.then_some(tx))
}

macro_rules! fenced {
    ($workspace:expr, $export:expr, $attempt:expr) => {
        match fenced($workspace, $export, $attempt).await? {
            Some(tx) => tx,
            None => return Ok(Unit::LostLease),
        }
    };
}

async fn begin(workspace: &Workspace, export: &ExportRow, attempt: i64) -> Result<Unit> {
    let mut tx = fenced!(workspace, export, attempt);
    let now = workspace.worker_now();
    let system = exports::system();
    store::exports::transition(&mut tx, &export.id, ExportState::Processing, now, &system, None).await?;
    store::pipeline::begin_step(&mut tx, &export.id, Step::Snapshot, now).await?;
    failpoint!("pipeline.begin.before_commit");
    tx.commit().await?;
    failpoint!("pipeline.begin.after_commit");
    Ok(Unit::Done {
        publish_at_once: true,
    })
}

/// Fixes the set. It is read in one transaction, which sees one consistent state, but written in batches, so that other
/// writers do not have to wait for a million items. An interrupted snapshot is discarded and taken again.
async fn snapshot(workspace: &Workspace, export: &ExportRow, attempt: i64) -> Result<Unit> {
    if export.last_seq >= export.first_seq {
        let mut tx = fenced!(workspace, export, attempt);
        let part = (
            export.id.as_str(),
            export.first_seq,
            export.last_seq,
            export.indexed_seq,
        );
        store::pipeline::discard(&mut tx, part, DISCARD_BATCH).await?;
        tx.commit().await?;
        return Ok(Unit::Done {
            publish_at_once: false,
        });
    }
    let mut tx = fenced!(workspace, export, attempt);
    let mut last = store::pipeline::last_seq(&mut tx).await?;
    store::pipeline::begin_items(&mut tx, &export.id, last).await?;
    tx.commit().await?;
    let mut world = workspace.store.snapshot().await?;
    let mut after = (Millis::MIN, AttachmentId::default());
    loop {
        let (subject, at) = (export.subject()?, export.submitted_at);
        let batch = store::scope::batch(&mut world, subject, at, &after, SNAPSHOT_BATCH).await?;
        let mut tx = fenced!(workspace, export, attempt);
        store::pipeline::append_items(&mut tx, &export.id, last, &batch).await?;
        let Some(end) = batch.last() else {
            store::pipeline::count_files(&mut tx, &export.id).await?;
            store::pipeline::finish_step(&mut tx, &export.id, Step::Snapshot, workspace.worker_now()).await?;
            failpoint!("pipeline.snapshot.before_commit");
            tx.commit().await?;
            failpoint!("pipeline.snapshot.after_commit");
            return Ok(Unit::Done {
                publish_at_once: true,
            });
        };
        tx.commit().await?;
        failpoint!("pipeline.snapshot.between_batches");
        after = (end.uploaded_at, end.attachment_id.clone());
        last += i64::try_from(batch.len()).unwrap_or(i64::MAX);
    }
}

async fn collect(workspace: &Workspace, export: &ExportRow, attempt: i64, last_try: bool) -> Result<Unit> {
    if export.indexed_seq < export.last_seq {
        let mut tx = fenced!(workspace, export, attempt);
        store::pipeline::index_items(&mut tx, export, INDEX_BATCH).await?;
        tx.commit().await?;
        return Ok(Unit::Done {
            publish_at_once: false,
        });
    }
    let mut conn = workspace.store.read().await?;
    let (total, checked) = store::pipeline::file_counts(&mut conn, &export.id).await?;
    if checked == total {
        // Files that could not be read have a second chance. How many are left decides whether the store is at fault.
        let unreadable = store::pipeline::unreadable(&mut conn, &export.id).await?;
        drop(conn);
        let checks = judge(check(workspace, unreadable).await, true)?;
        let mut tx = fenced!(workspace, export, attempt);
        store::pipeline::record_second_checks(&mut tx, &export.id, &checks).await?;
        let lost = store::pipeline::count_lost(&mut tx, &export.id).await?;
        if lost > TOLERATED && lost * TOLERATED_SHARE > total {
            return Ok(Unit::StoreFailed);
        }
        store::pipeline::finish_step(&mut tx, &export.id, Step::Collect, workspace.worker_now()).await?;
        failpoint!("pipeline.collect.before_commit");
        tx.commit().await?;
        failpoint!("pipeline.collect.after_commit");
        return Ok(Unit::Done {
            publish_at_once: true,
        });
    }
    let allowed = pace::files_by(export, total, workspace.worker_now());
    if allowed <= checked {
        return Ok(waits(workspace, pace::file_at(export, checked + 1, total)));
    }
    let limit = (allowed - checked).min(CHECK_BATCH);
    let files = store::pipeline::unchecked(&mut conn, &export.id, limit).await?;
    drop(conn);
    let checks = check(workspace, files).await;
    // If none of several can be read, even on the last try, the store is down.
    let store_works = checks.len() == 1 || checks.iter().any(|(_, found)| found.is_ok());
    let checks = judge(checks, last_try && store_works)?;
    let mut tx = fenced!(workspace, export, attempt);
    store::pipeline::record_checks(&mut tx, &export.id, &checks).await?;
    failpoint!("pipeline.check.before_commit");
    tx.commit().await?;
    Ok(Unit::Done {
        publish_at_once: false,
    })
}

type Found = object_store::Result<Option<ItemError>>;

/// Reads files whole, and returns what is wrong with each.
async fn check(workspace: &Workspace, files: Vec<BlobToCheck>) -> Vec<(String, Found)> {
    stream::iter(files)
        .map(|file| async move {
            let found = workspace.blobs.check(&file.sha256, file.size_bytes).await;
            (file.sha256, found)
        })
        .buffer_unordered(READS)
        .collect()
        .await
}

/// Decides whose fault a read error is: the file's, which is then `Unreadable`, or the store's, which is an error of the
/// step and tried again after a while.
fn judge(checks: Vec<(String, Found)>, is_the_files: bool) -> Result<Vec<(String, Option<ItemError>)>> {
    let judged = checks.into_iter().map(|(sha256, found)| match found {
        Ok(found) => Ok((sha256, found)),
        Err(error) if is_the_files => {
            tracing::error!(sha256, %error, "a stored file cannot be read");
            Ok((sha256, Some(ItemError::Unreadable)))
        }
        Err(error) => Err(error.into()),
    });
    judged.collect()
}

/// Seals all items in one call, in batches. The paths of later items depend on those of earlier ones, so an interrupted
/// seal starts over and arrives at the same paths.
async fn seal(workspace: &Workspace, export: &ExportRow, attempt: i64) -> Result<Unit> {
    let at = pace::seal_at(export);
    if workspace.worker_now() < at {
        return Ok(waits(workspace, at));
    }
    let mut allocator = PathAllocator::default();
    let mut after = export.first_seq - 1;
    while after < export.last_seq {
        let mut conn = workspace.store.read().await?;
        let items = store::pipeline::items_to_seal(&mut conn, export, after, SEAL_BATCH).await?;
        drop(conn);
        let mut paths = Vec::with_capacity(items.len());
        for item in &items {
            let kind = ContainerKind::parse(&item.container_kind)
                .ok_or_else(|| Error::Internal("an item has an unknown container kind".into()))?;
            let container = (item.container_id.as_str(), item.container_name.as_str());
            paths.push(allocator.allocate(kind, container, &item.file_name));
        }
        let mut tx = fenced!(workspace, export, attempt);
        store::pipeline::seal_items(&mut tx, &export.id, after, &paths).await?;
        tx.commit().await?;
        failpoint!("pipeline.seal.between_batches");
        after += SEAL_BATCH;
    }
    let mut tx = fenced!(workspace, export, attempt);
    store::pipeline::seal_totals(&mut tx, &export.id).await?;
    store::pipeline::finish_step(&mut tx, &export.id, Step::Seal, workspace.worker_now()).await?;
    failpoint!("pipeline.seal.before_commit");
    tx.commit().await?;
    failpoint!("pipeline.seal.after_commit");
    Ok(Unit::Done {
        publish_at_once: true,
    })
}

async fn publish(workspace: &Workspace, export: &ExportRow, attempt: i64) -> Result<Unit> {
    if workspace.worker_now() < export.due_at {
        return Ok(waits(workspace, export.due_at));
    }
    let fresh = AccessKey::from_entropy(&workspace.random.bytes());
    let key = KeyRow {
        access_key_id: fresh.id,
        export_id: export.id.clone(),
        secret: Secret::reveal(&fresh.secret).to_owned(),
    };
    let now = workspace.worker_now();
    let delivered_at = now - now.rem_euclid(SECOND);
    let files_origin = workspace.files.origin().to_owned();
    let delivered = ExportRow {
        files_origin: Some(files_origin.clone()),
        delivered_at: Some(delivered_at),
        links_expire_at: Some(delivered_at + exports::LINK_LIFE),
        ..export.clone()
    };
    let (manifest_size, manifest_sha256) = download::digest(workspace, &delivered, &key).await?;
    let delivery = Delivery {
        state: delivered_state(export.errors),
        delivered_at,
        links_expire_at: delivered_at + exports::LINK_LIFE,
        key,
        manifest_size,
        manifest_sha256,
        files_origin,
    };
    let mut tx = fenced!(workspace, export, attempt);
    let (audit, random) = (&workspace.audit, &workspace.random);
    if exports::cancel_if_without_right(&mut tx, audit, random, now, export).await? {
        tx.commit().await?;
        return Ok(Unit::Done {
            publish_at_once: true,
        });
    }
    if assistant::withdraw(&mut tx, export, now).await? {
        tx.commit().await?;
        return Ok(Unit::Done {
            publish_at_once: true,
        });
    }
    if !store::pipeline::publish(&mut tx, &export.id, &delivery, &exports::system()).await? {
        return Ok(Unit::LostLease);
    }
    assistant::tell_delivery(&mut tx, export, delivered_at).await?;
    failpoint!("pipeline.publish.before_commit");
    tx.commit().await?;
    failpoint!("pipeline.publish.after_commit");
    tracing::info!(
        export = %export.id,
        state = delivery.state.as_str(),
        items = export.items,
        "export delivered"
    );
    Ok(Unit::Done {
        publish_at_once: true,
    })
}
