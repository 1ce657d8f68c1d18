//! The states of an export and the table of legal transitions.

use serde::{Deserialize, Serialize};

/// The state of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ExportState {
    /// Recorded; no step has begun.
    Submitted,
    /// The pipeline is working on it.
    Processing,
    /// Delivered; every attachment has a live link.
    Ready,
    /// Delivered; some attachments were left out, each with an error code.
    ReadyWithErrors,
    /// Ended without a file; does not count towards the window.
    Failed,
    /// Stopped before delivery by a person or because a permission was lost; does not count towards the window.
    Cancelled,
    /// The links have expired.
    Expired,
    /// The links were revoked before they expired.
    Revoked,
}

impl ExportState {
    /// Every state, in the order of an export's life.
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

    /// Returns the states that may follow this one.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Submitted => &[Self::Processing, Self::Cancelled, Self::Failed],
            Self::Processing => &[Self::Ready, Self::ReadyWithErrors, Self::Failed, Self::Cancelled],
            Self::Ready | Self::ReadyWithErrors => &[Self::Expired, Self::Revoked],
            Self::Failed | Self::Cancelled | Self::Expired | Self::Revoked => &[],
        }
    }

    /// Returns the states that may precede this one: the `WHERE state IN (…)` of a transition.
    pub fn previous(self) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|from| from.next().contains(&self))
            .collect()
    }

    /// Returns true if the export is not delivered yet and has not ended.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Submitted | Self::Processing)
    }

    /// Returns the state at `now` of an export stored in this state. Links stop working exactly when they expire,
    /// whether or not that has been recorded yet.
    #[must_use]
    pub fn at<T: PartialOrd>(self, links_expire_at: Option<&T>, now: &T) -> Self {
        if self.is_ready() && links_expire_at.is_some_and(|expiry| expiry <= now) {
            Self::Expired
        } else {
            self
        }
    }

    /// Returns true if the export is delivered with live links: the file can be downloaded.
    pub const fn is_ready(self) -> bool {
        matches!(self, Self::Ready | Self::ReadyWithErrors)
    }

    /// Returns true if the export counts towards the 7-day window. Failed and cancelled exports do not.
    pub const fn uses_window(self) -> bool {
        !matches!(self, Self::Failed | Self::Cancelled)
    }

    /// Returns the spelling used in JSON and in storage.
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

    /// Returns the state with this spelling; `None` if unknown.
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
    /// Creates the signing key, records the manifest's length and hash, and changes the state, all in one transaction.
    Publish,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 4] = [Self::Snapshot, Self::Collect, Self::Seal, Self::Publish];

    /// Returns the spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Collect => "collect",
            Self::Seal => "seal",
            Self::Publish => "publish",
        }
    }

    /// Returns the step with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// Returns the step after this one; `None` if this is the last.
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
    fn links_expire_at_exactly_their_expiry_time() {
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
