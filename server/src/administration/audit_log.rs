//! Reading the log, for those who may: page by page, as a file, and whether it is whole. What was done until now is seen.

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

/// Records that are read, rendered and sent at a time.
const BATCH: u32 = 500;

/// A page of the log, newest first.
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
    workspace.audit.flush().await?;
    let mut conn = workspace.store.read().await?;
    let (items, next_cursor) = store::audit::list(&mut conn, filter, before, limit).await?;
    Ok(Page { items, next_cursor })
}

/// All that the filter lets through, newest first, as the pieces of a file. No connection is held while a slow client
/// reads, and no more than a batch is in memory.
///
/// # Errors
/// When the database fails. A piece is an error when it does so later: the file is then cut short, which the broken
/// transfer shows.
pub async fn file(
    workspace: &Workspace,
    _proof: &Authorised<may::LookupEvents>,
    filter: Filter,
    format: Format,
) -> Result<impl Stream<Item = Result<Bytes>> + Send + 'static> {
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

/// Whether the log is whole.
///
/// # Errors
/// When the database fails.
pub async fn verification(
    workspace: &Workspace,
    _proof: &Authorised<may::LookupEvents>,
) -> Result<AuditVerification> {
    workspace.audit.verification().await
}
