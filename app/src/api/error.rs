//! What can go wrong with a call, told apart by what a person can do about it.

use attache_wire::{
    error::{ErrorCode, Problem},
    permission::Action,
};

use crate::{lean::json, ui::name::sentence};

/// A call that gave no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The server could not be reached.
    Offline,
    /// The server said no, and why.
    Refused(Box<Problem>),
    /// There is no such thing.
    Missing(Box<Problem>),
    /// The answer is not what the contract says: the console and the server differ in version, or
    /// something between them answered.
    Unreadable,
}

impl ApiError {
    /// The error that an answer other than 2xx carries.
    pub(crate) fn from_answer(body: &str) -> Self {
        match json::from_str::<Problem>(body) {
            Ok(problem) if problem.code == ErrorCode::NotFound => Self::Missing(Box::new(problem)),
            Ok(problem) => Self::Refused(Box::new(problem)),
            Err(_) => Self::Unreadable,
        }
    }

    /// What the server said, if it was the server that answered.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused(problem) | Self::Missing(problem) => Some(problem),
            Self::Offline | Self::Unreadable => None,
        }
    }

    /// Whether the server is away for a moment: what is known is worth showing meanwhile.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Offline) || self.code() == Some(ErrorCode::Unavailable)
    }

    /// The closed code of a refusal.
    pub fn code(&self) -> Option<ErrorCode> {
        self.problem().map(|problem| problem.code)
    }

    /// The action that no policy of the caller allows, if that is why.
    pub fn missing_action(&self) -> Option<Action> {
        self.problem().and_then(|problem| problem.missing_action)
    }

    /// A short title for people.
    pub fn title(&self) -> String {
        match self {
            Self::Offline => "The server cannot be reached".to_owned(),
            Self::Refused(problem) | Self::Missing(problem) => problem.title.clone(),
            Self::Unreadable => "The server's response could not be read".to_owned(),
        }
    }

    /// Title and detail where there is room for one text only. What the server says stands by itself.
    pub fn sentence(&self) -> String {
        match self {
            Self::Refused(_) | Self::Missing(_) => self.detail(),
            Self::Offline | Self::Unreadable => format!("{}. {}", self.title(), self.detail()),
        }
    }

    /// What happened and what can be done, for people. It may contain names.
    pub fn detail(&self) -> String {
        match self {
            Self::Offline => {
                "Nothing was lost. Check your connection and that the server is running, then try again."
                    .to_owned()
            }
            Self::Refused(problem) | Self::Missing(problem) => {
                let fields: Vec<&str> = problem.errors.iter().map(|e| e.detail.as_str()).collect();
                if fields.is_empty() {
                    sentence(&problem.detail)
                } else {
                    sentence(&format!("{} {}", problem.detail, fields.join(" ")))
                }
            }
            Self::Unreadable => {
                "The console and the server may be different versions. Reload the page.".to_owned()
            }
        }
    }
}
