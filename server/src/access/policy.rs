//! Policies in the language of AWS IAM, parsed strictly on saving.
//!
//! The rules are those of AWS identity policies (IAM user guide, "Policy evaluation logic" and "IAM JSON policy
//! elements"): everything is denied until a statement allows it, and a statement that denies overrides all that allow.
//! All policies of a principal count as one; their order does not matter.
//!
//! The module is pure: no storage, no network, no clock. The time of a request is part of its [`Context`].
//!
//! ```
//! use attache_server::access::policy::{Context, Decision, Policy, PolicySet, Request};
//!
//! let text = r#"{"Statement": {"Effect": "Allow", "Action": "chime:Get*", "Resource": "*"}}"#;
//! let policies = PolicySet::new(vec![("looks".to_owned(), Policy::parse(text)?)]);
//! let context = Context::new();
//!
//! let look = policies.decide(&Request::new("chime:GetAccount", "*", &context));
//! assert!(matches!(look, Decision::Allowed(source) if source.policy == "looks"));
//!
//! let start = policies.decide(&Request::new("chime:StartDataExport", "*", &context));
//! assert_eq!(start, Decision::DeniedByDefault);
//! # Ok::<(), attache_server::access::policy::ParseError>(())
//! ```
//!
//! Saving a policy refuses, rather than ignores, the parts of the language that are not supported: `Principal`
//! (identity policies have none), policy variables (`${…}`), the set operators (`ForAnyValue:`, `ForAllValues:`) and
//! the ARN and binary operators.

mod condition;
mod context;
mod decide;
mod document;
mod error;
mod json;
pub mod managed;
mod pattern;
mod value;

pub use condition::is_condition_key;
pub use context::Context;
pub use decide::{Decision, PolicySet, Request, Source};
pub use document::{MAX_CHARACTERS, Policy};
pub use error::{ParseError, Position, Span};
pub use pattern::{is_action, is_resource};
