//! The simulated DNS. People add and delete its TXT records in the console.

use attache_wire::{
    error::ErrorCode,
    simulator::{DnsRecord, NewDnsRecord},
};
use futures::future::BoxFuture;

use crate::{
    clock::{Millis, SECOND, rfc3339},
    error::{Refusal, Result},
    store::{self, Store},
    workspace::{
        Workspace,
        dns::{NoAnswer, Resolver, unanswered},
    },
};

/// Delay before new records become visible (simulated time).
const PROPAGATION: Millis = 30 * 60 * SECOND;
/// Maximum number of records.
const MAX_RECORDS: u64 = 500;
/// Maximum length of a record's name, in bytes (RFC 1035, section 2.3.4).
pub const MAX_NAME: usize = 253;
/// Maximum length of a record's value, in characters: about one string of a TXT record (RFC 1035, section 3.3).
pub const MAX_VALUE: usize = 255;

/// Resolves names from the records that people added.
pub struct Simulated(pub Store);

impl Resolver for Simulated {
    fn txt<'a>(
        &'a self,
        name: &'a str,
        now: Millis,
    ) -> BoxFuture<'a, std::result::Result<Vec<String>, NoAnswer>> {
        Box::pin(async move {
            let mut conn = self.0.read().await.map_err(unanswered)?;
            store::dns::txt(&mut conn, name, now).await.map_err(unanswered)
        })
    }

    fn is_simulated(&self) -> bool {
        true
    }
}

/// Lists all records.
///
/// # Errors
/// When the database fails.
pub async fn list(workspace: &Workspace) -> Result<Vec<DnsRecord>> {
    let mut conn = workspace.store.read().await?;
    Ok(store::dns::list(&mut conn, workspace.now()).await?)
}

/// Adds a TXT record, which becomes visible after [`PROPAGATION`].
///
/// # Errors
/// 422 for a bad name or value; 409 when there are too many records; or when the database fails.
pub async fn add(workspace: &Workspace, record: &NewDnsRecord) -> Result<DnsRecord> {
    let name = valid_name(&record.name)?;
    let value = valid_value(&record.value)?;
    let mut tx = workspace.store.write().await?;
    if store::dns::count(&mut tx).await? >= MAX_RECORDS {
        let detail = format!("The simulated DNS holds at most {MAX_RECORDS} records. Delete some first.");
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let (id, visible_at) = (workspace.random.id(), workspace.now() + PROPAGATION);
    store::dns::insert(&mut tx, (&id, &name, value), visible_at).await?;
    tx.commit().await?;
    Ok(DnsRecord {
        id,
        name,
        value: value.to_owned(),
        visible_at: rfc3339(visible_at),
        visible: false,
    })
}

/// Deletes a record.
///
/// # Errors
/// 404; or when the database fails.
pub async fn delete(workspace: &Workspace, id: &str) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    if !store::dns::delete(&mut tx, id).await? {
        return Err(Refusal::not_found("record").into());
    }
    tx.commit().await?;
    Ok(())
}

fn valid_name(sent: &str) -> std::result::Result<String, Refusal> {
    let name = sent.trim().trim_end_matches('.').to_ascii_lowercase();
    let is_allowed = |c: u8| c.is_ascii_alphanumeric() || b"-_.".contains(&c);
    if name.is_empty() || sent.len() > MAX_NAME || !name.bytes().all(is_allowed) {
        let detail =
            format!("A record's name has at most {MAX_NAME} letters, digits, hyphens, underscores and dots.");
        return Err(Refusal::invalid("name", detail));
    }
    Ok(name)
}

fn valid_value(sent: &str) -> std::result::Result<&str, Refusal> {
    let value = sent.trim();
    if value.is_empty() || sent.chars().count() > MAX_VALUE || sent.chars().any(char::is_control) {
        let detail =
            format!("A TXT record's value has 1 to {MAX_VALUE} characters and no control characters.");
        return Err(Refusal::invalid("value", detail));
    }
    Ok(value)
}
