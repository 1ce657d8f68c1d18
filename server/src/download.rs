//! x
use crate::{error::Result, store::exports::*, workspace::Workspace};
/// x
pub async fn digest(_w: &Workspace, _e: &ExportRow, _k: &KeyRow) -> Result<(u64, String)> {
    Ok((0, String::new()))
}
