//! People's exports of their own attachments, requested through the Assistant. They follow the same rules and use the
//! same pipeline as an account's exports. Administrators cannot see them.

use attache_wire::{export::Actor, id::ExportId, state::ExportState};
use sha2::{Digest, Sha256};

use super::{WINDOW, submission::due_at};
use crate::{
    clock::Millis,
    error::Result,
    scope::Subject,
    store::{self, Conn, exports::NewExport},
    workspace::Workspace,
};

/// Records a person's request. Check [`super::submission::slot`] first, in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn submit_own(workspace: &Workspace, conn: &mut Conn, user: &Actor, now: Millis) -> Result<()> {
    let id = ExportId::from(workspace.random.id());
    let new = NewExport {
        id: &id,
        subject: Subject::User(&user.id),
        actor: user,
        actor_address: None,
        // No client token: the confirmation code is valid for a single request.
        token: &id,
        request_sha256: &hex::encode(Sha256::digest(id.as_str())),
        reason: None,
        submitted_at: now,
        due_at: due_at(workspace, now),
        next_allowed_at: now + WINDOW,
    };
    store::exports::insert(conn, &new).await?;
    tracing::info!(export = %id, "personal export submitted");
    Ok(())
}

/// Cancels a person's running request and revokes the links of their delivered ones.
///
/// # Errors
/// When the database fails.
pub async fn end_own(conn: &mut Conn, user: &Actor, now: Millis) -> Result<()> {
    let subject = Subject::User(&user.id);
    if let Some(running) = store::exports::running(conn, subject).await? {
        let to = ExportState::Cancelled;
        store::exports::transition(conn, &running.id, to, now, user, None).await?;
    }
    for id in store::exports::delivered(conn, subject).await? {
        store::exports::transition(conn, &id, ExportState::Revoked, now, user, None).await?;
        store::exports::delete_keys(conn, &id).await?;
    }
    Ok(())
}
