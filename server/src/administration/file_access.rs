//! Access to an export's file: who can download it, who has, and who acknowledged that it must be guarded. Anyone who
//! has the file can download everything it lists.

use std::net::IpAddr;

use attache_wire::{
    access::{Acknowledgement, ExportAccess, PrincipalRuling, Ruling},
    id::ExportId,
    permission::Action,
    session::Principal,
    state::ExportState,
};
use serde_json::json;

use crate::{access::AuditedChange, exports::read};
use crate::{
    access::{
        self, SignedIn,
        authorise::{Authorised, may},
    },
    administration,
    clock::rfc3339,
    error::Result,
    store,
    workspace::Workspace,
};

/// Maximum number of downloads, and of acknowledgements, shown.
const SHOWN: u32 = 100;

/// Lists who can download an export's file now, each as if calling from `address`, and who has downloaded it.
///
/// # Errors
/// 404; or when the database fails.
pub async fn access(
    workspace: &Workspace,
    _proof: &Authorised<may::SimulatePolicy>,
    address: Option<IpAddr>,
    id: &ExportId,
) -> Result<ExportAccess> {
    // Records of downloads are queued; write them first so that all are listed.
    workspace.audit.flush().await?;
    let mut tx = workspace.store.snapshot().await?;
    let now = workspace.now();
    let row = read::of_account(&mut tx, id).await?;
    let rule = |principal: Principal| {
        // A damaged policy in storage denies its principal, and does not hide the others.
        let (ruling, statement) = match access::evaluated(&principal, now, address) {
            Ok(caller) => {
                let decision = caller.decide(Action::RetrieveDataExport);
                administration::ruled(decision, &principal.policies)
            }
            Err(_) => (Ruling::DeniedByDefault, None),
        };
        PrincipalRuling {
            id: principal.id,
            name: principal.name,
            disabled: principal.disabled,
            ruling,
            statement,
        }
    };
    let principals = store::access::principals(&mut tx).await?;
    let state = row.state_at(now)?;
    Ok(ExportAccess {
        state,
        available: matches!(state, ExportState::Ready | ExportState::ReadyWithErrors),
        principals: principals.into_iter().map(rule).collect(),
        downloads: store::file_access::downloads(&mut tx, id, SHOWN).await?,
        acknowledgements: store::file_access::acknowledgements(&mut tx, id, SHOWN).await?,
    })
}

/// Records that the caller knows the file must be guarded. Downloading does not require it.
///
/// # Errors
/// 404; 409 `exportNotReady`, 410 `exportExpired` and `exportRevoked`, because without a file there is nothing to
/// guard; or when the database fails.
pub async fn acknowledge(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::RetrieveDataExport>,
    id: &ExportId,
) -> Result<Acknowledgement> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (now, tx) = (change.now, &mut change.tx);
    let row = read::deliverable(tx, id, now).await?;
    let made = Acknowledgement {
        at: rfc3339(now),
        principal: caller.principal.clone(),
        name: caller.name.clone(),
    };
    store::file_access::acknowledge(tx, id, &caller.principal, &caller.name, now).await?;
    let event = change.event(json!({ "exportId": id, "acknowledged": true }));
    change.commit(&event.about(row.account_id)).await?;
    Ok(made)
}
