//! The lockout rule: at least one principal can always change policies.

use std::net::IpAddr;

use attache_wire::{error::ErrorCode, permission::Action};

use crate::{
    access,
    clock::Millis,
    error::{Refusal, Result},
    store::{self, Conn},
};

/// The actions needed to undo any policy change.
const NEEDED: [Action; 2] = [Action::AttachPolicy, Action::PutPolicy];

/// Refuses the transaction's change if no enabled principal would be allowed both `iam:AttachUserPolicy` and
/// `iam:PutUserPolicy` after it. Conditions are evaluated as of now, and as if everyone called from `address`, the
/// address of the change's caller.
///
/// # Errors
/// 409 `lockout`; or when the database fails.
pub async fn refuse(conn: &mut Conn, now: Millis, address: Option<IpAddr>) -> Result<()> {
    for principal in store::access::principals(conn).await? {
        // A damaged policy in storage denies its principal.
        let permitted = access::evaluated(&principal, now, address)
            .is_ok_and(|caller| NEEDED.iter().all(|action| caller.decide(*action).is_allowed()));
        if permitted && !principal.disabled {
            return Ok(());
        }
    }
    let detail = "After this change, no principal could use both iam:AttachUserPolicy and iam:PutUserPolicy, so it could \
     not be undone. Give both to another principal first.";
    Err(Refusal::new(ErrorCode::Lockout, detail).into())
}
