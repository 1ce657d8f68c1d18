//! Policies and what they allow: the Access pages.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    export::ManifestFormat,
    id::{AttachmentId, PolicyId, PrincipalId},
    session::Policy,
    state::ExportState,
};

/// Maximum length of a policy document in characters, including white space. AWS has the same limit.
pub const MAX_POLICY_CHARACTERS: usize = 6_144;
/// Maximum length of a policy name in characters.
pub const MAX_POLICY_NAME_CHARACTERS: usize = 128;

/// Returns true if the text is a valid policy name: 1 to 128 characters of `A–Z a–z 0–9 + = , . @ - _`, as in IAM.
pub fn is_policy_name(text: &str) -> bool {
    (1..=MAX_POLICY_NAME_CHARACTERS).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@-_".contains(&byte))
}

/// A policy and the principals it is attached to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyEntry {
    /// The policy.
    pub policy: Policy,
    /// Ids of the principals it is attached to, sorted.
    pub principals: Vec<PrincipalId>,
    /// Changes whenever the name or the document changes. Opaque.
    pub version: String,
}

/// Body that creates or replaces a custom policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavePolicy {
    /// Its name, see [`is_policy_name`]. Unique, ignoring case.
    pub name: String,
    /// The policy document: JSON text, stored unchanged.
    pub document: String,
    /// When replacing: the version you edited. 409 `conflict` if the policy has changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Body that checks whether a document is a valid policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckPolicy {
    /// The policy document: JSON text.
    pub document: String,
}

/// The result of checking a policy document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyCheck {
    /// The fault in the document; `None` if it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<PolicyFault>,
    /// Its length in characters; the limit is [`MAX_POLICY_CHARACTERS`].
    pub characters: u32,
}

/// A fault in a policy document, and its position. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyFault {
    /// The line.
    pub line: u32,
    /// The character within the line.
    pub column: u32,
    /// What is wrong and, where that is clear, what to write instead.
    pub message: String,
}

/// What policies say about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Ruling {
    /// A statement allows it and none denies it.
    Allowed,
    /// No statement matches it.
    DeniedByDefault,
    /// A statement denies it, whatever others allow.
    ExplicitlyDenied,
}

/// The statement that decided. Lines and columns count from 1; the end is the character after the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecidingStatement {
    /// The policy's id.
    pub policy_id: PolicyId,
    /// The policy's name.
    pub policy_name: String,
    /// Which of its statements, counted from 1.
    pub statement: u32,
    /// The statement's `Sid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The line where the statement begins.
    pub first_line: u32,
    /// The line where it ends.
    pub last_line: u32,
}

/// An action, and what a principal's policies say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionRuling {
    /// The action, `service:Name`.
    pub action: String,
    /// True if a route of this server requires it; the other actions only occur in the product's policies.
    pub used: bool,
    /// The decision.
    pub ruling: Ruling,
    /// The statement that decided; `None` if no statement matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<DecidingStatement>,
}

/// Every known action, and what a principal's policies say about it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EffectivePermissions {
    /// The principal's id.
    pub principal: PrincipalId,
    /// When they were evaluated (conditions may depend on the time).
    pub at: Timestamp,
    /// The actions, by service and name.
    pub actions: Vec<ActionRuling>,
}

/// Body of a simulation: what would the policies say?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Simulate {
    /// The principal's id.
    pub principal: PrincipalId,
    /// The action, `service:Name`.
    pub action: String,
    /// The resource, an ARN or `*`; `*` if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Condition keys to override or leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<ContextEntry>,
}

/// A condition key of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContextEntry {
    /// The key, e.g. `aws:SourceIp`.
    pub key: String,
    /// Its value; `None` leaves the key out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The result of a simulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Simulation {
    /// The decision.
    pub ruling: Ruling,
    /// The statement that decided; `None` if no statement matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<DecidingStatement>,
    /// The document that contains the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The condition keys used for the decision.
    pub context: Vec<ContextEntry>,
}

/// Who can download an export's file now, and who has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportAccess {
    /// The export's state.
    pub state: ExportState,
    /// True if there is a file to download. If not, nobody can, whatever the policies say.
    pub available: bool,
    /// Every principal, and what their policies say about downloading.
    pub principals: Vec<PrincipalRuling>,
    /// The downloads so far, newest first, at most 100. Anyone who holds a file can use its links.
    pub downloads: Vec<ManifestDownload>,
    /// Who has acknowledged that the file must be guarded, newest first, at most 100.
    pub acknowledgements: Vec<Acknowledgement>,
}

/// What a principal's policies say about one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrincipalRuling {
    /// The principal's id.
    pub id: PrincipalId,
    /// The principal's name.
    pub name: String,
    /// True if the principal cannot sign in.
    pub disabled: bool,
    /// The decision.
    pub ruling: Ruling,
    /// The statement that decided; `None` if no statement matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<DecidingStatement>,
}

/// A use of a link: a request for an attachment, or for a person's own file, that was answered. Refused requests are in
/// the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkUse {
    /// When it ended.
    pub at: Timestamp,
    /// The attachment; absent for a person's own file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<AttachmentId>,
    /// The format of a person's own file; absent for an attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<ManifestFormat>,
    /// `GET` or `HEAD`.
    pub method: String,
    /// The status of the answer: 200, 206 for a part, or 304 if the client had the file.
    pub status: u16,
    /// Bytes of the file that were sent.
    pub bytes_sent: u64,
    /// True if everything that was asked for was sent.
    pub complete: bool,
    /// The `Range` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// The caller's address, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_address: Option<String>,
    /// The caller's user agent. Untrusted: show it as plain text only.
    pub user_agent: String,
}

/// A download of an export's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManifestDownload {
    /// When.
    pub at: Timestamp,
    /// The principal's id.
    pub principal: PrincipalId,
    /// The principal's name.
    pub name: String,
    /// The file's format.
    pub format: ManifestFormat,
}

/// An acknowledgement that anyone who holds the file can download everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acknowledgement {
    /// When.
    pub at: Timestamp,
    /// The principal's id.
    pub principal: PrincipalId,
    /// The principal's name.
    pub name: String,
}
