//! A record: the text that is stored and chained, in the format of AWS CloudTrail ("CloudTrail record contents" in its
//! user guide), and the searchable columns derived from it.

use attache_wire::{Timestamp, id::AccountId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Event, Outcome};
use crate::{
    clock::{Millis, parse_rfc3339, rfc3339},
    error::{Error, Result},
    store::audit::{Class, Columns},
};

/// The version of this format.
const VERSION: &str = "1.0";

/// A record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The version of the format; absent in records written before the chain existed.
    #[serde(default)]
    pub event_version: String,
    /// Who acted.
    pub user_identity: UserIdentity,
    /// When, by the simulated clock; RFC 3339.
    pub event_time: Timestamp,
    /// The service.
    pub event_source: String,
    /// The operation.
    pub event_name: String,
    /// True if the operation can change nothing; absent in older records.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// The caller's address, if known.
    #[serde(rename = "sourceIPAddress")]
    pub source_ip_address: Option<String>,
    /// The caller's user agent.
    pub user_agent: String,
    /// The error code, if refused or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The error message, if refused or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// The request's parameters.
    pub request_parameters: Value,
    /// The result.
    #[serde(default)]
    pub response_elements: Value,
    /// Fields that CloudTrail does not have.
    pub additional_event_data: AdditionalEventData,
    /// The request's id in the server's log.
    #[serde(rename = "requestID")]
    pub request_id: String,
    /// The record's id.
    #[serde(rename = "eventID")]
    pub event_id: String,
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserIdentity {
    /// `Principal`, `User`, `System` or `Link`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The id.
    pub principal_id: Option<String>,
    /// The name at the time of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

/// Fields that CloudTrail does not have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalEventData {
    /// How it ended.
    pub outcome: Outcome,
    /// The action that the caller's policies had to allow; absent if none, and in older records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// The account that the event is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// When, by the wall clock; RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall_time: Option<Timestamp>,
}

impl Record {
    /// Creates the record of an event, with its account and wall time.
    pub fn new(event: &Event, account: Option<AccountId>, wall: Millis) -> Self {
        Self {
            event_version: VERSION.to_owned(),
            user_identity: UserIdentity {
                kind: event.identity.kind.to_owned(),
                principal_id: Some(event.identity.id.clone()),
                user_name: Some(event.identity.name.clone()),
            },
            event_time: rfc3339(event.at),
            event_source: event.source.to_owned(),
            event_name: event.name.to_owned(),
            read_only: event.read_only,
            source_ip_address: event.origin.address.map(|address| address.to_string()),
            user_agent: event.origin.user_agent.clone(),
            error_code: event.error_code.clone(),
            error_message: event.error_message.clone(),
            request_parameters: event.request.clone(),
            response_elements: event.response.clone(),
            additional_event_data: AdditionalEventData {
                outcome: event.outcome,
                permission: event.permission.map(str::to_owned),
                account_id: account,
                wall_time: Some(rfc3339(wall)),
            },
            request_id: event.origin.request_id.clone(),
            event_id: event.id.clone(),
        }
    }

    /// Returns the text that is stored and chained.
    ///
    /// # Errors
    /// Never, for any value that an event can contain.
    pub fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Parses a record; `None` if the text is not one.
    pub fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }
}

impl Record {
    /// Returns the searchable columns; `None` if the time is malformed.
    pub fn columns(&self) -> Option<Columns> {
        let record = self;
        let principal = record.user_identity.principal_id.clone();
        let principal = principal.unwrap_or_else(|| "system".to_owned());
        let name = record.user_identity.user_name.clone();
        Some(Columns {
            id: record.event_id.clone(),
            at: parse_rfc3339(&record.event_time).ok()?,
            source: record.event_source.clone(),
            name: record.event_name.clone(),
            principal_name: name.unwrap_or_else(|| principal.clone()),
            principal,
            class: Class::of(record.additional_event_data.outcome, record.read_only),
            error_code: record.error_code.clone(),
            address: record.source_ip_address.clone(),
            account: record.additional_event_data.account_id.clone(),
        })
    }
}
