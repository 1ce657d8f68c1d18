//! Who is signed in, and what they may do.

use attache_wire::{
    paths,
    permission::Action,
    session::{Session, SignInMethod},
};
use leptos::prelude::*;

use crate::api::{Api, Load, Remote};

/// The session of the context.
#[derive(Clone, Copy)]
pub(crate) struct CurrentSession {
    api: Api,
    session: Remote<Session>,
}

impl CurrentSession {
    /// Reads the session and puts it into the context.
    pub(crate) fn provide() -> Self {
        let api = Api::from_context();
        let current = Self {
            api,
            session: Remote::new(move || api.may_have_session().then(paths::session)),
        };
        provide_context(current);
        current
    }

    /// The session of the context.
    pub(crate) fn from_context() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Where reading it stands.
    pub(crate) fn stage(self) -> Memo<Load<()>> {
        self.session.stage()
    }

    /// Reads it again.
    pub(crate) fn reload(self) {
        self.session.reload();
    }

    /// Takes the session that a sign-in on this page has answered with: nothing may be read as who was signed in before.
    pub(crate) fn take(self, session: Session) {
        self.session.put(session);
        self.api.signed_in();
    }

    /// The session, once it is known.
    pub(crate) fn value(self) -> Option<Session> {
        self.session.value()
    }

    /// Whether people sign in by choosing a principal: the simulated chat can be used then, and only then.
    pub(crate) fn is_demo(self) -> bool {
        self.session.map(|session| session.method == SignInMethod::Demo) == Some(true)
    }

    /// Whether the person may do this, as far as is known. The server decides again on every call.
    pub(crate) fn may(self, action: Action) -> bool {
        self.session.map(|session| session.may(action)).unwrap_or(false)
    }

    /// [`CurrentSession::may`] as a signal.
    pub(crate) fn permits(self, action: Action) -> Memo<bool> {
        Memo::new(move |_| self.may(action))
    }
}
