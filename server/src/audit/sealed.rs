//! Verification of what the log seals: the batches of uses of links, whose hashes are in its records.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::record::Record;
use crate::{
    error::Result,
    store::{self, Conn},
};

/// The event that seals a batch of uses of links.
pub const SEAL: &str = "s3:GetObject";

/// What a seal says, in its request and its response.
#[derive(Deserialize)]
struct Sealed {
    batch: i64,
    uses: i64,
    sha256: String,
}

/// The batches that existed before the walk along the log, and the seals found on the way.
pub(super) struct Seals {
    /// The last batch. Its seal was committed with it.
    last: i64,
    /// The number of batches.
    batches: u64,
    /// The seals of these batches.
    found: u64,
}

impl Seals {
    /// Starts before a walk along the log.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn begin(conn: &mut Conn) -> Result<Self> {
        let last = store::link_uses::last(conn).await?;
        Ok(Self {
            last,
            batches: store::link_uses::batches(conn, last).await?,
            found: 0,
        })
    }

    /// Compares a batch with its seal, if this record is one. Returns what is wrong.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn check(
        &mut self,
        conn: &mut Conn,
        sequence: i64,
        record: &[u8],
    ) -> Result<Option<String>> {
        let is_seal = |record: &Record| format!("{}:{}", record.event_source, record.event_name) == SEAL;
        let Some(record) = Record::parse(record).filter(is_seal) else {
            return Ok(None);
        };
        // A refused use has no response.
        let Ok(sealed) = serde_json::from_value::<Sealed>(record.response_elements) else {
            return Ok(None);
        };
        if sealed.batch <= self.last {
            self.found += 1;
        }
        let batch = sealed.batch;
        let Some((export, uses, records)) = store::link_uses::get(conn, batch).await? else {
            return Ok(Some(format!(
                "The uses of links in batch {batch}, which record {sequence} seals, are missing."
            )));
        };
        let is_intact = record.request_parameters["exportId"].as_str() == Some(export.as_ref())
            && uses == sealed.uses
            && hex::encode(Sha256::digest(records)) == sealed.sha256;
        Ok((!is_intact).then(|| {
            format!("The uses of links in batch {batch} were altered: they do not match their seal in record {sequence}.")
        }))
    }

    /// Returns what is wrong if there were batches without a seal.
    pub(super) fn check_end(&self) -> Option<String> {
        let added = self.batches.saturating_sub(self.found);
        (added > 0).then(|| format!("Uses of links were added: {added} of their batches have no seal."))
    }
}
