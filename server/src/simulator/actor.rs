//! As whom something is done or looked at: asked of the policies, as of now and with the caller's address. The caller if
//! they will do, else the first principal who does.

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

/// What somebody may and may not do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// All of these they may.
    pub(super) may: &'static [Action],
    /// None of these they may.
    pub(super) may_not: &'static [Action],
}

/// Looks at accounts.
pub(super) const VIEWER: Part = Part {
    may: &[Action::GetAccount],
    may_not: &[],
};
/// Looks at accounts and requests attachments.
pub(super) const REQUESTER: Part = Part {
    may: &[Action::GetAccount, Action::StartDataExport],
    may_not: &[],
};
/// Makes accounts and claims domains for them.
pub(super) const FOUNDER: Part = Part {
    may: &[Action::GetAccount, Action::CreateAccount, Action::AddDomain],
    may_not: &[],
};
/// Looks at accounts and cannot request.
pub(super) const DENIED: Part = Part {
    may: &[Action::GetAccount],
    may_not: &[Action::StartDataExport],
};

impl Part {
    fn suits(self, caller: &authorise::Caller) -> bool {
        let may = |action: &Action| caller.decide(*action).is_allowed();
        self.may.iter().all(may) && !self.may_not.iter().any(may)
    }
}

/// Somebody who can play a part.
///
/// # Errors
/// 409 when nobody can; or when the database fails.
pub(super) async fn plays(workspace: &Workspace, caller: &SignedIn, part: Part) -> Result<SignedIn> {
    let mut conn = workspace.store.read().await?;
    let mut principals = store::access::principals(&mut conn).await?;
    drop(conn);
    // Stable: the others stay in their order.
    principals.sort_by_key(|principal| principal.id != caller.principal);
    let (now, address) = (workspace.now(), caller.origin.address);
    let found = principals.into_iter().find(|principal| {
        // A policy that was damaged in storage allows nothing.
        let judged = access::evaluated(principal, now, address);
        !principal.disabled && judged.is_ok_and(|judged| part.suits(&judged))
    });
    let found = found.ok_or_else(|| Refusal::new(ErrorCode::Conflict, part.missing()))?;
    Ok(SignedIn {
        principal: found.id,
        name: found.name,
        origin: caller.origin.clone(),
    })
}

impl Part {
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

/// Somebody who can play a part and may do `A`, with the proof.
///
/// # Errors
/// 409 when nobody may; or when the database fails.
pub(super) async fn able<A: Permitted>(
    workspace: &Workspace,
    caller: &SignedIn,
    part: Part,
) -> Result<(SignedIn, Authorised<A>)> {
    let actor = plays(workspace, caller, part).await?;
    let mut conn = workspace.store.read().await?;
    let decided = access::decide(&mut conn, &actor, A::ACTION, workspace.now()).await?;
    let grant = decided.map_err(|denied| access::refusal(&denied))?;
    let proof = grant.proof();
    let proof = proof.ok_or_else(|| Error::Internal("a grant for another action".into()))?;
    Ok((actor, proof))
}
