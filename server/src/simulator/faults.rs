//! Files that are broken on purpose.

use attache_wire::simulator::{Fault, NewFault};

use crate::{
    error::{Error, Refusal, Result},
    store,
    workspace::Workspace,
};

/// The faults that are there.
///
/// # Errors
/// When the database fails.
pub async fn list(workspace: &Workspace) -> Result<Vec<Fault>> {
    let mut conn = workspace.store.read().await?;
    Ok(store::faults::list(&mut conn).await?)
}

/// Breaks the stored file of an attachment.
///
/// # Errors
/// 404 when there is no such attachment; or when the database or the file store fails.
pub async fn add(workspace: &Workspace, fault: &NewFault) -> Result<Fault> {
    let mut tx = workspace.store.write().await?;
    let Some(sha256) = store::faults::target(&mut tx, fault.attachment_id.as_deref()).await? else {
        return Err(Refusal::not_found("attachment").into());
    };
    store::faults::insert(&mut tx, &sha256, fault.kind).await?;
    workspace.blobs.break_file(&sha256, fault.kind).await?;
    let faults = store::faults::list(&mut tx).await?;
    let made = faults.into_iter().find(|made| made.sha256 == sha256);
    let made = made.ok_or_else(|| Error::Internal("a fault vanished".into()))?;
    tx.commit().await?;
    Ok(made)
}

/// Mends every file.
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
