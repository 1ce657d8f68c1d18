//! The uses of an export's links.

use attache_wire::{access::LinkUse, id::ExportId, page::Page};

use crate::{
    access::authorise::{Authorised, may},
    clock::rfc3339,
    error::{Error, Refusal, Result},
    exports::read,
    store::{self, cursor},
    workspace::{
        Workspace,
        use_log::{self, Target, UseRecord},
    },
};

/// Batches read at a time.
const BATCHES: u32 = 4;

/// The last use of a page: its batch, and its line in it.
type Key = (i64, usize);

/// Lists the uses of an export's links, newest first.
///
/// # Errors
/// 404; 400 for a cursor of another list; or when the database fails.
pub async fn link_uses(
    workspace: &Workspace,
    _proof: &Authorised<may::SimulatePolicy>,
    id: &ExportId,
    after: Option<&str>,
    limit: u32,
) -> Result<Page<LinkUse>> {
    // Uses are queued; write them first so that all are listed.
    workspace.uses.write().await?;
    let (mut batch, mut line) = match after.map(cursor::decode::<Key>) {
        None => (i64::MAX, usize::MAX),
        Some(Some(key)) => key,
        Some(None) => return Err(Refusal::wrong_cursor().into()),
    };
    let mut tx = workspace.store.snapshot().await?;
    read::of_account(&mut tx, id).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut items = Vec::new();
    let mut last = None;
    loop {
        let batches = store::link_uses::newest(&mut tx, id, batch, BATCHES).await?;
        let Some(oldest) = batches.last().map(|oldest| oldest.batch) else {
            return Ok(Page {
                items,
                next_cursor: None,
            });
        };
        for found in &batches {
            let until = if found.batch == batch { line } else { usize::MAX };
            let lines: Vec<_> = found.records.lines().take(until).collect();
            for (number, text) in lines.iter().enumerate().rev() {
                if items.len() == limit {
                    return Ok(Page {
                        items,
                        next_cursor: last.map(|key: Key| cursor::encode(&key)),
                    });
                }
                let record = use_log::parse(text);
                let record =
                    record.ok_or_else(|| Error::Internal("a use of a link cannot be read".into()))?;
                items.push(link_use(record));
                last = Some((found.batch, number));
            }
        }
        (batch, line) = (oldest - 1, usize::MAX);
    }
}

fn link_use(record: UseRecord) -> LinkUse {
    let UseRecord {
        at,
        target,
        method,
        status,
        bytes_sent,
        is_complete,
        range,
        address,
        user_agent,
    } = record;
    let (attachment_id, format) = match target {
        Target::Attachment(id) | Target::Downloaded(id) => (Some(id), None),
        Target::Manifest(format) => (None, Some(format)),
    };
    LinkUse {
        at: rfc3339(at),
        attachment_id,
        format,
        method,
        status,
        bytes_sent,
        complete: is_complete,
        range,
        source_address: address.map(|address| address.to_string()),
        user_agent,
    }
}
