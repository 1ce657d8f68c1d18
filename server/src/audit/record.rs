//! A record: the text that is stored and chained, in the shape of AWS CloudTrail's record contents ("CloudTrail record
//! contents" in its user guide), and the columns that are searched, which follow from it.

use attache_wire::{Timestamp, id::AccountId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Event, Outcome};
use crate::{
    clock::{Millis, parse_rfc3339, rfc3339},
    error::{Error, Result},
    store::audit::Columns,
};

/// The version of this shape.
const VERSION: &str = "1.0";

/// A record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The version of the shape; absent in records of versions before the chain.
    #[serde(default)]
    pub event_version: String,
    /// Who.
    pub user_identity: UserIdentity,
    /// When, by the simulated clock; RFC 3339.
    pub event_time: Timestamp,
    /// The service.
    pub event_source: String,
    /// The action.
    pub event_name: String,
    /// The caller's address, where it is known.
    #[serde(rename = "sourceIPAddress")]
    pub source_ip_address: Option<String>,
    /// The caller's user agent.
    pub user_agent: String,
    /// The code of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The refusal in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// What was asked.
    pub request_parameters: Value,
    /// What came of it.
    #[serde(default)]
    pub response_elements: Value,
    /// What CloudTrail has no field for.
    pub additional_event_data: AdditionalEventData,
    /// The request's id in the server's log.
    #[serde(rename = "requestID")]
    pub request_id: String,
    /// The record's id.
    #[serde(rename = "eventID")]
    pub event_id: String,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserIdentity {
    /// `Principal`, `User`, `System` or `Link`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The id.
    pub principal_id: Option<String>,
    /// The name at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

/// What CloudTrail has no field for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalEventData {
    /// How it ended.
    pub outcome: Outcome,
    /// The account that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// When, by the wall clock; RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall_time: Option<Timestamp>,
}

impl Record {
    /// The record of an event that is about this account and happened at this wall time.
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
            source_ip_address: event.origin.address.map(|address| address.to_string()),
            user_agent: event.origin.user_agent.clone(),
            error_code: event.error_code.clone(),
            error_message: event.error_message.clone(),
            request_parameters: event.request.clone(),
            response_elements: event.response.clone(),
            additional_event_data: AdditionalEventData {
                outcome: event.outcome,
                account_id: account,
                wall_time: Some(rfc3339(wall)),
            },
            request_id: event.origin.request_id.clone(),
            event_id: event.id.clone(),
        }
    }

    /// The record as it is stored and chained.
    ///
    /// # Errors
    /// Never, for what an event can hold.
    pub fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Internal(error.to_string()))
    }

    /// The record with this text; `None` when it is none.
    pub fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }
}

impl Record {
    /// What is searched by; `None` when the time is none.
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
            outcome: record.additional_event_data.outcome,
            error_code: record.error_code.clone(),
            address: record.source_ip_address.clone(),
            account: record.additional_event_data.account_id.clone(),
        })
    }
}
