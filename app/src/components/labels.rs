//! Display labels for the contract's states, rules and reasons. Each mapping is exhaustive.

use attache_wire::{
    account::{AccountType, DomainStatus, ExclusionReason},
    clock::ClockEventKind,
    export::ManifestFormat,
    item::{ContainerKind, ItemError, ItemStatus, Rule},
    permission::Action,
    state::{ExportState, Step},
};

use crate::ui::format;
pub(crate) use crate::ui::name::isolated;

/// Formats a number with its noun: "1 attachment", "1,930 attachments".
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        format::number(number),
        if number == 1 { one } else { many }
    )
}

/// Returns an account type's label.
pub(crate) fn account_type(kind: AccountType) -> &'static str {
    match kind {
        AccountType::Team => "Team",
        AccountType::EnterpriseLWA => "Enterprise",
        AccountType::EnterpriseDirectory => "Enterprise (directory)",
        AccountType::EnterpriseOIDC => "Enterprise (OpenID Connect)",
    }
}

/// Returns an account type's short label.
pub(crate) fn account_kind(kind: AccountType) -> &'static str {
    if kind.is_enterprise() {
        "Enterprise"
    } else {
        "Team"
    }
}

/// Shortens a list of domains to the first one and the number of others; `None` if the list is empty.
pub(crate) fn domains(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [only] => Some(isolated(only)),
        [first, more @ ..] => Some(format!("{} +{}", isolated(first), more.len())),
    }
}

/// Returns a pipeline step's label.
pub(crate) fn step(step: Step) -> &'static str {
    match step {
        Step::Snapshot => "Snapshot of the scope",
        Step::Collect => "Collect and check files",
        Step::Seal => "Seal",
        Step::Publish => "Publish the file",
    }
}

/// Returns a scope rule's label.
pub(crate) fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::UploaderManaged => "Conversations: uploaded by your users",
        Rule::RoomCreatorManaged => "Chat rooms: created by your users",
    }
}

/// Returns a scope rule's short label.
pub(crate) fn rule_short(rule: Rule) -> &'static str {
    match rule {
        Rule::UploaderManaged => "Uploader managed",
        Rule::RoomCreatorManaged => "Room creator managed",
    }
}

/// Returns an exclusion's label.
pub(crate) fn exclusion(reason: ExclusionReason) -> &'static str {
    match reason {
        ExclusionReason::MeetingChat => "In meeting chat",
        ExclusionReason::RoomDeleted => "In a deleted chat room",
        ExclusionReason::MessageRedacted => "In a redacted message",
        ExclusionReason::RetentionExpired => "Removed by retention",
        ExclusionReason::RoomCreatorNotManaged => "In a chat room that an outsider created",
        ExclusionReason::UploaderReleased => "Uploaded by a released user",
        ExclusionReason::UploaderNotManaged => "Uploaded by an outsider in a conversation",
    }
}

/// Returns a container kind's label.
pub(crate) fn container(kind: ContainerKind) -> &'static str {
    match kind {
        ContainerKind::Direct => "1:1 conversation",
        ContainerKind::Group => "Group conversation",
        ContainerKind::Room => "Chat room",
    }
}

/// Returns a container kind's label in the plural.
pub(crate) fn containers(kind: ContainerKind) -> &'static str {
    match kind {
        ContainerKind::Direct => "1:1 conversations",
        ContainerKind::Group => "Group conversations",
        ContainerKind::Room => "Chat rooms",
    }
}

/// Returns the label of an item error.
pub(crate) fn item_error(error: ItemError) -> &'static str {
    match error {
        ItemError::Missing => "File missing from storage",
        ItemError::LengthMismatch => "File size differs from the upload",
        ItemError::DigestMismatch => "File content differs from the upload",
        ItemError::Unreadable => "File could not be read",
    }
}

/// Returns an item status's label.
pub(crate) fn item_status(status: ItemStatus) -> &'static str {
    match status {
        ItemStatus::Pending => "Not checked yet",
        ItemStatus::Ok => "In the file",
        ItemStatus::Error => "Left out",
    }
}

/// Returns an export state's label.
pub(crate) fn state(state: ExportState) -> &'static str {
    match state {
        ExportState::Submitted => "Submitted",
        ExportState::Processing => "Processing",
        ExportState::Ready => "Ready",
        ExportState::ReadyWithErrors => "Ready with errors",
        ExportState::Failed => "Failed",
        ExportState::Cancelled => "Cancelled",
        ExportState::Expired => "Expired",
        ExportState::Revoked => "Revoked",
    }
}

/// Returns the label for who can find a user in the chat.
pub(crate) fn privacy(private: bool) -> &'static str {
    if private { "Private" } else { "Public" }
}

/// Returns the label of a claim's status.
pub(crate) fn domain(status: DomainStatus) -> &'static str {
    match status {
        DomainStatus::PendingVerification => "Pending verification",
        DomainStatus::Verified => "Verified",
        DomainStatus::Failed => "Verification failed",
    }
}

/// Returns the label of the next clock event.
pub(crate) fn clock_event(kind: ClockEventKind) -> &'static str {
    match kind {
        ClockEventKind::Delivery => "a request is delivered",
        ClockEventKind::LinksExpire => "links expire",
        ClockEventKind::WindowOpens => "the next request opens",
        ClockEventKind::DomainCheck => "a domain is looked up",
        ClockEventKind::Retention => "retention removes messages",
    }
}

/// Returns a manifest format's name and description.
pub(crate) fn format(format: ManifestFormat) -> (&'static str, &'static str) {
    match format {
        ManifestFormat::Csv => ("CSV", "table with names, sizes, checksums and links"),
        ManifestFormat::Txt => ("TXT", "one link per line"),
        ManifestFormat::Ndjson => ("NDJSON", "one JSON object per line, for scripts"),
    }
}

/// Returns a media type's everyday name, or the media type itself if it has none.
pub(crate) fn file_type(content_type: &str) -> &str {
    match content_type {
        "image/png" => "PNG image",
        "image/jpeg" => "JPEG image",
        "application/pdf" => "PDF",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "Word document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "Excel workbook",
        "text/plain" => "Plain text",
        "text/csv" => "CSV table",
        "application/zip" => "ZIP archive",
        other => other,
    }
}

/// Returns an action's label.
pub(crate) fn action(action: Action) -> &'static str {
    match action {
        Action::ListAccounts => "List accounts",
        Action::GetAccount => "View an account and its attachment requests",
        Action::ListUsers => "List an account's users",
        Action::ListDomains => "List an account's domains",
        Action::CreateAccount => "Create accounts",
        Action::RenameAccount => "Rename an account",
        Action::DeleteAccount => "Delete an account",
        Action::GetDomain => "View a domain's verification",
        Action::AddDomain => "Claim a domain and verify it",
        Action::DeleteDomain => "Remove a domain",
        Action::GetUser => "View a user's details",
        Action::InviteUsers => "Invite users",
        Action::UpdateUserLicenses => "Assign permission tiers",
        Action::SuspendUsers => "Suspend users, remove them from a Team account",
        Action::ActivateUsers => "Un-suspend users",
        Action::GetAccountSettings => "View retention settings",
        Action::UpdateAccountSettings => "Change retention settings",
        Action::StartDataExport => "Request attachments, cancel a request, revoke links",
        Action::RetrieveDataExport => "Download the file and list its contents",
        Action::ListPrincipals => "List principals and their policies",
        Action::ListPolicies => "List policies",
        Action::GetPolicy => "View a policy's document",
        Action::PutPolicy => "Create and edit custom policies",
        Action::DeletePolicy => "Delete custom policies",
        Action::AttachPolicy => "Attach a policy to a principal",
        Action::DetachPolicy => "Detach a policy from a principal",
        Action::SimulatePolicy => "Simulate any principal's policies",
        Action::LookupEvents => "Read and verify the audit log",
    }
}
