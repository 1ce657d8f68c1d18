//! The accounts that scenarios use: an existing one of the right type, or a new one created by the product's
//! operations.

use attache_wire::{account::DomainStatus, error::ErrorCode, id::AccountId};

use super::actor::{self, FOUNDER};
use crate::{
    access::{SignedIn, authorise::may},
    accounts::{self, domains},
    error::{Error, Refusal, Result},
    store,
    workspace::Workspace,
};

/// Name of a new Team account.
const TEAM_NAME: &str = "Scenario Team";
/// Name of a new Enterprise account.
const ENTERPRISE_NAME: &str = "Scenario Enterprise";

/// Returns the Team account with the most users, or creates one.
pub(super) async fn team(workspace: &Workspace, caller: &SignedIn) -> Result<AccountId> {
    let mut conn = workspace.store.read().await?;
    let found = store::accounts::largest(&mut conn, false).await?;
    drop(conn);
    match found {
        Some(id) => Ok(id),
        None => make(workspace, caller, TEAM_NAME).await,
    }
}

/// Returns the Enterprise account with the most users, or creates one with a domain in the simulated DNS.
pub(super) async fn enterprise(workspace: &Workspace, caller: &SignedIn) -> Result<AccountId> {
    let mut conn = workspace.store.read().await?;
    let found = store::accounts::largest(&mut conn, true).await?;
    drop(conn);
    if let Some(id) = found {
        return Ok(id);
    }
    if !workspace.dns.is_simulated() {
        let detail = "There is no active Enterprise account. Claim a domain, or reset the demo data.";
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let id = make(workspace, caller, ENTERPRISE_NAME).await?;
    claim(workspace, caller, &id).await?;
    Ok(id)
}

async fn make(workspace: &Workspace, caller: &SignedIn, name: &str) -> Result<AccountId> {
    let (actor, proof) =
        actor::authorised_actor::<may::CreateAccount>(workspace, caller, FOUNDER, "chime:CreateAccount")
            .await?;
    Ok(accounts::create(workspace, &actor, &proof, name).await?.id)
}

/// Claims a domain for an account, and adds its record to the simulated DNS.
async fn claim(workspace: &Workspace, caller: &SignedIn, account: &AccountId) -> Result<()> {
    let (actor, proof) =
        actor::authorised_actor::<may::AddDomain>(workspace, caller, FOUNDER, "chime:AddDomain").await?;
    let unique: String = workspace.random.id().chars().take(8).collect();
    let name = format!("scenario-{unique}.example");
    let claimed = domains::claim(workspace, &actor, &proof, account, &name).await?;
    let mut tx = workspace.store.write().await?;
    let record = (workspace.random.id(), claimed.record.name, claimed.record.value);
    let columns = (record.0.as_str(), record.1.as_str(), record.2.as_str());
    store::dns::insert(&mut tx, columns, workspace.now()).await?;
    tx.commit().await?;
    let checked = domains::check(workspace, &actor, &proof, account, &claimed.domain.id).await?;
    match checked.domain.status {
        DomainStatus::Verified => Ok(()),
        _ => Err(Error::Internal(format!("{name} was not verified"))),
    }
}
