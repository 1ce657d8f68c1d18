//! Cancels running exports whose requesters lost `chime:StartDataExport`. This happens in the policy change that
//! removes the permission, or at the latest before delivery, because a condition may lapse by itself.
//!
//! Conditions are evaluated at the current time, with the address that the request came from.

use attache_wire::{export::ActorKind, permission::Action};

use super::by_system::{self, Cancelled};
use crate::{
    access::{self, authorise},
    audit::AuditLog,
    clock::Millis,
    error::Result,
    random::Random,
    store::{self, Conn, exports::ExportRow},
};

const ACTION: Action = Action::StartDataExport;

/// Cancels the running exports whose requesters may no longer request attachments. Call this after changing policies,
/// their attachments or principals, in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn cancel_without_right(
    conn: &mut Conn,
    audit: &AuditLog,
    random: &Random,
    now: Millis,
) -> Result<Cancelled> {
    let mut cancelled = Cancelled::default();
    for row in store::exports::all_running(conn).await? {
        if cancel_if_without_right(conn, audit, random, now, &row).await? {
            cancelled.add(conn, &row.id, now).await?;
        }
    }
    Ok(cancelled)
}

/// Cancels this export if its requester may no longer request attachments. Returns true if it did.
///
/// # Errors
/// When the database fails.
pub async fn cancel_if_without_right(
    conn: &mut Conn,
    audit: &AuditLog,
    random: &Random,
    now: Millis,
    row: &ExportRow,
) -> Result<bool> {
    let Some(why) = lost(conn, now, row).await? else {
        return Ok(false);
    };
    let about = [
        ("requestedBy", row.actor_id.as_str()),
        ("missingAction", ACTION.as_str()),
    ];
    by_system::cancel(conn, audit, random, now, row, (&why, &about)).await
}

/// Returns why the requester lost the permission, naming them and the action; `None` if they still have it.
async fn lost(conn: &mut Conn, now: Millis, row: &ExportRow) -> Result<Option<String>> {
    let requester = row.requested_by()?;
    if requester.kind != ActorKind::Principal {
        return Ok(None);
    }
    let (name, action) = (requester.name, ACTION.as_str());
    let who = format!("{name}, who requested this,");
    let Some(principal) = store::access::principal(conn, &requester.id).await? else {
        return Ok(Some(format!(
            "{who} is no longer a principal, so {action} is denied."
        )));
    };
    if principal.disabled {
        return Ok(Some(format!("{who} is disabled, so {action} is denied.")));
    }
    let address = row.actor_address.as_deref().and_then(|text| text.parse().ok());
    let Ok(caller) = access::evaluated(&principal, now, address) else {
        tracing::error!(principal = %principal.id, "a stored policy is not valid");
        return Ok(Some(format!(
            "{who} has a damaged policy, so {action} is denied."
        )));
    };
    Ok(match authorise::authorise(&caller, ACTION) {
        Ok(_) => None,
        Err(authorise::Denied::ByDefault(_)) => {
            Some(format!("{who} no longer has a policy that allows {action}."))
        }
        Err(authorise::Denied::Explicitly(_)) => {
            Some(format!("{who} now has a policy that denies {action}."))
        }
    })
}
