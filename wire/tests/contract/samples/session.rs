use attache_wire::{
    permission::Action,
    session::{
        Permission, Policy, Principal, Session, SessionEntry, SignIn, SignInMethod, SignInOptions, Tag,
    },
};

use super::SUBMITTED;
use crate::collection::Samples;

pub const DOCUMENT: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

pub fn samples() -> Samples {
    Samples::new()
        .variants::<SignInMethod>()
        .object(&SignInOptions {
            method: SignInMethod::Demo,
            principals: vec![principal()],
        })
        .object(&SignIn {
            principal: "full-access".into(),
            password: Some("correct horse battery staple".into()),
        })
        .object(&SessionEntry {
            id: "s1".into(),
            current: true,
            signed_in_at: SUBMITTED.into(),
            last_seen_at: SUBMITTED.into(),
            expires_at: "2026-01-23T01:10:00Z".into(),
            address: Some("203.0.113.7".into()),
            user_agent: "Mozilla/5.0".into(),
        })
        .object(&principal())
        .object(&tag())
        .object(&policy())
        .object(&Session {
            principal: principal(),
            signed_in_at: SUBMITTED.into(),
            method: SignInMethod::Demo,
            permissions: vec![permission()],
        })
        .object(&permission())
}

fn principal() -> Principal {
    Principal {
        id: "full-access".into(),
        name: "Avery Lindqvist".into(),
        description: "Can do everything.".into(),
        disabled: true,
        tags: vec![tag()],
        policies: vec![policy()],
    }
}

fn tag() -> Tag {
    Tag {
        key: "department".into(),
        value: "legal".into(),
    }
}

pub fn policy() -> Policy {
    Policy {
        id: "full-access".into(),
        name: "FullAccess".into(),
        managed: true,
        document: DOCUMENT.into(),
    }
}

fn permission() -> Permission {
    Permission {
        action: Action::StartDataExport,
        allowed: true,
    }
}
