//! Which of its designed states the Attachments panel is in, on two axes: what the latest request is, and
//! whether another may be made now. Pure.

use attache_wire::{
    account::AccountSummary,
    export::Export,
    request::{MayRequest, RequestSlot},
    state::ExportState,
};

use crate::state::sim_clock::millis;

/// What the latest request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Latest {
    /// There has never been one.
    None,
    /// It is under way.
    Processing,
    /// Its links are live.
    Ready,
    /// Its links are live; some attachments were left out.
    ReadyWithErrors,
    /// It ended without a file.
    Failed,
    /// It was stopped before it was delivered.
    Cancelled,
    /// Its links were taken back.
    Revoked,
    /// Its links reached the end of their life.
    Expired,
}

impl Latest {
    /// The state of an account's latest export. Links are dead at the instant at which they expire, whether
    /// or not the server has already said so.
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

    /// The state whose word and sign the panel shows.
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

/// Whether somebody may request this account's attachments now. `permitted`: a policy allows it.
pub fn may_request(summary: &AccountSummary, permitted: bool, now: f64) -> MayRequest {
    let opens = summary.next_allowed_at.as_ref().map(millis);
    let slot = RequestSlot::of(summary.running.as_ref(), opens, &now);
    MayRequest::of(permitted, summary.account.account_type, &slot)
}

/// The instants of an export's life, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Milestones {
    /// When it was submitted.
    pub submitted: f64,
    /// When it was delivered, or probably will be.
    pub ready: f64,
    /// Whether `ready` (and so `links_end`) is only probable.
    pub probable: bool,
    /// When the links die, will die or were taken back.
    pub links_end: f64,
    /// Whether they were taken back.
    pub revoked: bool,
    /// When another request is possible.
    pub next_request: f64,
}

impl Milestones {
    /// The life of an export; nothing for one that ended without a file, or of which nothing can be said yet.
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

    /// How many of the four instants have come. A delivery that is only probable has not.
    pub fn passed(&self, now: f64) -> usize {
        if self.probable {
            return 1;
        }
        [self.submitted, self.ready, self.links_end, self.next_request]
            .into_iter()
            .filter(|at| *at <= now)
            .count()
    }

    /// For how long (in milliseconds) the links will be dead and no new request possible: the two clocks
    /// start at different instants. Nothing if there is no such gap.
    pub fn dead_window(&self) -> Option<f64> {
        let gap = self.next_request - self.links_end;
        (gap > 0.0).then_some(gap)
    }
}

#[expect(clippy::cast_precision_loss, reason = "six days are exact in a float")]
const LINK_LIFE_MS: f64 = attache_wire::export::LINK_LIFE_SECONDS as f64 * 1000.0;
