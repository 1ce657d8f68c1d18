//! A row of `exports`, and its conversion to the API's export.

use attache_wire::{
    export::{self as wire, Actor, ActorKind, Export, Failure, FailureCode, Progress, StepTimes},
    id::{AccountId, ExportId},
    state::{ExportState, Step},
};

use crate::{
    clock::{Millis, rfc3339},
    scope::Subject,
    store::{Result, spelled},
};

/// A row of `exports`.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(
    missing_docs,
    reason = "the columns are documented in the schema and in wire's Export"
)]
pub struct ExportRow {
    pub id: ExportId,
    pub subject_kind: String,
    pub subject_id: String,
    pub account_id: Option<AccountId>,
    pub actor_kind: String,
    pub actor_id: String,
    pub actor_name: String,
    pub actor_address: Option<String>,
    pub request_sha256: String,
    pub reason: Option<String>,
    pub state: String,
    pub step: String,
    pub submitted_at: Millis,
    pub due_at: Millis,
    pub delivered_at: Option<Millis>,
    pub links_expire_at: Option<Millis>,
    pub ended_at: Option<Millis>,
    pub next_allowed_at: Millis,
    pub items: u64,
    pub bytes: u64,
    pub errors: u64,
    pub items_checked: u64,
    pub bytes_checked: u64,
    pub first_seq: i64,
    pub last_seq: i64,
    pub indexed_seq: i64,
    pub failure_code: Option<String>,
    pub failure_detail: Option<String>,
    pub manifest_size: Option<u64>,
    pub manifest_sha256: Option<String>,
    pub files_origin: Option<String>,
    pub attempt: i64,
    pub number: i64,
}

impl ExportRow {
    /// Returns the state.
    ///
    /// # Errors
    /// When the column holds an unknown value.
    pub fn state(&self) -> Result<ExportState> {
        spelled(ExportState::parse(&self.state), "exports.state")
    }

    /// Returns the state at `now`: expired from the instant at which the links expire, even if that has not been
    /// recorded yet.
    ///
    /// # Errors
    /// When the column holds an unknown value.
    pub fn state_at(&self, now: Millis) -> Result<ExportState> {
        Ok(self.state()?.at(self.links_expire_at.as_ref(), &now))
    }

    /// Returns the step.
    ///
    /// # Errors
    /// When the column holds an unknown value.
    pub fn step(&self) -> Result<Step> {
        spelled(Step::parse(&self.step), "exports.step")
    }

    /// Returns the subject whose attachments it contains.
    ///
    /// # Errors
    /// When the column holds an unknown value.
    pub fn subject(&self) -> Result<Subject<'_>> {
        match self.subject_kind.as_str() {
            "account" => Ok(Subject::Account(&self.subject_id)),
            "user" => Ok(Subject::User(&self.subject_id)),
            _ => spelled(None, "exports.subject_kind"),
        }
    }

    /// Returns who submitted it.
    ///
    /// # Errors
    /// When the column holds an unknown value.
    pub fn requested_by(&self) -> Result<Actor> {
        actor(&self.actor_kind, &self.actor_id, &self.actor_name)
    }

    /// Returns the export as the API shows it; `steps` is only needed while it runs.
    ///
    /// # Errors
    /// When a column holds an unknown value.
    pub fn shape(&self, steps: Vec<StepTimes>, now: Millis) -> Result<Export> {
        let state = self.state_at(now)?;
        let ended_at = match state {
            ExportState::Expired => self.ended_at.or(self.links_expire_at),
            _ => self.ended_at,
        };
        let progress = state
            .is_running()
            .then(|| self.progress(steps, now))
            .transpose()?;
        let failure = match (&self.failure_code, &self.failure_detail) {
            (Some(code), Some(detail)) => Some(Failure {
                code: spelled(FailureCode::parse(code), "exports.failure_code")?,
                detail: detail.clone(),
            }),
            _ => None,
        };
        let subject = self.subject()?;
        Ok(Export {
            id: self.id.clone(),
            subject: wire::Subject {
                kind: subject.kind(),
                id: subject.id().to_owned(),
            },
            account_id: self.account_id.clone(),
            state,
            requested_by: self.requested_by()?,
            reason: self.reason.clone(),
            submitted_at: rfc3339(self.submitted_at),
            delivered_at: self.delivered_at.map(rfc3339),
            links_expire_at: self.links_expire_at.map(rfc3339),
            ended_at: ended_at.map(rfc3339),
            next_allowed_at: rfc3339(self.next_allowed_at),
            items: self.items,
            bytes: self.bytes,
            errors: self.errors,
            failure,
            progress,
        })
    }

    fn progress(&self, steps: Vec<StepTimes>, now: Millis) -> Result<Progress> {
        // The steps follow a plan, but the machine's own time comes on top: allow a tenth of the remaining time.
        let margin = (self.due_at - now).max(0) / 10;
        Ok(Progress {
            step: self.step()?,
            steps,
            items_checked: self.items_checked,
            bytes_checked: self.bytes_checked,
            ready_earliest: rfc3339(self.due_at.max(now)),
            ready_latest: rfc3339(self.due_at.max(now) + margin),
        })
    }
}

/// Builds the actor from a row's columns.
pub(in crate::store) fn actor(kind: &str, id: &str, name: &str) -> Result<Actor> {
    let kind = match kind {
        "principal" => Some(ActorKind::Principal),
        "user" => Some(ActorKind::User),
        "system" => Some(ActorKind::System),
        _ => None,
    };
    Ok(Actor {
        kind: spelled(kind, "actor_kind")?,
        id: id.to_owned(),
        name: name.to_owned(),
    })
}

/// Returns the stored form of an actor kind.
pub const fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Principal => "principal",
        ActorKind::User => "user",
        ActorKind::System => "system",
    }
}

/// Returns the stored form of a subject kind.
pub(super) const fn subject_kind(subject: Subject<'_>) -> &'static str {
    match subject {
        Subject::Account(_) => "account",
        Subject::User(_) => "user",
    }
}
