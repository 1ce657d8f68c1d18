//! Audit events, as the rest of the server hands them over.

use std::net::{IpAddr, Ipv6Addr};

use attache_wire::{
    export::{Actor, ActorKind},
    id::AccountId,
};
use serde_json::Value;

use super::Outcome;
use crate::clock::Millis;

/// Where a call came from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The operation that was called, `service:Name`; empty outside the API.
    pub operation: &'static str,
    /// The caller's address, if known.
    pub address: Option<IpAddr>,
    /// The caller's user agent, cut to 200 characters.
    pub user_agent: String,
    /// The request's id in the log.
    pub request_id: String,
}

/// Returns the part of an address that identifies its holder: of an IPv6 address the first 64 bits, because one holder
/// has all the rest.
pub fn holder(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 => v4,
    }
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `Principal`, `User`, `System`, or `Link` for the holder of a link.
    pub kind: &'static str,
    /// A principal's or user's id, `system`, or the id of the export that the link belongs to.
    pub id: String,
    /// The name at the time of the event.
    pub name: String,
}

impl From<&Actor> for Identity {
    fn from(actor: &Actor) -> Self {
        let kind = match actor.kind {
            ActorKind::Principal => "Principal",
            ActorKind::User => "User",
            ActorKind::System => "System",
        };
        Self {
            kind,
            id: actor.id.clone(),
            name: actor.name.clone(),
        }
    }
}

/// One event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Unique id.
    pub id: String,
    /// When, by the simulated clock.
    pub at: Millis,
    /// The operation's name without its service, e.g. `CancelDataExport`.
    pub name: &'static str,
    /// The service, e.g. `chime`.
    pub source: &'static str,
    /// The action that the caller's policies had to allow, `service:Name`.
    pub permission: Option<&'static str>,
    /// True if the operation can change nothing.
    pub read_only: bool,
    /// Who acted.
    pub identity: Identity,
    /// How it ended.
    pub outcome: Outcome,
    /// Where the call came from.
    pub origin: Origin,
    /// The request's parameters. Never a secret and never a link.
    pub request: Value,
    /// The result. Never a secret and never a link.
    pub response: Value,
    /// The account that the event is about. If `None`, the record takes the request's `accountId`, or the account of
    /// its `exportId`.
    pub account: Option<AccountId>,
    /// The error code, if refused or failed.
    pub error_code: Option<String>,
    /// The error message, if refused or failed.
    pub error_message: Option<String>,
}

impl Event {
    /// Creates an event: `who` called `operation` (`service:Name`).
    pub fn new(
        id: String,
        at: Millis,
        operation: &'static str,
        who: impl Into<Identity>,
        outcome: Outcome,
        origin: Origin,
    ) -> Self {
        let (source, name) = operation.split_once(':').unwrap_or(("attache", operation));
        Self {
            id,
            at,
            name,
            source,
            permission: None,
            read_only: false,
            identity: who.into(),
            outcome,
            origin,
            request: Value::Null,
            response: Value::Null,
            account: None,
            error_code: None,
            error_message: None,
        }
    }

    /// Sets the action that the caller's policies had to allow.
    #[must_use]
    pub const fn permission(mut self, action: &'static str) -> Self {
        self.permission = Some(action);
        self
    }

    /// Marks the operation as one that can change nothing.
    #[must_use]
    pub const fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Sets the request's parameters.
    #[must_use]
    pub fn request(mut self, request: Value) -> Self {
        self.request = request;
        self
    }

    /// Sets the result.
    #[must_use]
    pub fn response(mut self, response: Value) -> Self {
        self.response = response;
        self
    }

    /// Sets the account that the event is about.
    #[must_use]
    pub fn about(mut self, account: Option<AccountId>) -> Self {
        self.account = account;
        self
    }

    /// Sets why it was refused or failed.
    #[must_use]
    pub fn refused(mut self, code: impl Into<String>, message: impl Into<String>) -> Self {
        self.error_code = Some(code.into());
        self.error_message = Some(message.into());
        self
    }
}
