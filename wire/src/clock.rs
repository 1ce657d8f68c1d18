//! The simulated clock, which every rule of the product obeys.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Simulated seconds per wall second in which an export is processed at speed `auto`: a day a minute.
pub const DAY_A_MINUTE: f64 = 1440.0;

/// Minimum constant speed, in simulated seconds per wall second: real time.
pub const MIN_SPEED: f64 = 1.0;
/// Maximum constant speed, in simulated seconds per wall second: a day per second.
pub const MAX_SPEED: f64 = 86_400.0;
/// Maximum move of the clock in one call, in days.
pub const MAX_ADVANCE_DAYS: i64 = 400;

/// How fast simulated time passes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    untagged,
    expecting = "expected \"auto\" or a number"
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Speed {
    /// A day a minute while an export is processed, real time otherwise.
    Auto(Auto),
    /// Constant: this many simulated seconds in a wall second; 1 is real time. From [`MIN_SPEED`] to [`MAX_SPEED`]
    /// (1 to 86,400).
    Constant(f64),
}

/// The word `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Auto {
    /// The one value.
    Auto,
}

impl Speed {
    /// Speed `auto`.
    pub const AUTO: Self = Self::Auto(Auto::Auto);
}

/// The clock as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// Simulated time.
    pub now: Timestamp,
    /// The chosen speed.
    pub speed: Speed,
    /// Simulated seconds per wall second at this moment; 0 while paused.
    pub rate: f64,
    /// Whether it stands still.
    pub paused: bool,
    /// The nearest event that the clock will reach, if any is known; the end of a message's retention only when no
    /// export has an event ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_event: Option<ClockEvent>,
}

/// Something that happens when the clock reaches an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: ClockEventKind,
}

/// What happens at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClockEventKind {
    /// A running export is due.
    Delivery,
    /// The links of a delivered export die.
    LinksExpire,
    /// An account may request again.
    WindowOpens,
    /// A pending domain is looked up in the DNS.
    DomainCheck,
    /// A message reaches the end of its retention.
    Retention,
}

/// A change of the clock; every field is optional and they are applied together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockPatch {
    /// New speed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,
    /// Stop or go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<bool>,
    /// Move forward by this many simulated seconds; at most 400 days. Going backwards is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance_seconds: Option<i64>,
    /// Move forward to this time, RFC 3339; at most 400 days ahead and not past the year 2200. Going backwards is
    /// refused, and so is combining it with `advanceSeconds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Timestamp>,
}
