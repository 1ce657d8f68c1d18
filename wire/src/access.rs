//! Policies and what they allow: the Access pages.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, export::ManifestFormat, session::Policy, state::ExportState};

/// The longest policy document, in characters, white space included; AWS sets the same limit.
pub const MAX_POLICY_CHARACTERS: usize = 6_144;
/// The longest name of a policy, in characters.
pub const MAX_POLICY_NAME_CHARACTERS: usize = 128;

/// Whether a text can be a policy's name: 1 to 128 of `A–Z a–z 0–9 + = , . @ - _`, as IAM has it.
pub fn is_policy_name(text: &str) -> bool {
    (1..=MAX_POLICY_NAME_CHARACTERS).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@-_".contains(&byte))
}

/// A policy and who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyEntry {
    /// The policy.
    pub policy: Policy,
    /// Ids of the principals that it is attached to, sorted.
    pub principals: Vec<String>,
    /// Changes whenever name or document change. Opaque.
    pub version: String,
}

/// Body that makes a custom policy, or replaces one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavePolicy {
    /// Its name, see [`is_policy_name`]; no two policies have the same, whatever the case.
    pub name: String,
    /// The policy document: JSON text, kept as it is.
    pub document: String,
    /// When replacing: the version that was edited. 409 `conflict` if the policy has another by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Body that asks whether a document is a valid policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckPolicy {
    /// The policy document: JSON text.
    pub document: String,
}

/// Whether a document is a valid policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyCheck {
    /// What is wrong with it; `None` for a valid one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<PolicyFault>,
    /// How long it is, of the [`MAX_POLICY_CHARACTERS`] that it may be.
    pub characters: u32,
}

/// What is wrong with a policy document, and where. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyFault {
    /// The line.
    pub line: u32,
    /// The character within the line.
    pub column: u32,
    /// What is wrong there and, where that is clear, what to write instead.
    pub message: String,
}

/// What policies say of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Ruling {
    /// A statement allows it and none denies it.
    Allowed,
    /// No statement speaks of it.
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
    pub policy_id: String,
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

/// An action, what it is, and what a principal's policies say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionRuling {
    /// The action, `service:Name`.
    pub action: String,
    /// Whether a route of this server needs it; the others are those that the product's policies speak of.
    pub used: bool,
    /// The answer.
    pub ruling: Ruling,
    /// The statement that decided; `None` when none speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<DecidingStatement>,
}

/// Every known action, and what a principal's policies say of it at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EffectivePermissions {
    /// The principal's id.
    pub principal: String,
    /// When they were worked out (conditions may depend on the time).
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
    pub principal: String,
    /// The action, `service:Name`.
    pub action: String,
    /// The resource, an ARN or `*`; `*` if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Condition keys that are to have another value than they have now, or none.
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

/// The answer of a simulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Simulation {
    /// The answer.
    pub ruling: Ruling,
    /// The statement that decided; `None` when none speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<DecidingStatement>,
    /// The document that the statement stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The condition keys that it was decided with.
    pub context: Vec<ContextEntry>,
}

/// Who can download the file of an export at this moment, and who has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportAccess {
    /// The export's state.
    pub state: ExportState,
    /// Whether there is a file to download. If not, nobody can, whatever the policies say.
    pub available: bool,
    /// Every principal, and what the policies say of downloading.
    pub principals: Vec<PrincipalRuling>,
    /// The downloads so far, newest first, at most 100. Anyone who holds a file can use its links.
    pub downloads: Vec<ManifestDownload>,
    /// Who has confirmed to know that the file is to be guarded, newest first, at most 100.
    pub acknowledgements: Vec<Acknowledgement>,
}

/// What a principal's policies say of one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrincipalRuling {
    /// The principal's id.
    pub id: String,
    /// The principal's name.
    pub name: String,
    /// May not sign in at all.
    pub disabled: bool,
    /// The answer.
    pub ruling: Ruling,
    /// The statement that decided; `None` when none speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<DecidingStatement>,
}

/// A download of an export's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManifestDownload {
    /// When.
    pub at: Timestamp,
    /// The principal's id.
    pub principal: String,
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
    pub principal: String,
    /// The principal's name.
    pub name: String,
}
