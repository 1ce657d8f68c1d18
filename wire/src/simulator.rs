//! The simulator's faults: ways to break the stored files on purpose and to mend them again.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A fault to put into the file store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FaultKind {
    /// The file is gone.
    MissingBlob,
    /// One byte of the file is not what it was.
    CorruptBlob,
}

/// Body of a request for a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFault {
    /// What to do to the file.
    pub kind: FaultKind,
    /// The attachment whose file it is; without it, an attachment with a file that few others share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<String>,
}

/// A fault that is in the file store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// What was done.
    pub kind: FaultKind,
    /// Lower-case hex SHA-256 of the file as it should be.
    pub sha256: String,
    /// How many attachments of the world have this file.
    pub attachments: u64,
}

/// A TXT record of the simulated DNS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DnsRecord {
    /// Names the record.
    pub id: String,
    /// Its full name, lower-case, without a dot at the end.
    pub name: String,
    /// Its value.
    pub value: String,
    /// When the world sees it: changes of the DNS take a while.
    pub visible_at: Timestamp,
    /// Whether the world sees it by now.
    pub visible: bool,
}

/// Body that adds a TXT record to the simulated DNS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDnsRecord {
    /// Its full name.
    pub name: String,
    /// Its value, at most 255 bytes.
    pub value: String,
}
