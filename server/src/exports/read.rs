//! Reads exports and their items, timelines and keys.

use attache_wire::{
    account::{AccountSummary, Estimate},
    error::ErrorCode,
    export::{Export, ExportDetail, ManifestFacts, TimelineEntry},
    id::{AccountId, ExportId},
    item::Item,
    page::Page,
    state::ExportState,
};

use crate::{
    access::authorise::{Authorised, may},
    clock::{Millis, rfc3339},
    error::{Error, Refusal, Result},
    exports::estimates,
    scope::Subject,
    store::{
        self, Conn,
        export_items::ItemQuery,
        exports::{ExportRow, KeyRow},
    },
    workspace::Workspace,
};

/// Returns an export as the API shows it.
///
/// # Errors
/// When the database fails.
pub async fn shape(conn: &mut Conn, row: &ExportRow, now: Millis) -> Result<Export> {
    let steps = if row.state()?.is_running() {
        store::exports::steps(conn, &row.id).await?
    } else {
        Vec::new()
    };
    Ok(row.shape(steps, now)?)
}

/// Returns an export that must exist, as the API shows it.
pub(super) async fn shaped(conn: &mut Conn, id: &ExportId, now: Millis) -> Result<Export> {
    let row = store::exports::get(conn, id).await?;
    let row = row.ok_or_else(|| Error::Internal(format!("export {id} no longer exists")))?;
    shape(conn, &row, now).await
}

/// Returns an account with the status of its requests.
///
/// # Errors
/// 404; or when the database fails.
pub async fn summary(
    workspace: &Workspace,
    _proof: &Authorised<may::GetAccount>,
    id: &AccountId,
) -> Result<AccountSummary> {
    let mut tx = workspace.store.snapshot().await?;
    let now = workspace.now();
    let Some(account) = store::accounts::get(&mut tx, id).await? else {
        return Err(Refusal::not_found("account").into());
    };
    let running = match store::exports::running(&mut tx, Subject::Account(id)).await? {
        Some(row) => Some(shape(&mut tx, &row, now).await?),
        None => None,
    };
    let latest = match store::exports::latest(&mut tx, id).await? {
        Some(row) => Some(shape(&mut tx, &row, now).await?),
        None => None,
    };
    let opens = store::exports::window_opens(&mut tx, Subject::Account(id))
        .await?
        .filter(|opens| *opens > now);
    let exports = store::exports::count(&mut tx, id).await?;
    Ok(AccountSummary {
        account,
        exports,
        running,
        latest,
        next_allowed_at: opens.map(rfc3339),
    })
}

/// Estimates the attachments that a request would include now.
///
/// # Errors
/// 404; or when the database fails.
pub async fn estimate(
    workspace: &Workspace,
    _proof: &Authorised<may::StartDataExport>,
    account: &AccountId,
) -> Result<Estimate> {
    let mut conn = workspace.store.read().await?;
    if store::accounts::get(&mut conn, account).await?.is_none() {
        return Err(Refusal::not_found("account").into());
    }
    drop(conn);
    estimates::estimate(workspace, account).await
}

/// Returns a page of an account's exports, newest first.
///
/// # Errors
/// 404; 400 for an invalid cursor; or when the database fails.
pub async fn list(
    workspace: &Workspace,
    _proof: &Authorised<may::GetAccount>,
    account: &AccountId,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<Export>> {
    let mut tx = workspace.store.snapshot().await?;
    let now = workspace.now();
    if store::accounts::get(&mut tx, account).await?.is_none() {
        return Err(Refusal::not_found("account").into());
    }
    let page = store::exports::list(&mut tx, account, after, limit).await?;
    let (rows, next_cursor) = page.ok_or_else(Refusal::wrong_cursor)?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push(shape(&mut tx, row, now).await?);
    }
    Ok(Page { items, next_cursor })
}

/// Returns one export with the details that its page shows.
///
/// # Errors
/// 404; or when the database fails.
pub async fn get(
    workspace: &Workspace,
    _proof: &Authorised<may::GetAccount>,
    id: &ExportId,
) -> Result<ExportDetail> {
    let mut tx = workspace.store.snapshot().await?;
    let now = workspace.now();
    let row = of_account(&mut tx, id).await?;
    let (by_container, by_file_type) = store::export_items::counts(&mut tx, id).await?;
    let mut timeline = store::exports::timeline_of(&mut tx, id).await?;
    timeline.extend(expiry_to_come(&row, now)?);
    Ok(ExportDetail {
        export: shape(&mut tx, &row, now).await?,
        timeline,
        steps: store::exports::steps(&mut tx, id).await?,
        manifest: row
            .manifest_size
            .zip(row.manifest_sha256)
            .map(|(size_bytes, sha256)| ManifestFacts { size_bytes, sha256 }),
        by_container,
        by_file_type,
    })
}

/// Returns the timeline entry of an expiry that has happened but is not recorded yet.
fn expiry_to_come(row: &ExportRow, now: Millis) -> Result<Option<TimelineEntry>> {
    let is_due = row.state()? != row.state_at(now)?;
    Ok(row.links_expire_at.filter(|_| is_due).map(|at| TimelineEntry {
        at: rfc3339(at),
        state: ExportState::Expired,
        actor: super::system(),
        detail: None,
    }))
}

/// Returns a page of an export's items.
///
/// # Errors
/// 404; 400 for an invalid cursor; or when the database fails.
pub async fn items(
    workspace: &Workspace,
    _proof: &Authorised<may::RetrieveDataExport>,
    id: &ExportId,
    query: &ItemQuery,
) -> Result<Page<Item>> {
    let search = workspace.store.search(&query.q).await?;
    let mut tx = workspace.store.snapshot().await?;
    let row = of_account(&mut tx, id).await?;
    let page = store::export_items::list(&mut tx, &row, query, search.as_ref()).await?;
    let (items, next_cursor) = page.ok_or_else(Refusal::wrong_cursor)?;
    Ok(Page { items, next_cursor })
}

/// Returns an export whose file can be downloaded now, and the key that signs its links.
///
/// # Errors
/// 404; 409 `exportNotReady`; 410 `exportExpired` or `exportRevoked`; or when the database fails.
pub async fn downloadable(
    workspace: &Workspace,
    _proof: &Authorised<may::RetrieveDataExport>,
    id: &ExportId,
) -> Result<(ExportRow, KeyRow)> {
    let mut tx = workspace.store.snapshot().await?;
    let row = deliverable(&mut tx, id, workspace.now()).await?;
    let key = store::exports::key_of(&mut tx, id).await?;
    let key = key.ok_or_else(|| Error::Internal(format!("export {id} is ready and has no key")))?;
    Ok((row, key))
}

/// Returns an account's export. Answers 404 for a person's own, which administrators cannot see.
pub(crate) async fn of_account(conn: &mut Conn, id: &ExportId) -> Result<ExportRow> {
    match store::exports::get(conn, id).await? {
        Some(row) if row.subject()?.account().is_some() => Ok(row),
        _ => Err(Refusal::not_found("request").into()),
    }
}

/// Returns an export whose file can be downloaded, or a refusal that says why it cannot.
pub(crate) async fn deliverable(conn: &mut Conn, id: &ExportId, now: Millis) -> Result<ExportRow> {
    let row = of_account(conn, id).await?;
    let state = row.state_at(now)?;
    let (code, detail) = match state {
        ExportState::Ready | ExportState::ReadyWithErrors => return Ok(row),
        ExportState::Expired => (
            ErrorCode::ExportExpired,
            "This request's links have expired. Make a new request.",
        ),
        ExportState::Revoked => (ErrorCode::ExportRevoked, "This request's links were revoked."),
        ExportState::Submitted | ExportState::Processing => (
            ErrorCode::ExportNotReady,
            "This request is still being processed.",
        ),
        ExportState::Failed | ExportState::Cancelled => (
            ErrorCode::ExportNotReady,
            "This request ended without creating a file.",
        ),
    };
    Err(Refusal::new(code, detail).with_state(state).into())
}

/// Counts the exports in each state.
///
/// # Errors
/// When the database fails.
pub async fn count_by_state(workspace: &Workspace) -> Result<Vec<(ExportState, u32)>> {
    let mut conn = workspace.store.read().await?;
    Ok(store::exports::count_by_state(&mut conn).await?)
}
