//! The one place that authorises.
//!
//! Whatever needs an action takes an [`Authorised`] for just that action as an argument, and only [`authorise`] makes
//! one. So code that forgot to ask, or asked for something else, does not compile.

use std::{fmt, marker::PhantomData, net::IpAddr};

use attache_wire::{
    id::PrincipalId,
    permission::{Action, missing},
    session::Permission,
};
use jiff::Timestamp;

use crate::access::policy::{Context, Decision, ParseError, PolicySet, Request};

/// No action here has a resource of its own: as Amazon Chime documented it, the resource is always `*`.
pub const RESOURCE: &str = "*";

/// Somebody who calls, with all policies that are attached to them at this moment.
///
/// Made for every call, so that a change of policies counts from the next call on. Parsing the policies of
/// the demo's principals takes a few microseconds, less than reading them from the database: no cache.
#[derive(Debug)]
pub struct Caller {
    principal: PrincipalId,
    policies: PolicySet,
    context: Context,
}

/// A policy in storage is not valid. That cannot come from saving one: the data was changed by other means.
#[derive(Debug, thiserror::Error)]
#[error("the stored policy `{policy}` is not valid: {error}")]
pub struct BrokenPolicy {
    /// The policy's id.
    pub policy: String,
    /// What is wrong with it.
    pub error: ParseError,
}

impl Caller {
    /// A principal, the documents of the attached policies (id and text), the simulated time and, where it is
    /// known, the address that the call came from.
    ///
    /// # Errors
    /// When one of the documents is not a valid policy; the call has to fail then.
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

    /// The same with one of the principal's tags: `aws:PrincipalTag/KEY`.
    #[must_use]
    pub fn with_tag(self, key: &str, value: &str) -> Self {
        let context = self.context.with_principal_tag(key, value);
        Self { context, ..self }
    }

    /// The same with other condition keys: for questions that begin with "what if".
    #[must_use]
    pub fn in_context(self, context: Context) -> Self {
        Self { context, ..self }
    }

    /// The principal's id.
    pub fn principal(&self) -> &str {
        &self.principal
    }

    /// The condition keys that decisions are made with.
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// The answer for any action (`service:Name`) on any resource: to look at, no proof of anything.
    pub fn ruling(&self, action: &str, resource: &str) -> Decision<'_> {
        self.policies
            .decide(&Request::new(action, resource, &self.context))
    }

    /// The answer for one action, with the statement that decides it.
    pub fn decide(&self, action: Action) -> Decision<'_> {
        self.ruling(action.as_str(), RESOURCE)
    }
}

/// An action as a type, so that the proof for one is none for another.
pub trait Permitted: 'static {
    /// The action.
    const ACTION: Action;
}

macro_rules! permitted {
    ($($name:ident)*) => {
        /// The actions as types: what an [`Authorised`] is for.
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

/// The answer "yes" for an action that is known only at run time.
#[derive(Debug, Clone)]
pub struct Grant {
    principal: PrincipalId,
    action: Action,
}

impl Grant {
    /// The proof for the action `A`, if this is the answer for it.
    pub fn proof<A: Permitted>(&self) -> Option<Authorised<A>> {
        (self.action == A::ACTION).then(|| Authorised {
            principal: self.principal.clone(),
            action: PhantomData,
        })
    }

    /// What may be done.
    pub const fn action(&self) -> Action {
        self.action
    }
}

/// The proof that a principal may do `A`, now. It comes from [`authorise`] and from nothing else, and is good for the
/// call that it was made for.
#[must_use]
pub struct Authorised<A> {
    principal: PrincipalId,
    action: PhantomData<fn() -> A>,
}

impl<A> Authorised<A> {
    /// Who may do it.
    pub fn principal(&self) -> &str {
        &self.principal
    }
}

impl<A: Permitted> fmt::Debug for Authorised<A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} may {}", self.principal, A::ACTION.as_str())
    }
}

/// The principal may not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No attached policy allows it.
    #[error("{}", missing(*.0))]
    ByDefault(Action),
    /// An attached policy denies it, whatever others allow.
    #[error("One of your policies denies {}, which overrides any Allow.", .0.as_str())]
    Explicitly(Action),
}

impl Denied {
    /// What they may not do.
    pub const fn action(&self) -> Action {
        match self {
            Self::ByDefault(action) | Self::Explicitly(action) => *action,
        }
    }
}

/// Asks whether the caller may do this.
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

/// Every action that the API needs, and whether the caller may do it: what the console shows and disables. The
/// API asks again on every call.
pub fn permissions(caller: &Caller) -> Vec<Permission> {
    Action::ALL
        .iter()
        .map(|&action| Permission {
            action,
            allowed: caller.decide(action).is_allowed(),
        })
        .collect()
}
