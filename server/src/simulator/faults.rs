//! Faults: files that are damaged on purpose.

use attache_wire::{
    error::ErrorCode,
    simulator::{Fault, FaultKind, NewFault},
};

use crate::{
    error::{Refusal, Result},
    store,
    workspace::Workspace,
};

/// Lists the current faults.
///
/// # Errors
/// When the database fails.
pub async fn list(workspace: &Workspace) -> Result<Vec<Fault>> {
    let mut conn = workspace.store.read().await?;
    Ok(store::faults::list(&mut conn).await?)
}

/// Damages the stored file of an attachment. The fault is recorded first, so that the file can be repaired even if this
/// is interrupted.
///
/// # Errors
/// 404 when the attachment does not exist; 409 when someone repairs it at the same time; 422 when damaging an empty
/// file; or when the database or the file store fails.
pub async fn add(workspace: &Workspace, fault: &NewFault) -> Result<Fault> {
    let mut tx = workspace.store.write().await?;
    let target = store::faults::target(&mut tx, fault.attachment_id.as_deref()).await?;
    let (sha256, size) = target.ok_or_else(|| Refusal::not_found("attachment"))?;
    if size == 0 && fault.kind == FaultKind::CorruptBlob {
        let detail = "The file is empty, so there is nothing to damage.";
        return Err(Refusal::invalid("attachmentId", detail).into());
    }
    store::faults::insert(&mut tx, &sha256, fault.kind).await?;
    tx.commit().await?;
    let mut tx = workspace.store.write().await?;
    let faults = store::faults::list(&mut tx).await?;
    let recorded = faults.into_iter().find(|recorded| recorded.sha256 == sha256);
    let recorded = recorded.ok_or_else(|| {
        let detail = "Someone repaired all files at the same time. Try again.";
        Refusal::new(ErrorCode::Conflict, detail)
    })?;
    // Inside a transaction, so that nobody repairs it meanwhile.
    workspace.blobs.break_file(&sha256, recorded.kind).await?;
    drop(tx);
    Ok(recorded)
}

/// Repairs every file. If interrupted, it can be repeated.
///
/// # Errors
/// When the database or the file store fails.
pub async fn mend(workspace: &Workspace) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    for fault in store::faults::list(&mut tx).await? {
        workspace.blobs.mend(&fault.sha256).await?;
    }
    store::faults::clear(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}
