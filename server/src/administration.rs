//! Administration of policies: who may do what, and who may change that.
//!
//! A change is one transaction. It checks the caller's permission again, refuses a change after which nobody could make
//! another ([`lockout`]), cancels running exports of principals who lost the permission, and writes the audit event. It
//! takes effect on the next call, because each call reads policies again.

pub mod actions;
pub mod audit_log;
mod change;
mod decisions;
pub mod file_access;
mod link_uses;
pub mod lockout;
pub mod principals;

pub use change::{attach, create, delete, detach, replace};
pub use decisions::{MAX_CONTEXT, MAX_CONTEXT_VALUE, MAX_NAME, permissions, ruled, simulate};
pub use link_uses::link_uses;

use attache_wire::{
    access::{CheckPolicy, PolicyCheck, PolicyEntry, PolicyFault},
    id::{PolicyId, PrincipalId},
    page::Page,
    session::{Policy, Principal},
};
use sha2::{Digest, Sha256};

use crate::{
    access::{
        authorise::{Authorised, may},
        policy,
    },
    error::{Refusal, Result},
    store::{self, Conn},
    workspace::Workspace,
};

/// Maximum number of custom policies.
pub const MAX_POLICIES: u32 = 200;
/// Maximum number of policies per principal; AWS sets the same limit for managed policies.
pub const MAX_ATTACHED: usize = 10;

/// Lists every policy, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(
    workspace: &Workspace,
    _proof: &Authorised<may::ListPolicies>,
) -> Result<Page<PolicyEntry>> {
    let mut tx = workspace.store.snapshot().await?;
    let policies = store::policies::list(&mut tx).await?;
    Ok(Page::whole(
        policies
            .into_iter()
            .map(|(policy, principals)| entry(policy, principals))
            .collect(),
    ))
}

/// Lists every principal.
///
/// # Errors
/// When the database fails.
pub async fn list_principals(
    workspace: &Workspace,
    _proof: &Authorised<may::ListPrincipals>,
) -> Result<Vec<Principal>> {
    let mut conn = workspace.store.read().await?;
    Ok(store::access::principals(&mut conn).await?)
}

/// Returns one policy.
///
/// # Errors
/// 404; or when the database fails.
pub async fn get(
    workspace: &Workspace,
    _proof: &Authorised<may::GetPolicy>,
    id: &PolicyId,
) -> Result<PolicyEntry> {
    let mut tx = workspace.store.snapshot().await?;
    entry_of(&mut tx, id).await
}

/// Checks whether a document is a valid policy.
pub fn check(_proof: &Authorised<may::PutPolicy>, wanted: &CheckPolicy) -> PolicyCheck {
    PolicyCheck {
        fault: fault(&wanted.document),
        characters: u32::try_from(wanted.document.chars().count()).unwrap_or(u32::MAX),
    }
}

/// Returns the first error in a document; `None` if it is a valid policy.
fn fault(document: &str) -> Option<PolicyFault> {
    let error = policy::Policy::parse(document).err()?;
    Some(PolicyFault {
        line: error.at.line,
        column: error.at.column,
        message: error.message,
    })
}

async fn entry_of(conn: &mut Conn, id: &PolicyId) -> Result<PolicyEntry> {
    let policy = store::policies::get(conn, id).await?;
    let policy = policy.ok_or_else(|| Refusal::not_found("policy"))?;
    let principals = store::policies::attached_to(conn, id).await?;
    Ok(entry(policy, principals.into_iter().map(|(id, _)| id).collect()))
}

fn entry(policy: Policy, principals: Vec<PrincipalId>) -> PolicyEntry {
    PolicyEntry {
        version: version(&policy),
        policy,
        principals,
    }
}

/// Returns a version that changes with the name and the document. Neither can contain a NUL, which separates them.
fn version(policy: &Policy) -> String {
    let digest = Sha256::digest(format!("{}\0{}", policy.name, policy.document));
    hex::encode(&digest[..16])
}
