//! Reads the audit log: in pages, as a file, and to verify it. Pending records are written first, so a reader sees
//! everything up to the call.

use attache_wire::{
    audit::{AuditEvent, AuditVerification},
    page::Page,
};
use bytes::Bytes;
use futures::{Stream, stream};

use crate::audit::file::Format;
use crate::{
    access::authorise::{Authorised, may},
    error::{Refusal, Result},
    store::{self, audit::Place, cursor},
    workspace::Workspace,
};

pub use crate::store::audit::Filter;

/// Records read, rendered and sent at a time.
const BATCH: u32 = 500;

/// Returns a page of the log, newest first.
///
/// # Errors
/// 400 for a cursor of another list; or when the database fails.
pub async fn events(
    workspace: &Workspace,
    _proof: &Authorised<may::LookupEvents>,
    filter: &Filter,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<AuditEvent>> {
    let before = match after {
        None => None,
        Some(after) => Some(cursor::decode::<Place>(after).ok_or_else(Refusal::wrong_cursor)?),
    };
    workspace.uses.write().await?;
    workspace.audit.flush().await?;
    let mut conn = workspace.store.read().await?;
    let (items, next_cursor) = store::audit::list(&mut conn, filter, before, limit).await?;
    Ok(Page { items, next_cursor })
}

/// Streams the filtered log as the pieces of a file, newest first. It holds no connection while a slow client reads,
/// and at most one batch in memory.
///
/// # Errors
/// When the database fails. If it fails later, a piece of the stream is an error: the transfer breaks off, so that a
/// client notices the file is incomplete.
pub async fn file(
    workspace: &Workspace,
    _proof: &Authorised<may::LookupEvents>,
    filter: Filter,
    format: Format,
) -> Result<impl Stream<Item = Result<Bytes>> + Send + 'static> {
    workspace.uses.write().await?;
    workspace.audit.flush().await?;
    let store = workspace.store.clone();
    let first = (Some(format.header()), None);
    Ok(stream::try_unfold(Some(first), move |state| {
        let (store, filter) = (store.clone(), filter.clone());
        async move {
            let Some((header, before)) = state else {
                return Ok(None);
            };
            let mut conn = store.read().await?;
            let (events, next) = store::audit::batch(&mut conn, &filter, before, BATCH).await?;
            drop(conn);
            let mut piece = header.unwrap_or_default();
            for event in &events {
                format.push(event, &mut piece);
            }
            Ok(Some((Bytes::from(piece), next.map(|place| (None, Some(place))))))
        }
    }))
}

/// Verifies that the log is intact.
///
/// # Errors
/// When the database fails.
pub async fn verification(
    workspace: &Workspace,
    _proof: &Authorised<may::LookupEvents>,
) -> Result<AuditVerification> {
    workspace.uses.write().await?;
    workspace.audit.verification().await
}
