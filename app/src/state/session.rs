//! The session: who is signed in, and what they may do.

use attache_wire::{
    paths,
    permission::Action,
    session::{Session, SignInMethod},
};
use leptos::prelude::*;

use crate::api::{Api, Load, Remote};

/// The current session, provided as context.
#[derive(Clone, Copy)]
pub(crate) struct CurrentSession {
    api: Api,
    session: Remote<Session>,
}

impl CurrentSession {
    /// Reads the session and provides itself as context.
    pub(crate) fn provide() -> Self {
        let api = Api::from_context();
        let current = Self {
            api,
            session: Remote::new(move || api.may_have_session().then(paths::session)),
        };
        provide_context(current);
        current
    }

    /// Returns the session from the context.
    pub(crate) fn from_context() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Returns whether the session is loading, loaded or failed.
    pub(crate) fn stage(self) -> Memo<Load<()>> {
        self.session.stage()
    }

    /// Reads the session again.
    pub(crate) fn reload(self) {
        self.session.reload();
    }

    /// Takes over the session from a sign-in on this page, so that nothing is read as the previous principal.
    pub(crate) fn take(self, session: Session) {
        self.session.put(session);
        self.api.signed_in();
    }

    /// Returns the session; `None` until it is loaded.
    pub(crate) fn value(self) -> Option<Session> {
        self.session.value()
    }

    /// Returns the id of the principal who is signed in; empty until the session is loaded.
    pub(crate) fn principal_id(self) -> Memo<String> {
        Memo::new(move |_| {
            let id = self.session.map(|session| session.principal.id.to_string());
            id.unwrap_or_default()
        })
    }

    /// Returns true in demo mode, where people sign in by choosing a principal. The simulated chat needs it.
    pub(crate) fn is_demo(self) -> bool {
        self.session.map(|session| session.method == SignInMethod::Demo) == Some(true)
    }

    /// Returns true if the principal may do this, as far as the console knows. The server decides again on every
    /// call.
    pub(crate) fn may(self, action: Action) -> bool {
        self.session.map(|session| session.may(action)).unwrap_or(false)
    }

    /// Returns [`CurrentSession::may`] as a signal.
    pub(crate) fn permits(self, action: Action) -> Memo<bool> {
        Memo::new(move |_| self.may(action))
    }
}
