//! Decisions of policies: effective permissions and the policy simulator.

use std::net::IpAddr;

use attache_wire::{
    access::{
        ActionRuling, ContextEntry, DecidingStatement, EffectivePermissions, Ruling, Simulate, Simulation,
    },
    id::PrincipalId,
    session::Policy,
};

use super::actions;
use crate::{
    access::{
        self,
        authorise::{Authorised, RESOURCE, may},
        policy::{Context, Decision, is_action, is_condition_key, is_resource},
    },
    clock::rfc3339,
    error::{Refusal, Result},
    store,
    workspace::Workspace,
};

/// Maximum number of condition keys that a simulation can set or remove.
pub const MAX_CONTEXT: usize = 50;
/// Maximum length of a resource and of a condition value, in characters.
pub const MAX_CONTEXT_VALUE: usize = 2_048;
/// Maximum length of an action and of a condition key, in characters.
pub const MAX_NAME: usize = 256;

/// Lists every known action and the decision of a principal's policies, as of now and as if called from `address`.
///
/// # Errors
/// 404; or when the database fails.
pub async fn permissions(
    workspace: &Workspace,
    _proof: &Authorised<may::SimulatePolicy>,
    address: Option<IpAddr>,
    id: &PrincipalId,
) -> Result<EffectivePermissions> {
    let mut conn = workspace.store.read().await?;
    let principal = store::access::principal(&mut conn, id).await?;
    let principal = principal.ok_or_else(|| Refusal::not_found("principal"))?;
    let now = workspace.now();
    let caller = access::evaluated(&principal, now, address)?;
    let rule = |(action, used): (&'static str, bool)| {
        let (ruling, statement) = ruled(caller.ruling(action, RESOURCE), &principal.policies);
        ActionRuling {
            action: action.to_owned(),
            used,
            ruling,
            statement,
        }
    };
    Ok(EffectivePermissions {
        principal: principal.id.clone(),
        at: rfc3339(now),
        actions: actions::actions().into_iter().map(rule).collect(),
    })
}

/// Simulates a decision of a principal's policies. What the question leaves open has its current value: the time, the
/// principal's name and tags, and `address`, the caller's own address.
///
/// # Errors
/// 422; or when the database fails.
pub async fn simulate(
    workspace: &Workspace,
    _proof: &Authorised<may::SimulatePolicy>,
    address: Option<IpAddr>,
    wanted: &Simulate,
) -> Result<Simulation> {
    let resource = wanted.resource.as_deref().unwrap_or(RESOURCE);
    validate(wanted, resource)?;
    let mut conn = workspace.store.read().await?;
    let principal = store::access::principal(&mut conn, &wanted.principal).await?;
    let principal = principal.ok_or_else(|| Refusal::invalid("principal", "No such principal."))?;
    let caller = access::evaluated(&principal, workspace.now(), address)?;
    let set = |context: Context, entry: &ContextEntry| match &entry.value {
        Some(value) => context.with(&entry.key, value.as_str()),
        None => context.without(&entry.key),
    };
    let context = wanted.context.iter().fold(caller.context().clone(), set);
    let caller = caller.in_context(context);
    let (ruling, statement) = ruled(caller.ruling(&wanted.action, resource), &principal.policies);
    let mut context: Vec<ContextEntry> = caller
        .context()
        .entries()
        .map(|(key, value)| ContextEntry {
            key: key.to_owned(),
            value: Some(value.to_owned()),
        })
        .collect();
    context.sort_by(|a, b| a.key.cmp(&b.key));
    let document = statement
        .as_ref()
        .and_then(|statement| find(&principal.policies, &statement.policy_id))
        .map(|policy| policy.document.clone());
    Ok(Simulation {
        ruling,
        statement,
        document,
        context,
    })
}

/// Converts a decision to its API form. `policies` are the ones that made it.
pub fn ruled(decision: Decision<'_>, policies: &[Policy]) -> (Ruling, Option<DecidingStatement>) {
    let (ruling, source) = match decision {
        Decision::DeniedByDefault => return (Ruling::DeniedByDefault, None),
        Decision::Allowed(source) => (Ruling::Allowed, source),
        Decision::ExplicitlyDenied(source) => (Ruling::ExplicitlyDenied, source),
    };
    let name = find(policies, source.policy).map(|policy| policy.name.clone());
    let statement = DecidingStatement {
        policy_id: source.policy.into(),
        policy_name: name.unwrap_or_default(),
        statement: u32::try_from(source.statement + 1).unwrap_or(u32::MAX),
        sid: source.sid.map(str::to_owned),
        first_line: source.span.start.line,
        last_line: source.span.end.line,
    };
    (ruling, Some(statement))
}

fn find<'p>(policies: &'p [Policy], id: &str) -> Option<&'p Policy> {
    policies.iter().find(|policy| policy.id == id)
}

fn validate(wanted: &Simulate, resource: &str) -> std::result::Result<(), Refusal> {
    let short = |text: &str, limit: usize| text.chars().count() <= limit;
    if !is_action(&wanted.action) || !short(&wanted.action, MAX_NAME) {
        let detail = "An action must be `service:Name` without wildcards, e.g. `chime:StartDataExport`.";
        return Err(Refusal::invalid("action", detail));
    }
    if !is_resource(resource) || !short(resource, MAX_CONTEXT_VALUE) {
        let detail = format!("A resource must be `*` or an ARN of at most {MAX_CONTEXT_VALUE} characters.");
        return Err(Refusal::invalid("resource", detail));
    }
    if wanted.context.len() > MAX_CONTEXT {
        let detail = format!("Provide at most {MAX_CONTEXT} condition keys.");
        return Err(Refusal::invalid("context", detail));
    }
    for (nth, entry) in wanted.context.iter().enumerate() {
        if !is_condition_key(&entry.key) || !short(&entry.key, MAX_NAME) {
            let detail = format!(
                "A condition key must be `prefix:Name`, e.g. `aws:SourceIp`, with at most {MAX_NAME} characters."
            );
            return Err(Refusal::invalid("context", detail));
        }
        let value = entry.value.as_deref().unwrap_or_default();
        if !short(value, MAX_CONTEXT_VALUE) || value.chars().any(char::is_control) {
            let detail = format!(
                "A condition value can have at most {MAX_CONTEXT_VALUE} characters and no control characters."
            );
            return Err(Refusal::invalid("context", detail));
        }
        let earlier = &wanted.context[..nth];
        if earlier
            .iter()
            .any(|other| other.key.eq_ignore_ascii_case(&entry.key))
        {
            let detail = "A condition key is given twice; keys are case-insensitive.";
            return Err(Refusal::invalid("context", detail));
        }
    }
    Ok(())
}
