//! Decides a request with all policies of a principal.

use super::{
    context::Context,
    document::{Effect, Policy, Statement},
    error::{ParseError, Span},
    pattern::{ArnParts, split_arn},
};

/// Returns the alternative spelling of an action that has two. AWS's guides write `chime:RetrieveDataExport`, its
/// permission data `chime:RetrieveDataExports`; both mean the same action.
fn other_spelling(service: &str, name: &str) -> Option<&'static str> {
    match (service, name) {
        ("chime", "retrievedataexport") => Some("retrievedataexports"),
        ("chime", "retrievedataexports") => Some("retrievedataexport"),
        _ => None,
    }
}

/// An action to decide about, with its resource and context.
#[derive(Debug)]
pub struct Request<'r> {
    service: String,
    name: String,
    other_name: Option<&'static str>,
    resource: Option<ArnParts<'r>>,
    context: &'r Context,
}

impl<'r> Request<'r> {
    /// Creates a request for an action (`service:Name`, in any case) on a resource: an ARN, or `*` for an action
    /// without one. Only statements about every resource match the latter.
    pub fn new(action: &str, resource: &'r str, context: &'r Context) -> Self {
        let action = action.to_ascii_lowercase();
        let (service, name) = action.split_once(':').unwrap_or(("", &action));
        Self {
            service: service.to_owned(),
            name: name.to_owned(),
            other_name: other_spelling(service, name),
            resource: split_arn(resource),
            context,
        }
    }
}

/// The decision about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'p> {
    /// This statement allows it and none denies it.
    Allowed(Source<'p>),
    /// No statement matches it.
    DeniedByDefault,
    /// This statement denies it, which overrides any Allow.
    ExplicitlyDenied(Source<'p>),
}

impl Decision<'_> {
    /// Returns true if the request is allowed.
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// The statement that decided: the first, if several did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'p> {
    /// The policy's id.
    pub policy: &'p str,
    /// The statement's index in the policy, from 0.
    pub statement: usize,
    /// The statement's `Sid`.
    pub sid: Option<&'p str>,
    /// The statement's position in the policy's text.
    pub span: Span,
}

/// All policies attached to a principal, parsed.
#[derive(Debug, Default)]
pub struct PolicySet {
    policies: Vec<(String, Policy)>,
}

impl PolicySet {
    /// Creates a set of policies, each with its id.
    pub fn new(policies: Vec<(String, Policy)>) -> Self {
        Self { policies }
    }

    /// Parses documents, each with its policy's id.
    ///
    /// # Errors
    /// The id and the error of the first invalid document. The caller must then deny: a set that lacks one of its
    /// policies could lack a `Deny`.
    pub fn parse<'t>(
        documents: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, (String, ParseError)> {
        let parse = |(id, text): (&str, &str)| match Policy::parse(text) {
            Ok(policy) => Ok((id.to_owned(), policy)),
            Err(error) => Err((id.to_owned(), error)),
        };
        let policies = documents.into_iter().map(parse).collect::<Result<_, _>>()?;
        Ok(Self { policies })
    }

    /// Decides a request: denied unless a statement allows it, and denied if any denies it.
    pub fn decide(&self, request: &Request<'_>) -> Decision<'_> {
        let mut decision = Decision::DeniedByDefault;
        for (id, policy) in &self.policies {
            for (index, statement) in policy.statements.iter().enumerate() {
                let decides = statement.effect == Effect::Deny || decision == Decision::DeniedByDefault;
                if !decides || !statement.speaks_of(request) {
                    continue;
                }
                let source = Source {
                    policy: id,
                    statement: index,
                    sid: statement.sid.as_deref(),
                    span: statement.span,
                };
                match statement.effect {
                    Effect::Deny => return Decision::ExplicitlyDenied(source),
                    Effect::Allow => decision = Decision::Allowed(source),
                }
            }
        }
        decision
    }
}

impl Statement {
    fn speaks_of(&self, request: &Request<'_>) -> bool {
        self.actions.selects(|pattern| {
            let named = |name| pattern.matches(&request.service, name);
            named(&request.name) || request.other_name.is_some_and(named)
        }) && self
            .resources
            .selects(|pattern| pattern.matches(request.resource.as_ref()))
            && self
                .conditions
                .iter()
                .all(|condition| condition.holds(request.context))
    }
}
