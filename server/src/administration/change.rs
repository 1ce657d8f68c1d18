//! Changes to policies and their attachment to principals.

use attache_wire::{
    access::{MAX_POLICY_NAME_CHARACTERS, PolicyEntry, SavePolicy, is_policy_name},
    error::{ErrorCode, FieldError},
    id::{PolicyId, PrincipalId},
    session::{Policy, Principal},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{MAX_ATTACHED, MAX_POLICIES, entry_of, fault, lockout, version};
use crate::{
    access::{
        AuditedChange, SignedIn,
        authorise::{Authorised, may},
    },
    error::{Refusal, Result},
    exports,
    store::{self, Conn},
    workspace::Workspace,
};

/// Completes a policy change: refuses it if nobody could make another, and cancels the requests of principals who lost
/// the permission for them.
async fn commit(mut change: AuditedChange<'_>, request: Value, response: Value) -> Result<()> {
    let (workspace, now) = (change.workspace, change.now);
    lockout::refuse(&mut change.tx, now, change.caller.origin.address).await?;
    let event = change.event(request).response(response);
    change.record(&event).await?;
    let cancelled =
        exports::cancel_without_right(&mut change.tx, &workspace.audit, &workspace.random, now).await?;
    change.tx.commit().await?;
    cancelled.publish(workspace);
    Ok(())
}

/// Creates a custom policy. It is not attached to anyone yet.
///
/// # Errors
/// 422 with the position of the error, 409 `conflict`; or when the database fails.
pub async fn create(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::PutPolicy>,
    wanted: &SavePolicy,
) -> Result<PolicyEntry> {
    if wanted.replaces.is_some() {
        let detail = "`replaces` is not allowed for a new policy. Use PUT to replace a policy.";
        return Err(Refusal::invalid("replaces", detail).into());
    }
    validate(wanted)?;
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    refuse_taken_name(&mut change.tx, &wanted.name, None).await?;
    if store::policies::count_custom(&mut change.tx).await? >= MAX_POLICIES {
        let detail =
            format!("There are already {MAX_POLICIES} custom policies, the maximum. Delete one first.");
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    let policy = Policy {
        id: workspace.random.id().into(),
        name: wanted.name.clone(),
        managed: false,
        document: wanted.document.clone(),
    };
    store::policies::insert(&mut change.tx, &policy).await?;
    let made = entry_of(&mut change.tx, &policy.id).await?;
    commit(change, saved(&policy), identified(&policy)).await?;
    tracing::info!(policy = %policy.id, by = %caller.principal, "policy created");
    Ok(made)
}

/// Replaces a custom policy's name and document.
///
/// # Errors
/// 404; 422 with the position of the error; 409 `managedPolicy`, `conflict` (changed meanwhile, or the name is taken)
/// and `lockout`; or when the database fails.
pub async fn replace(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::PutPolicy>,
    id: &PolicyId,
    wanted: &SavePolicy,
) -> Result<PolicyEntry> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let mut policy = custom(&mut change.tx, id).await?;
    validate(wanted)?;
    let Some(replaces) = &wanted.replaces else {
        let detail = "Provide `replaces`, the version you edited, so that concurrent changes are not lost.";
        return Err(Refusal::invalid("replaces", detail).into());
    };
    if *replaces != version(&policy) {
        let detail = "Someone else has changed this policy. Reload it and repeat your change.";
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    refuse_taken_name(&mut change.tx, &wanted.name, Some(id)).await?;
    store::policies::update(&mut change.tx, id, &wanted.name, &wanted.document).await?;
    policy.name.clone_from(&wanted.name);
    policy.document.clone_from(&wanted.document);
    let made = entry_of(&mut change.tx, id).await?;
    commit(change, saved(&policy), identified(&policy)).await?;
    tracing::info!(policy = %id, by = %caller.principal, "policy changed");
    Ok(made)
}

/// Deletes a custom policy that is not attached to anyone.
///
/// # Errors
/// 404, 409 `managedPolicy` and `conflict`; or when the database fails.
pub async fn delete(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::DeletePolicy>,
    id: &PolicyId,
) -> Result<()> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let policy = custom(&mut change.tx, id).await?;
    let attached = store::policies::attached_to(&mut change.tx, id).await?;
    if let Some((_, name)) = attached.first() {
        let others = match attached.len() - 1 {
            0 => String::new(),
            1 => " and another principal".to_owned(),
            more => format!(" and {more} other principals"),
        };
        let detail = format!("{} is attached to {name}{others}. Detach it first.", policy.name);
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    store::policies::delete(&mut change.tx, id).await?;
    commit(
        change,
        json!({ "policyId": id, "policyName": policy.name }),
        Value::Null,
    )
    .await?;
    tracing::info!(policy = %id, by = %caller.principal, "policy deleted");
    Ok(())
}

/// Attaches a policy to a principal. Idempotent.
///
/// # Errors
/// 404, 409 `conflict` (too many) and `lockout`; or when the database fails.
pub async fn attach(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::AttachPolicy>,
    principal: &PrincipalId,
    policy: &PolicyId,
) -> Result<()> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (principal, policy) = pair(&mut change.tx, principal, policy).await?;
    let others = principal.policies.iter().filter(|other| other.id != policy.id);
    if others.count() >= MAX_ATTACHED {
        let detail = format!(
            "{} already has {MAX_ATTACHED} policies, the maximum. Detach one first.",
            principal.name
        );
        return Err(Refusal::new(ErrorCode::Conflict, detail).into());
    }
    store::policies::attach(&mut change.tx, &principal.id, &policy.id).await?;
    commit(change, attachment(&principal, &policy), Value::Null).await?;
    tracing::info!(
        policy = %policy.id,
        to = %principal.id,
        by = %caller.principal,
        "policy attached"
    );
    Ok(())
}

/// Detaches a policy from a principal. Idempotent.
///
/// # Errors
/// 404, 409 `lockout`; or when the database fails.
pub async fn detach(
    workspace: &Workspace,
    caller: &SignedIn,
    proof: &Authorised<may::DetachPolicy>,
    principal: &PrincipalId,
    policy: &PolicyId,
) -> Result<()> {
    let mut change = AuditedChange::begin(workspace, caller, proof).await?;
    let (principal, policy) = pair(&mut change.tx, principal, policy).await?;
    store::policies::detach(&mut change.tx, &principal.id, &policy.id).await?;
    commit(change, attachment(&principal, &policy), Value::Null).await?;
    tracing::info!(
        policy = %policy.id,
        from = %principal.id,
        by = %caller.principal,
        "policy detached"
    );
    Ok(())
}

/// Refuses an invalid name and an invalid document, reporting both errors together.
fn validate(wanted: &SavePolicy) -> Result<()> {
    let mut errors = Vec::new();
    if !is_policy_name(&wanted.name) {
        let detail = format!(
            "A policy name must have 1 to {MAX_POLICY_NAME_CHARACTERS} characters: A–Z, a–z, 0–9 and + = , . \
             @ - _."
        );
        errors.push(FieldError::new("name", detail));
    }
    if let Some(fault) = fault(&wanted.document) {
        errors.push(FieldError {
            line: Some(fault.line),
            column: Some(fault.column),
            ..FieldError::new("document", fault.message)
        });
    }
    let detail = match errors.first() {
        None => return Ok(()),
        Some(FieldError {
            detail,
            line: Some(line),
            column: Some(column),
            ..
        }) => {
            format!("The document is not a valid policy. Line {line}, column {column}: {detail}.")
        }
        Some(error) => error.detail.clone(),
    };
    let refusal = Refusal::new(ErrorCode::Invalid, detail);
    Err(Refusal { errors, ..refusal }.into())
}

async fn custom(conn: &mut Conn, id: &PolicyId) -> Result<Policy> {
    let policy = store::policies::get(conn, id).await?;
    let policy = policy.ok_or_else(|| Refusal::not_found("policy"))?;
    if policy.managed {
        let detail = format!(
            "{} is a managed policy and cannot be changed. Copy it to a custom policy instead.",
            policy.name
        );
        return Err(Refusal::new(ErrorCode::ManagedPolicy, detail).into());
    }
    Ok(policy)
}

async fn refuse_taken_name(conn: &mut Conn, name: &str, by: Option<&str>) -> Result<()> {
    match store::policies::named(conn, name).await? {
        Some(other) if Some(other.as_str()) != by => {
            let detail = format!(
                "Another policy is already called {name} (names are case-insensitive). Choose a different name."
            );
            let errors = vec![FieldError::new("name", detail.as_str())];
            let refusal = Refusal::new(ErrorCode::Conflict, detail);
            Err(Refusal { errors, ..refusal }.into())
        }
        _ => Ok(()),
    }
}

async fn pair(conn: &mut Conn, principal: &PrincipalId, policy: &PolicyId) -> Result<(Principal, Policy)> {
    let principal = store::access::principal(conn, principal).await?;
    let principal = principal.ok_or_else(|| Refusal::not_found("principal"))?;
    let policy = store::policies::get(conn, policy).await?;
    let policy = policy.ok_or_else(|| Refusal::not_found("policy"))?;
    Ok((principal, policy))
}

fn attachment(principal: &Principal, policy: &Policy) -> Value {
    json!({ "principalId": principal.id, "policyId": policy.id, "policyName": policy.name })
}

fn saved(policy: &Policy) -> Value {
    let sha256 = hex::encode(Sha256::digest(&policy.document));
    json!({ "policyId": policy.id, "policyName": policy.name, "documentSha256": sha256 })
}

fn identified(policy: &Policy) -> Value {
    json!({ "policyId": policy.id, "version": version(policy) })
}
