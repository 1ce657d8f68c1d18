//! Display labels for events and outcomes.

use attache_wire::audit::{AuditEvent, AuditFault, AuditFaultKind, AuditOutcome};

use crate::{
    components::labels::counted,
    ui::{format, status::Tone},
};

/// The events with a display name: `service:Name`, and the display name.
pub(super) const EVENTS: &[(&str, &str)] = &[
    ("signin:ConsoleLogin", "Sign in"),
    ("signin:ConsoleLogout", "Sign out"),
    ("signin:EndSession", "End a session"),
    ("chime:ListAccounts", "List accounts"),
    ("chime:GetAccount", "View an account"),
    ("chime:CreateAccount", "Create an account"),
    ("chime:RenameAccount", "Rename an account"),
    ("chime:DeleteAccount", "Delete an account"),
    ("chime:GetAccountSettings", "View retention"),
    ("chime:GetRetentionEffect", "Preview retention"),
    ("chime:UpdateAccountSettings", "Change retention"),
    ("chime:ListDomains", "List domains"),
    ("chime:GetDomain", "View a domain"),
    ("chime:AddDomain", "Claim a domain"),
    ("chime:CheckDomain", "Check a domain"),
    ("chime:VerifyDomain", "Verify a domain"),
    ("chime:DeleteDomain", "Remove a domain"),
    ("chime:ListUsers", "List users"),
    ("chime:GetUser", "View a user"),
    ("chime:ListUserConversations", "List a user's conversations"),
    ("chime:InviteUsers", "Invite users"),
    ("chime:UpdateUserLicenses", "Assign permissions"),
    ("chime:SuspendUsers", "Suspend users"),
    ("chime:RemoveUsers", "Remove users"),
    ("chime:ActivateUsers", "Un-suspend users"),
    ("chime:EstimateDataExport", "Estimate a request"),
    ("chime:StartDataExport", "Request attachments"),
    ("chime:CancelDataExport", "Cancel a request"),
    ("chime:RevokeDataExport", "Revoke links"),
    ("chime:ListDataExports", "List requests"),
    ("chime:GetDataExport", "View a request"),
    ("chime:ListDataExportItems", "List a request's attachments"),
    ("chime:RetrieveDataExport", "Download the file"),
    ("chime:GetFileAccess", "View who can download"),
    ("chime:ListLinkUses", "List uses of links"),
    ("chime:AcknowledgeFile", "Acknowledge the file's risk"),
    ("s3:GetObject", "Use links"),
    ("s3:HeadObject", "Check a link"),
    ("iam:ListUsers", "List principals"),
    ("iam:CreateUser", "Add a principal"),
    ("iam:EnableUser", "Enable a principal"),
    ("iam:DisableUser", "Disable a principal"),
    ("iam:UpdateLoginProfile", "Change a password"),
    ("iam:ListPolicies", "List policies"),
    ("iam:GetPolicy", "View a policy"),
    ("iam:CreatePolicy", "Create a policy"),
    ("iam:UpdatePolicy", "Change a policy"),
    ("iam:CheckPolicy", "Check a policy"),
    ("iam:DeletePolicy", "Delete a policy"),
    ("iam:AttachUserPolicy", "Attach a policy"),
    ("iam:DetachUserPolicy", "Detach a policy"),
    ("iam:GetPermissions", "View permissions"),
    ("iam:SimulatePolicy", "Simulate policies"),
    ("cloudtrail:LookupEvents", "Read the audit log"),
    ("cloudtrail:ExportEvents", "Export the audit log"),
    ("cloudtrail:VerifyEvents", "Verify the audit log"),
    ("simulator:SetClock", "Change the clock"),
    ("simulator:ResetWorld", "Reset demo data"),
];

/// Returns an event's name as policies spell it: `service:Name`.
pub(super) fn action(event: &AuditEvent) -> String {
    [&event.source, ":", &event.name].concat()
}

/// Returns an event's display name, or `service:Name` if it has none.
pub(super) fn event(action: &str) -> &str {
    let known = EVENTS.iter().find(|(name, _)| *name == action);
    known.map_or(action, |(_, words)| words)
}

/// Returns an outcome's label.
pub(super) fn outcome(outcome: AuditOutcome) -> &'static str {
    match outcome {
        AuditOutcome::Allowed => "Allowed",
        AuditOutcome::Denied => "Denied",
        AuditOutcome::Failed => "Failed",
    }
}

/// Returns an outcome's tone.
pub(super) fn tone(outcome: AuditOutcome) -> Tone {
    match outcome {
        AuditOutcome::Allowed => Tone::Success,
        AuditOutcome::Denied => Tone::Warning,
        AuditOutcome::Failed => Tone::Error,
    }
}

/// Describes a fault in the log.
pub(super) fn fault(fault: &AuditFault) -> String {
    let number = format::number(fault.sequence);
    match fault.kind {
        AuditFaultKind::Altered => ["Record ", &number, " was altered."].concat(),
        AuditFaultKind::Missing => ["Records are missing before record ", &number, "."].concat(),
        AuditFaultKind::CutOff => [
            "The log is truncated: record ",
            &number,
            " and all later records are missing.",
        ]
        .concat(),
        AuditFaultKind::HeadLost => {
            "The log's head file is missing or altered, so truncation cannot be ruled out.".to_owned()
        }
    }
}

/// Describes how many records are intact.
pub(super) fn intact(records: u64) -> String {
    counted(records, "record", "records")
}
