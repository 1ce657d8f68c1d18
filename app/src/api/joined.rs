//! The answers that hold another type's fields among their own. They are read as two types from the one
//! object: serde's own way buffers every field, which is more code than all the rest of reading.

use attache_wire::{
    Timestamp,
    account::AccountSummary,
    export::{ContainerCount, Export, ExportDetail, FileTypeCount, ManifestFacts, StepTimes, TimelineEntry},
    user::{MonthOfUploads, UserDetail},
};
use serde::Deserialize;

use crate::lean::json::Json;

/// An account summary: the account and where its requests stand.
pub(crate) fn account_summary(json: &Json) -> Option<AccountSummary> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Requests {
        exports: u64,
        #[serde(default)]
        running: Option<Export>,
        #[serde(default)]
        latest: Option<Export>,
        #[serde(default)]
        next_allowed_at: Option<Timestamp>,
    }
    let requests: Requests = json.read()?;
    Some(AccountSummary {
        account: json.read()?,
        exports: requests.exports,
        running: requests.running,
        latest: requests.latest,
        next_allowed_at: requests.next_allowed_at,
    })
}

/// An export and all that its page shows.
pub(crate) fn export_detail(json: &Json) -> Option<ExportDetail> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct More {
        timeline: Vec<TimelineEntry>,
        steps: Vec<StepTimes>,
        #[serde(default)]
        manifest: Option<ManifestFacts>,
        by_container: Vec<ContainerCount>,
        by_file_type: Vec<FileTypeCount>,
    }
    let more: More = json.read()?;
    Some(ExportDetail {
        export: json.read()?,
        timeline: more.timeline,
        steps: more.steps,
        manifest: more.manifest,
        by_container: more.by_container,
        by_file_type: more.by_file_type,
    })
}

/// A user with their attachments in scope.
pub(crate) fn user_detail(json: &Json) -> Option<UserDetail> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct More {
        direct_conversations: u64,
        group_conversations: u64,
        rooms: u64,
        scope_at: Timestamp,
        attachments: u64,
        bytes: u64,
        months: Vec<MonthOfUploads>,
    }
    let more: More = json.read()?;
    Some(UserDetail {
        user: json.read()?,
        direct_conversations: more.direct_conversations,
        group_conversations: more.group_conversations,
        rooms: more.rooms,
        scope_at: more.scope_at,
        attachments: more.attachments,
        bytes: more.bytes,
        months: more.months,
    })
}
