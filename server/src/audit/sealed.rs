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

/// A seal, as the response of its event.
#[derive(Deserialize)]
struct Seal {
    batch: i64,
    sha256: String,
}

/// The batches whose seals were found so far.
#[derive(Default)]
pub(super) struct Sealed {
    count: u64,
    last: i64,
}

impl Sealed {
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
        let record = Record::parse(record).filter(|record| SEAL.ends_with(&record.event_name));
        let seal = record.and_then(|record| serde_json::from_value(record.response_elements).ok());
        let Some(Seal { batch, sha256 }) = seal else {
            return Ok(None);
        };
        (self.count, self.last) = (self.count + 1, self.last.max(batch));
        let records = store::link_uses::records(conn, batch).await?;
        Ok(match records {
            None => Some(format!(
                "The uses of links in batch {batch}, which record {sequence} seals, are missing."
            )),
            Some(records) if hex::encode(Sha256::digest(&records)) != sha256 => Some(format!(
                "The uses of links in batch {batch} were altered: they do not match their seal in record {sequence}."
            )),
            Some(_) => None,
        })
    }

    /// Looks for batches without a seal. Returns what is wrong.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn check_end(&self, conn: &mut Conn) -> Result<Option<String>> {
        let found = store::link_uses::batches(conn, self.last).await?;
        let added = found.saturating_sub(self.count);
        Ok((added > 0).then(|| format!("Uses of links were added: {added} of their batches have no seal.")))
    }
}
