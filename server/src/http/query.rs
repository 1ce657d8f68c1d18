//! Path and query parameters. Unknown names and invalid values are refused by name.

use std::collections::BTreeMap;

use attache_wire::{
    error::{ErrorCode, FieldError},
    page::{DEFAULT_LIMIT, MAX_LIMIT, MAX_SEARCH_CHARS},
};
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::{Uri, request::Parts},
};

use super::{ApiError, route::Parameter};
use crate::{
    clock::{Millis, parse_rfc3339},
    error::Refusal,
};

/// The one id in a route's path.
pub(super) struct Id<T>(pub(super) T);

impl<T: From<String>, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id.into())),
            Err(_) => Err(not_utf8().into()),
        }
    }
}

/// The two ids in a route's path.
pub(super) struct Ids<A, B>(pub(super) A, pub(super) B);

impl<A: From<String>, B: From<String>, S: Send + Sync> FromRequestParts<S> for Ids<A, B> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<(String, String)>::from_request_parts(parts, state).await {
            Ok(Path((first, second))) => Ok(Self(first.into(), second.into())),
            Err(_) => Err(not_utf8().into()),
        }
    }
}

/// The query parameters of a request, by name. The route declares them; others never reach the handler.
#[derive(Debug)]
pub(super) struct Parameters(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_| unreadable())?;
        let mut named = BTreeMap::new();
        for (name, value) in pairs.0 {
            if named.insert(name.clone(), value).is_some() {
                return Err(bad(&name, "was given twice").into());
            }
        }
        Ok(Self(named))
    }
}

impl Parameters {
    /// Takes a value; `None` if it is missing or empty.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|value| !value.is_empty())
    }

    /// Takes a search text of limited length.
    pub(super) fn search(&mut self, name: &str) -> Result<String, Refusal> {
        Ok(self.filter(name)?.unwrap_or_default())
    }

    /// Takes a text of limited length; `None` if it is missing or empty.
    pub(super) fn filter(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.text(name) {
            Some(text) if text.chars().count() > MAX_SEARCH_CHARS => Err(bad(
                name,
                &format!("can have at most {MAX_SEARCH_CHARS} characters"),
            )),
            text => Ok(text),
        }
    }

    /// Takes a value from a closed set. An empty value is none of them.
    pub(super) fn one_of<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(text) => parse(&text)
                .map(Some)
                .ok_or_else(|| bad(name, "is not one of the known values")),
        }
    }

    /// Takes a time.
    pub(super) fn time(&mut self, name: &str) -> Result<Option<Millis>, Refusal> {
        let wrong = |_| bad(name, "must be an RFC 3339 time such as 2026-01-22T01:10:00Z");
        self.0
            .remove(name)
            .map(|text| parse_rfc3339(&text).map_err(wrong))
            .transpose()
    }

    /// Takes the page size.
    pub(super) fn limit(&mut self) -> Result<u32, Refusal> {
        match self.0.remove("limit") {
            None => Ok(DEFAULT_LIMIT),
            Some(text) => match text.parse() {
                Ok(limit) if (1..=MAX_LIMIT).contains(&limit) => Ok(limit),
                _ => Err(bad(
                    "limit",
                    &format!("must be a whole number from 1 to {MAX_LIMIT}"),
                )),
            },
        }
    }
}

/// Refuses a query with parameters that the route does not declare.
pub(super) fn refuse_unknown(uri: &Uri, declared: &[Parameter]) -> Result<(), Refusal> {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| unreadable())?;
    let is_declared = |name: &str| declared.iter().any(|declared| declared.name == name);
    match pairs.0.into_iter().find(|(name, _)| !is_declared(name)) {
        None => Ok(()),
        Some((name, _)) => Err(bad(&name, "is not a known parameter of this path")),
    }
}

fn unreadable() -> Refusal {
    Refusal::new(ErrorCode::BadRequest, "The query string cannot be read.")
}

/// Returns the refusal of a path that is not UTF-8.
pub(super) fn not_utf8() -> Refusal {
    Refusal::new(ErrorCode::BadRequest, "The path is not UTF-8.")
}

fn bad(name: &str, why: &str) -> Refusal {
    let detail = format!("The parameter {name:?} {why}.");
    let errors = vec![FieldError::new(name, detail.as_str())];
    Refusal {
        errors,
        ..Refusal::new(ErrorCode::BadRequest, detail)
    }
}
