//! The states of an export and the one table of legal transitions between them.

use serde::{Deserialize, Serialize};

/// Where an export is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ExportState {
    /// Recorded; no step has begun.
    Submitted,
    /// The pipeline works on it.
    Processing,
    /// Delivered; every attachment has a live link.
    Ready,
    /// Delivered; some attachments were left out, each with a code.
    ReadyWithErrors,
    /// Ended without a file; it costs no request.
    Failed,
    /// Stopped by a person or by a lost right before it was delivered; it costs no request.
    Cancelled,
    /// The links reached the end of their life.
    Expired,
    /// The links were taken back before the end of their life.
    Revoked,
}

impl ExportState {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 8] = [
        Self::Submitted,
        Self::Processing,
        Self::Ready,
        Self::ReadyWithErrors,
        Self::Failed,
        Self::Cancelled,
        Self::Expired,
        Self::Revoked,
    ];

    /// The states that may follow this one.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Submitted => &[Self::Processing, Self::Cancelled, Self::Failed],
            Self::Processing => &[Self::Ready, Self::ReadyWithErrors, Self::Failed, Self::Cancelled],
            Self::Ready | Self::ReadyWithErrors => &[Self::Expired, Self::Revoked],
            Self::Failed | Self::Cancelled | Self::Expired | Self::Revoked => &[],
        }
    }

    /// The states from which this one may be reached: the `WHERE state IN (…)` of a transition.
    pub fn previous(self) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|from| from.next().contains(&self))
            .collect()
    }

    /// Not delivered yet and still going on.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Submitted | Self::Processing)
    }

    /// The state at `now` of an export that was stored in this one. Links die at the instant at which they expire, whether
    /// or not that has been recorded yet.
    #[must_use]
    pub fn at<T: PartialOrd>(self, links_expire_at: Option<&T>, now: &T) -> Self {
        if self.is_ready() && links_expire_at.is_some_and(|expiry| expiry <= now) {
            Self::Expired
        } else {
            self
        }
    }

    /// Delivered with live links: the file can be downloaded.
    pub const fn is_ready(self) -> bool {
        matches!(self, Self::Ready | Self::ReadyWithErrors)
    }

    /// Whether the 7-day window counts from this export: one that failed or was cancelled gives its slot back.
    pub const fn uses_window(self) -> bool {
        !matches!(self, Self::Failed | Self::Cancelled)
    }

    /// The spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "Submitted",
            Self::Processing => "Processing",
            Self::Ready => "Ready",
            Self::ReadyWithErrors => "ReadyWithErrors",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Expired => "Expired",
            Self::Revoked => "Revoked",
        }
    }

    /// The state with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A step of the pipeline. Each is idempotent and checkpointed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Step {
    /// Fixes the set: writes one item per attachment in scope.
    Snapshot,
    /// Checks each distinct file once: present, length, SHA-256.
    Collect,
    /// Settles order, unique paths and totals.
    Seal,
    /// Makes the signing key, the manifest's length and hash, and the state change, at once.
    Publish,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 4] = [Self::Snapshot, Self::Collect, Self::Seal, Self::Publish];

    /// The spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Collect => "collect",
            Self::Seal => "seal",
            Self::Publish => "publish",
        }
    }

    /// The step with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// The step after this one.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Snapshot => Some(Self::Collect),
            Self::Collect => Some(Self::Seal),
            Self::Seal => Some(Self::Publish),
            Self::Publish => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transitions_are_the_documented_ones() {
        let table: Vec<String> = ExportState::ALL
            .into_iter()
            .map(|from| {
                let to: Vec<_> = from.next().iter().map(|to| to.as_str()).collect();
                format!("{} -> {}", from.as_str(), to.join(" | "))
            })
            .collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        Submitted -> Processing | Cancelled | Failed
        Processing -> Ready | ReadyWithErrors | Failed | Cancelled
        Ready -> Expired | Revoked
        ReadyWithErrors -> Expired | Revoked
        Failed -> 
        Cancelled -> 
        Expired -> 
        Revoked -> 
        ");
    }

    #[test]
    fn links_are_dead_from_the_instant_at_which_they_expire() {
        for ready in [ExportState::Ready, ExportState::ReadyWithErrors] {
            assert_eq!(ready.at(Some(&600), &599), ready);
            assert_eq!(ready.at(Some(&600), &600), ExportState::Expired);
        }
        assert_eq!(ExportState::Revoked.at(Some(&600), &700), ExportState::Revoked);
        assert_eq!(ExportState::Processing.at(None, &700), ExportState::Processing);
    }

    #[test]
    fn spellings_round_trip_through_json_and_storage() {
        for state in ExportState::ALL {
            assert_eq!(
                serde_json::to_string(&state).unwrap(),
                format!("\"{}\"", state.as_str())
            );
            assert_eq!(ExportState::parse(state.as_str()), Some(state));
        }
        for step in Step::ALL {
            assert_eq!(
                serde_json::to_string(&step).unwrap(),
                format!("\"{}\"", step.as_str())
            );
            assert_eq!(Step::parse(step.as_str()), Some(step));
        }
    }
}
