//! The state of the Attachments panel on two axes: the latest request, and whether another one is allowed now. Pure
//! functions.

use attache_wire::{
    account::AccountSummary,
    export::Export,
    request::{MayRequest, RequestSlot},
    state::ExportState,
};

use crate::state::sim_clock::millis;

/// The state of the latest request, as the panel shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Latest {
    /// The account has no requests.
    None,
    /// It is running.
    Processing,
    /// Its links are live.
    Ready,
    /// Its links are live; some attachments were left out.
    ReadyWithErrors,
    /// It failed without a file.
    Failed,
    /// It was cancelled before delivery.
    Cancelled,
    /// Its links were revoked.
    Revoked,
    /// Its links expired.
    Expired,
}

impl Latest {
    /// Returns the state of an account's latest export. Links count as expired from the instant they expire, even
    /// if the server has not recorded it yet.
    pub fn of(export: Option<&Export>, now: f64) -> Self {
        let Some(export) = export else {
            return Self::None;
        };
        let expiry = export.links_expire_at.as_ref().map(millis);
        match export.state.at(expiry.as_ref(), &now) {
            ExportState::Submitted | ExportState::Processing => Self::Processing,
            ExportState::Ready => Self::Ready,
            ExportState::ReadyWithErrors => Self::ReadyWithErrors,
            ExportState::Failed => Self::Failed,
            ExportState::Cancelled => Self::Cancelled,
            ExportState::Expired => Self::Expired,
            ExportState::Revoked => Self::Revoked,
        }
    }

    /// Returns the export state to display; `None` without a request.
    pub fn state(self) -> Option<ExportState> {
        match self {
            Self::None => None,
            Self::Processing => Some(ExportState::Processing),
            Self::Ready => Some(ExportState::Ready),
            Self::ReadyWithErrors => Some(ExportState::ReadyWithErrors),
            Self::Failed => Some(ExportState::Failed),
            Self::Cancelled => Some(ExportState::Cancelled),
            Self::Revoked => Some(ExportState::Revoked),
            Self::Expired => Some(ExportState::Expired),
        }
    }
}

/// Decides whether the account's attachments can be requested now. `permitted`: policies allow it.
pub fn may_request(summary: &AccountSummary, permitted: bool, now: f64) -> MayRequest {
    let opens = summary.next_allowed_at.as_ref().map(millis);
    let slot = RequestSlot::of(summary.running.as_ref(), opens, &now);
    MayRequest::of(permitted, summary.account.account_type, &slot)
}

/// The milestones of an export, in simulated milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Milestones {
    /// When it was submitted.
    pub submitted: f64,
    /// When it was delivered, or the estimate.
    pub ready: f64,
    /// Whether `ready` (and so `links_end`) is an estimate.
    pub probable: bool,
    /// When the links expire or were revoked.
    pub links_end: f64,
    /// Whether the links were revoked.
    pub revoked: bool,
    /// When the next request is possible.
    pub next_request: f64,
}

impl Milestones {
    /// Returns an export's milestones; `None` if it ended without a file or has no estimate yet.
    pub fn of(export: &Export) -> Option<Self> {
        let (ready, probable) = match (&export.delivered_at, &export.progress) {
            (Some(delivered), _) => (millis(delivered), false),
            (None, Some(progress)) if export.state.is_running() => (
                f64::midpoint(millis(&progress.ready_earliest), millis(&progress.ready_latest)),
                true,
            ),
            _ => return None,
        };
        let revoked = export.state == ExportState::Revoked;
        let links_end = match (&export.ended_at, &export.links_expire_at) {
            (Some(ended), _) if revoked => millis(ended),
            (_, Some(expire)) => millis(expire),
            _ => ready + LINK_LIFE_MS,
        };
        Some(Self {
            submitted: millis(&export.submitted_at),
            ready,
            probable,
            links_end,
            revoked,
            next_request: millis(&export.next_allowed_at),
        })
    }

    /// Counts the milestones in the past. An estimated delivery never counts.
    pub fn passed(&self, now: f64) -> usize {
        if self.probable {
            return 1;
        }
        [self.submitted, self.ready, self.links_end, self.next_request]
            .into_iter()
            .filter(|at| *at <= now)
            .count()
    }

    /// Returns how long the links will be dead while no new request is possible, in milliseconds. `None` if there
    /// is no such gap. It exists because links and window start at different instants.
    pub fn dead_window(&self) -> Option<f64> {
        let gap = self.next_request - self.links_end;
        (gap > 0.0).then_some(gap)
    }
}

#[expect(clippy::cast_precision_loss, reason = "six days are exact in a float")]
const LINK_LIFE_MS: f64 = attache_wire::export::LINK_LIFE_SECONDS as f64 * 1000.0;
