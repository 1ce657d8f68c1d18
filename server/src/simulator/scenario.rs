//! Scenarios: one call brings an account from any state into a state that the console was designed for, and returns
//! when it is reached.

use attache_wire::{
    error::ErrorCode,
    id::{AccountId, ExportId},
    simulator::{Launched, Machinery, Scenario},
    state::ExportState::{Ready, ReadyWithErrors},
};

use super::{
    account,
    actor::{self, DENIED, REQUESTER, Role, VIEWER},
    faults, machinery,
    scenario_run::ScenarioRun,
};
use crate::{
    access::SignedIn,
    clock::ClockChange,
    error::{Refusal, Result},
    store::exports::ExportRow,
    workspace::Workspace,
};

/// Launches a scenario, one at a time. Meanwhile, only the scenario moves the clock, so that the result is the same at
/// any speed.
///
/// # Errors
/// 409 when the world lacks a suitable principal, account or file, or someone interferes; 503 when the worker takes
/// longer than a minute; or when the database or the file store fails.
pub async fn launch(workspace: &Workspace, caller: &SignedIn, scenario: Scenario) -> Result<Launched> {
    // This also prevents a reset meanwhile.
    let _one_at_a_time = workspace.exclusive.lock().await;
    if !*workspace.ready.read().await {
        let detail = "There is no demo data. Reset it.";
        return Err(Refusal::new(ErrorCode::Unavailable, detail).into());
    }
    let held = workspace.clock.hold();
    workspace.announce_clock().await?;
    let staged = run(workspace, caller, scenario).await;
    drop(held);
    workspace.change_clock(ClockChange::default()).await?;
    let (account_id, export_id) = staged?;
    let viewer = actor::find_actor(workspace, caller, audience(scenario))
        .await?
        .principal;
    Ok(Launched {
        account_id,
        export_id,
        sign_in_as: (viewer != caller.principal).then_some(viewer),
    })
}

/// Returns the permissions of the principal to view the scenario as.
const fn audience(scenario: Scenario) -> Role {
    match scenario {
        Scenario::Team => VIEWER,
        Scenario::Denied => DENIED,
        _ => REQUESTER,
    }
}

/// Stages the scenario, and returns its account and request.
async fn run(
    workspace: &Workspace,
    caller: &SignedIn,
    scenario: Scenario,
) -> Result<(AccountId, Option<ExportId>)> {
    if scenario == Scenario::Denied {
        // Checked before anything changes.
        actor::find_actor(workspace, caller, DENIED).await?;
    }
    machinery::set(workspace, Machinery::default())?;
    if scenario != Scenario::ReadyWithErrors {
        faults::mend(workspace).await?;
    }
    let account = match scenario {
        Scenario::Team => return Ok((account::team(workspace, caller).await?, None)),
        _ => account::enterprise(workspace, caller).await?,
    };
    let run = ScenarioRun {
        workspace,
        caller,
        account: &account,
    };
    let export = play(&run, scenario).await?.map(|row| row.id);
    Ok((account, export))
}

/// Runs the steps of a scenario.
async fn play(run: &ScenarioRun<'_>, scenario: Scenario) -> Result<Option<ExportRow>> {
    run.free().await?;
    let reason = "Created by the simulator for a demo scenario";
    match scenario {
        Scenario::Team | Scenario::Available | Scenario::Denied => return Ok(None),
        Scenario::ReadyWithErrors => run.break_file().await?,
        _ => {}
    }
    let row = run.submit(reason).await?;
    match scenario {
        Scenario::Team | Scenario::Available | Scenario::Denied | Scenario::Processing => {}
        Scenario::Failed => run.fail(&row).await?,
        Scenario::Ready => {
            run.deliver(&row, &[Ready]).await?;
        }
        Scenario::ReadyWithErrors => {
            run.deliver(&row, &[ReadyWithErrors]).await?;
        }
        Scenario::CoolingDown => {
            let row = run.deliver(&row, &[Ready, ReadyWithErrors]).await?;
            run.revoke(&row.id).await?;
        }
        Scenario::DeadWindow => {
            let row = run.hurry(&row).await?;
            let row = run.deliver(&row, &[Ready, ReadyWithErrors]).await?;
            run.move_to(links_end(&row)).await?;
        }
        Scenario::Expired => {
            let row = run.deliver(&row, &[Ready, ReadyWithErrors]).await?;
            run.move_to(links_end(&row).max(row.next_allowed_at)).await?;
        }
        Scenario::Revoked => {
            let row = run.deliver(&row, &[Ready, ReadyWithErrors]).await?;
            run.revoke(&row.id).await?;
            run.move_to(row.next_allowed_at).await?;
        }
    }
    Ok(Some(row))
}

/// Returns when the links of a delivered request expire.
fn links_end(row: &ExportRow) -> crate::clock::Millis {
    row.links_expire_at.unwrap_or(row.next_allowed_at)
}
