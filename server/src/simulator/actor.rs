//! Chooses a principal to act or look as, by asking the policies as of now and with the caller's address. Prefers the
//! caller; otherwise takes the first principal who qualifies.

use attache_wire::{error::ErrorCode, permission::Action};

use crate::{
    access::{
        self, SignedIn,
        authorise::{self, Authorised, Permitted},
    },
    error::{Error, Refusal, Result},
    store,
    workspace::Workspace,
};

/// The actions that a principal must and must not be allowed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role {
    /// All of these must be allowed.
    pub(super) may: &'static [Action],
    /// All of these must be denied.
    pub(super) may_not: &'static [Action],
}

/// Can view accounts.
pub(super) const VIEWER: Role = Role {
    may: &[Action::GetAccount],
    may_not: &[],
};
/// Can view accounts and request attachments.
pub(super) const REQUESTER: Role = Role {
    may: &[Action::GetAccount, Action::StartDataExport],
    may_not: &[],
};
/// Can create accounts and claim domains for them.
pub(super) const FOUNDER: Role = Role {
    may: &[Action::GetAccount, Action::CreateAccount, Action::AddDomain],
    may_not: &[],
};
/// Can view accounts but not request attachments.
pub(super) const DENIED: Role = Role {
    may: &[Action::GetAccount],
    may_not: &[Action::StartDataExport],
};

impl Role {
    fn suits(self, caller: &authorise::Caller) -> bool {
        let may = |action: &Action| caller.decide(*action).is_allowed();
        self.may.iter().all(may) && !self.may_not.iter().any(may)
    }
}

/// Finds a principal with the role's permissions.
///
/// # Errors
/// 409 when no principal qualifies; or when the database fails.
pub(super) async fn find_actor(workspace: &Workspace, caller: &SignedIn, role: Role) -> Result<SignedIn> {
    let mut conn = workspace.store.read().await?;
    let mut principals = store::access::principals(&mut conn).await?;
    drop(conn);
    // A stable sort: the others keep their order.
    principals.sort_by_key(|principal| principal.id != caller.principal);
    let (now, address) = (workspace.now(), caller.origin.address);
    let found = principals.into_iter().find(|principal| {
        // A damaged policy in storage allows nothing.
        let judged = access::evaluated(principal, now, address);
        !principal.disabled && judged.is_ok_and(|judged| role.suits(&judged))
    });
    let found = found.ok_or_else(|| Refusal::new(ErrorCode::Conflict, role.missing()))?;
    Ok(SignedIn {
        principal: found.id,
        name: found.name,
        origin: caller.origin.clone(),
    })
}

impl Role {
    fn missing(self) -> String {
        let names = |actions: &[Action]| actions.iter().map(|action| action.as_str()).collect::<Vec<_>>();
        let may = names(self.may).join(" and ");
        match self.may_not {
            [] => format!("No principal is allowed {may}. Attach a policy that allows it."),
            not => {
                let not = names(not).join(" or ");
                format!("No principal is allowed {may} but not {not}. Attach such policies to one.")
            }
        }
    }
}

/// Finds a principal with the role's permissions who may also do `A`, to call `operation` (its name in the audit log), with
/// the proof.
///
/// # Errors
/// 409 when no principal qualifies; or when the database fails.
pub(super) async fn authorised_actor<A: Permitted>(
    workspace: &Workspace,
    caller: &SignedIn,
    role: Role,
    operation: &'static str,
) -> Result<(SignedIn, Authorised<A>)> {
    let mut actor = find_actor(workspace, caller, role).await?;
    let mut conn = workspace.store.read().await?;
    let decided = access::decide(&mut conn, &actor, A::ACTION, workspace.now()).await?;
    let grant = decided.map_err(|denied| access::refusal(&denied))?;
    let proof = grant.proof();
    let proof = proof.ok_or_else(|| Error::Internal("a grant for another action".into()))?;
    actor.origin.operation = operation;
    Ok((actor, proof))
}
