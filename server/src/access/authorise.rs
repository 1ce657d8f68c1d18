//! The only place that authorises.
//!
//! Code that needs an action takes an [`Authorised`] for exactly that action, and only [`authorise`] makes one. So code
//! that forgets to ask, or asks for the wrong action, does not compile.

use std::{fmt, marker::PhantomData, net::IpAddr};

use attache_wire::{
    id::PrincipalId,
    permission::{Action, missing},
    session::Permission,
};
use jiff::Timestamp;

use crate::access::policy::{Context, Decision, ParseError, PolicySet, Request};

/// No action has a resource of its own: as in Amazon Chime's documentation, the resource is always `*`.
pub const RESOURCE: &str = "*";

/// A caller with all policies attached to them at this moment.
///
/// Built for every call, so that a policy change takes effect on the next one. There is no cache: parsing the policies
/// of the demo's principals takes a few microseconds, less than reading them from the database.
#[derive(Debug)]
pub struct Caller {
    principal: PrincipalId,
    policies: PolicySet,
    context: Context,
}

/// A stored policy is invalid. Saving never stores one, so the data was changed by other means.
#[derive(Debug, thiserror::Error)]
#[error("the stored policy `{policy}` is not valid: {error}")]
pub struct BrokenPolicy {
    /// The policy's id.
    pub policy: String,
    /// What is wrong with it.
    pub error: ParseError,
}

impl Caller {
    /// Creates a caller from a principal's id, the attached policies (id and text), the simulated time and the caller's
    /// address, if known.
    ///
    /// # Errors
    /// When a document is not a valid policy; the call must fail then.
    pub fn new<'t>(
        principal: &PrincipalId,
        documents: impl IntoIterator<Item = (&'t str, &'t str)>,
        now: Timestamp,
        address: Option<IpAddr>,
    ) -> Result<Self, BrokenPolicy> {
        let policies =
            PolicySet::parse(documents).map_err(|(policy, error)| BrokenPolicy { policy, error })?;
        // Neither way of signing in asks for a second factor.
        let mut context = Context::new()
            .with_username(principal)
            .with_time(now)
            .with_multi_factor_auth(false);
        if let Some(address) = address {
            context = context.with_source_ip(address);
        }
        Ok(Self {
            principal: principal.to_owned(),
            policies,
            context,
        })
    }

    /// Adds one of the principal's tags: `aws:PrincipalTag/KEY`.
    #[must_use]
    pub fn with_tag(self, key: &str, value: &str) -> Self {
        let context = self.context.with_principal_tag(key, value);
        Self { context, ..self }
    }

    /// Replaces the condition keys, for "what if" questions.
    #[must_use]
    pub fn in_context(self, context: Context) -> Self {
        Self { context, ..self }
    }

    /// The principal's id.
    pub fn principal(&self) -> &str {
        &self.principal
    }

    /// The condition keys that decisions use.
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// Decides any action (`service:Name`) on any resource, for display only: the result proves nothing.
    pub fn ruling(&self, action: &str, resource: &str) -> Decision<'_> {
        self.policies
            .decide(&Request::new(action, resource, &self.context))
    }

    /// Decides one action, and names the statement that decided it.
    pub fn decide(&self, action: Action) -> Decision<'_> {
        self.ruling(action.as_str(), RESOURCE)
    }
}

/// An action as a type, so that the proof for one action cannot be used for another.
pub trait Permitted: 'static {
    /// The action.
    const ACTION: Action;
}

macro_rules! permitted {
    ($($name:ident)*) => {
        /// The actions as types, for [`Authorised`].
        pub mod may {
            use super::{Action, Permitted};

            $(
                #[doc = concat!("To [`Action::", stringify!($name), "`].")]
                #[derive(Debug, Clone, Copy)]
                pub enum $name {}

                impl Permitted for $name {
                    const ACTION: Action = Action::$name;
                }
            )*

            // Leaving an action out above does not compile.
            #[expect(dead_code, reason = "only its exhaustiveness counts")]
            const fn all(action: Action) {
                match action { $(Action::$name => {})* }
            }
        }
    };
}

permitted! {
    ListAccounts GetAccount ListUsers ListDomains CreateAccount RenameAccount DeleteAccount GetDomain AddDomain DeleteDomain
    GetUser InviteUsers UpdateUserLicenses SuspendUsers ActivateUsers GetAccountSettings UpdateAccountSettings
    StartDataExport RetrieveDataExport
    ListPrincipals ListPolicies GetPolicy PutPolicy DeletePolicy AttachPolicy DetachPolicy SimulatePolicy
    LookupEvents
}

/// A permission for an action that is known only at run time.
#[derive(Debug, Clone)]
pub struct Grant {
    principal: PrincipalId,
    action: Action,
}

impl Grant {
    /// Returns the proof for action `A`, or `None` if this permits another action.
    pub fn proof<A: Permitted>(&self) -> Option<Authorised<A>> {
        (self.action == A::ACTION).then(|| Authorised {
            principal: self.principal.clone(),
            action: PhantomData,
        })
    }

    /// The permitted action.
    pub const fn action(&self) -> Action {
        self.action
    }
}

/// The proof that a principal may do `A` now. Only [`authorise`] makes one, and it is valid only for the call it was
/// made for.
#[must_use]
pub struct Authorised<A> {
    principal: PrincipalId,
    action: PhantomData<fn() -> A>,
}

impl<A> Authorised<A> {
    /// The permitted principal's id.
    pub fn principal(&self) -> &str {
        &self.principal
    }
}

impl<A: Permitted> fmt::Debug for Authorised<A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} may {}", self.principal, A::ACTION.as_str())
    }
}

/// Why the principal may not do an action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No attached policy allows it.
    #[error("{}", missing(*.0))]
    ByDefault(Action),
    /// An attached policy denies it, which overrides any Allow.
    #[error("One of your policies denies {}, which overrides any Allow.", .0.as_str())]
    Explicitly(Action),
}

impl Denied {
    /// The denied action.
    pub const fn action(&self) -> Action {
        match self {
            Self::ByDefault(action) | Self::Explicitly(action) => *action,
        }
    }
}

/// Decides whether the caller may do an action.
///
/// # Errors
/// When no policy allows it or one denies it.
pub fn authorise(caller: &Caller, action: Action) -> Result<Grant, Denied> {
    match caller.decide(action) {
        Decision::Allowed(_) => Ok(Grant {
            principal: caller.principal.clone(),
            action,
        }),
        Decision::DeniedByDefault => Err(Denied::ByDefault(action)),
        Decision::ExplicitlyDenied(_) => Err(Denied::Explicitly(action)),
    }
}

/// Lists every action that the API needs and whether the caller may do it. The console shows or disables controls by
/// it; the API asks again on every call.
pub fn permissions(caller: &Caller) -> Vec<Permission> {
    Action::ALL
        .iter()
        .map(|&action| Permission {
            action,
            allowed: caller.decide(action).is_allowed(),
        })
        .collect()
}
