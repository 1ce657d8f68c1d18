//! `attache audit …`: the audit log, on the machine that holds the data.

use std::io::{self, Write};

use anyhow::{Context, bail};

use crate::{
    audit::{vault::Vault, verify::verify},
    cli::{Audit, AuditCommand},
    clock::SystemWall,
    store::Store,
    workspace::data_dir::DataDir,
};

/// Runs the command. Changes nothing, and works beside a running server.
///
/// # Errors
/// When the log is not intact or cannot be checked; the message says why.
pub async fn run(audit: Audit) -> anyhow::Result<()> {
    let AuditCommand::Verify = audit.command;
    let folder = &audit.data;
    let store = Store::inspect(&DataDir::existing_database(folder)?).await?;
    let vault = Vault::existing(folder)?.with_context(|| {
        format!(
            "{} has no audit.key, which is needed to verify the log",
            folder.display()
        )
    })?;
    let result = verify(&store, &vault, &SystemWall::default()).await;
    store.close().await;
    let result = result?;
    if let Some(fault) = result.fault {
        let id = fault.id.map_or_else(String::new, |id| format!(" (id {id:?})"));
        bail!(
            "the audit log is damaged at record {}{id}: {} Intact records before it: {}.",
            fault.sequence,
            fault.detail,
            result.intact
        );
    }
    writeln!(
        io::stdout(),
        "The audit log is intact: {} records.",
        result.intact
    )?;
    Ok(())
}
