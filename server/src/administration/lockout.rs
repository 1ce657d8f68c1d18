//! The lockout rule: somebody can always change policies.

use std::net::IpAddr;

use attache_wire::{error::ErrorCode, permission::Action};

use crate::{
    access,
    clock::Millis,
    error::{Refusal, Result},
    store::{self, Conn},
};

/// What somebody needs in order to undo any change of policies.
const NEEDED: [Action; 2] = [Action::AttachPolicy, Action::PutPolicy];

/// Refuses what was done in this transaction if after it no principal that is not disabled is allowed both
/// `iam:AttachUserPolicy` and `iam:PutUserPolicy`. Conditions are judged as of now and as if everybody called from
/// `address`: where the change itself was asked for.
///
/// # Errors
/// 409 `lockout`; or when the database fails.
pub async fn refuse(conn: &mut Conn, now: Millis, address: Option<IpAddr>) -> Result<()> {
    for principal in store::access::principals(conn).await? {
        // A policy that was damaged in storage lets nobody in.
        let able = access::evaluated(&principal, now, address)
            .is_ok_and(|caller| NEEDED.iter().all(|action| caller.decide(*action).is_allowed()));
        if able && !principal.disabled {
            return Ok(());
        }
    }
    let detail = "After this change, no principal could use both iam:AttachUserPolicy and iam:PutUserPolicy, so it could \
     not be undone. Give both to another principal first.";
    Err(Refusal::new(ErrorCode::Lockout, detail).into())
}
