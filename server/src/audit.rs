//! Audit events: who did what, when, from where, with what outcome, in CloudTrail's shape.

use std::net::IpAddr;

use attache_wire::export::Actor;
use serde_json::{Value, json};

use crate::clock::{Millis, rfc3339};

/// How an audited call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was allowed and done.
    Allowed,
    /// No policy allowed it, or one denied it.
    Denied,
    /// It was allowed and then refused or failed.
    Failed,
}

impl Outcome {
    /// The spelling in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }
}

/// Where a call came from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The caller's address, where it is known.
    pub address: Option<IpAddr>,
    /// The caller's user agent, cut to 200 characters.
    pub user_agent: String,
    /// The request's id in the log.
    pub request_id: String,
}

/// One event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Unique id.
    pub id: String,
    /// When, by the simulated clock.
    pub at: Millis,
    /// The action's name without its service, e.g. `StartDataExport`.
    pub name: &'static str,
    /// The service, e.g. `chime`.
    pub source: &'static str,
    /// Who; `None` for the system.
    pub principal: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Where it came from.
    pub origin: Origin,
    /// What was asked. Never a secret and never a link.
    pub request: Value,
    /// The code of the refusal.
    pub error_code: Option<String>,
}

impl Event {
    /// An event of `actor` about `action` (`service:Name`).
    pub fn new(
        id: String,
        at: Millis,
        action: &'static str,
        actor: &Actor,
        outcome: Outcome,
        origin: Origin,
    ) -> Self {
        let (source, name) = action.split_once(':').unwrap_or(("attache", action));
        let principal = Some(actor.id.clone());
        Self {
            id,
            at,
            name,
            source,
            principal,
            outcome,
            origin,
            request: Value::Null,
            error_code: None,
        }
    }

    /// With what was asked.
    #[must_use]
    pub fn request(mut self, request: Value) -> Self {
        self.request = request;
        self
    }

    /// The record, shaped as CloudTrail's.
    pub fn record(&self) -> Value {
        json!({
            "eventID": self.id,
            "eventTime": rfc3339(self.at),
            "eventName": self.name,
            "eventSource": self.source,
            "userIdentity": { "type": "Principal", "principalId": self.principal },
            "sourceIPAddress": self.origin.address.map(|address| address.to_string()),
            "userAgent": self.origin.user_agent,
            "requestID": self.origin.request_id,
            "requestParameters": self.request,
            "errorCode": self.error_code,
        })
    }
}
