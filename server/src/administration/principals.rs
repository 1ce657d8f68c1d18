//! Administration of principals from the command line: adds them, sets passwords, disables them.
//!
//! It works beside a running server: each change and its audit record are one transaction, and the server reads
//! policies again on each call.

use std::{path::Path, sync::Arc};

use attache_wire::{
    export::{Actor, ActorKind},
    id::PrincipalId,
};
use serde_json::{Value, json};

use crate::{
    access::passwords::Password,
    administration,
    audit::{AuditLog, Event, Origin, Outcome},
    clock::{Millis, Wall},
    error::{Error, Result},
    exports,
    random::Random,
    store::{
        self, Store, Tx,
        principals::{NewPrincipal, PrincipalRow},
    },
};

/// Maximum length of an id, in characters.
const MAX_ID: usize = 64;
/// Maximum length of a name and of a description, in characters.
const MAX_TEXT: usize = 200;
/// Maximum lengths of a tag's key and of its value, in characters; AWS sets the same limits.
const MAX_TAG: (usize, usize) = (128, 256);
/// Maximum number of tags per principal; AWS sets the same limit.
const MAX_TAGS: usize = 50;
/// Ids that the audit log uses for actors other than principals.
const RESERVED: [&str; 2] = ["system", "unknown"];

/// Why a change was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The principal does not exist.
    #[error("there is no principal {0:?}; `attache user list` lists them")]
    Unknown(String),
    /// The id is taken.
    #[error("principal {0:?} already exists; to change its password, run `attache user passwd {0}`")]
    Taken(String),
    /// The id is invalid.
    #[error(
        "{0:?} is not a valid ID: use 1 to {MAX_ID} of a–z, 0–9 and - _ . @, starting with a letter or \
         digit; `system` and `unknown` are reserved"
    )]
    Id(String),
    /// A text is too long or contains control characters.
    #[error("the {0} can have at most {1} characters and no control characters")]
    Text(&'static str, usize),
    /// A policy does not exist.
    #[error("there is no policy {0:?}; available: {1}")]
    Policy(String, String),
    /// Too many policies.
    #[error("a principal can have at most {} policies", administration::MAX_ATTACHED)]
    Policies,
    /// Not KEY=VALUE, too long, or given twice.
    #[error(
        "{0:?} is not a valid tag: use KEY=VALUE with a key of 1 to 128 and a value of at most 256 \
         characters; each key once, at most {MAX_TAGS} tags"
    )]
    Tag(String),
    /// Something failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A principal to add.
#[derive(Debug, Clone, Default)]
pub struct New {
    /// Its id.
    pub id: PrincipalId,
    /// The person's name; the id if not given.
    pub name: Option<String>,
    /// What the principal is for.
    pub description: String,
    /// Ids or names of the policies to attach.
    pub policies: Vec<String>,
    /// `KEY=VALUE`.
    pub tags: Vec<String>,
}

/// The principals of a data directory.
pub struct Principals {
    store: Store,
    audit: AuditLog,
    random: Random,
}

impl Principals {
    /// Opens the principals of the database `store`, with the audit log of its data directory `folder`.
    ///
    /// # Errors
    /// When the audit log cannot be opened.
    pub async fn open(store: Store, folder: &Path, wall: Arc<dyn Wall>, random: Random) -> Result<Self> {
        let audit = AuditLog::open(store.clone(), folder, wall, &random).await?;
        Ok(Self { store, audit, random })
    }

    /// Adds a principal.
    ///
    /// # Errors
    /// When the id is taken or any part of `new` is invalid; or when the database fails.
    pub async fn add(&self, new: &New, password: &Password) -> std::result::Result<(), Refused> {
        check(new)?;
        let tags = tags(&new.tags)?;
        let hash = password.hash(&self.random)?;
        let name = new.name.as_deref().unwrap_or(&new.id);
        let mut tx = self.store.write().await?;
        let row = NewPrincipal {
            id: &new.id,
            name,
            description: &new.description,
            password_hash: &hash,
        };
        match store::principals::insert(&mut tx, &row).await {
            Err(error) if store::is_unique_violation(&error) => {
                return Err(Refused::Taken(new.id.to_string()));
            }
            inserted => inserted?,
        }
        for (key, value) in &tags {
            store::principals::tag(&mut tx, &new.id, key, value).await?;
        }
        if new.policies.len() > administration::MAX_ATTACHED {
            return Err(Refused::Policies);
        }
        let mut attached = Vec::new();
        for policy in &new.policies {
            let Some(id) = store::principals::policy(&mut tx, policy).await? else {
                let names = store::principals::policy_names(&mut tx).await?.join(", ");
                return Err(Refused::Policy(policy.clone(), names));
            };
            store::policies::attach(&mut tx, &new.id, &id).await?;
            attached.push(id);
        }
        let tags: Value = tags
            .iter()
            .map(|(key, value)| json!({ "key": key, "value": value }))
            .collect();
        let request = json!({ "principalId": new.id, "name": name, "policies": attached, "tags": tags });
        self.record(&mut tx, "iam:CreateUser", request).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sets a principal's password and ends its sessions. Returns how many it ended.
    ///
    /// # Errors
    /// When the principal does not exist.
    pub async fn set_password(
        &self,
        id: &PrincipalId,
        password: &Password,
    ) -> std::result::Result<usize, Refused> {
        let hash = password.hash(&self.random)?;
        let mut tx = self.store.write().await?;
        if !store::principals::set_password(&mut tx, id, &hash).await? {
            return Err(Refused::Unknown(id.to_string()));
        }
        let ended = self.change(&mut tx, id, "iam:UpdateLoginProfile").await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Disables a principal: ends its sessions and cancels its running requests. Returns the number of each.
    ///
    /// # Errors
    /// When the principal does not exist.
    pub async fn disable(&self, id: &PrincipalId) -> std::result::Result<(usize, usize), Refused> {
        let mut tx = self.store.write().await?;
        if !store::principals::set_disabled(&mut tx, id, true).await? {
            return Err(Refused::Unknown(id.to_string()));
        }
        let sessions = self.change(&mut tx, id, "iam:DisableUser").await?;
        // The server's clock may be up to a second ahead, and a request was not cancelled before it was made.
        let submitted = store::pipeline::last_submission(&mut tx).await?;
        let now = self.now(&mut tx).await?.max(submitted);
        let cancelled = exports::cancel_without_right(&mut tx, &self.audit, &self.random, now).await?;
        tx.commit().await?;
        Ok((sessions, cancelled.len()))
    }

    /// Enables a disabled principal.
    ///
    /// # Errors
    /// When the principal does not exist.
    pub async fn enable(&self, id: &PrincipalId) -> std::result::Result<(), Refused> {
        let mut tx = self.store.write().await?;
        if !store::principals::set_disabled(&mut tx, id, false).await? {
            return Err(Refused::Unknown(id.to_string()));
        }
        self.change(&mut tx, id, "iam:EnableUser").await?;
        Ok(tx.commit().await?)
    }

    /// Checks that a principal exists, before the command asks for a password.
    ///
    /// # Errors
    /// When it does not exist.
    pub async fn known(&self, id: &PrincipalId) -> std::result::Result<(), Refused> {
        let mut conn = self.store.read().await?;
        match store::principals::credentials(&mut conn, id).await? {
            Some(_) => Ok(()),
            None => Err(Refused::Unknown(id.to_string())),
        }
    }

    /// Checks that a principal can be added, before the command asks for a password.
    ///
    /// # Errors
    /// When the id is taken or any part of `new` is invalid.
    pub async fn free(&self, new: &New) -> std::result::Result<(), Refused> {
        check(new)?;
        tags(&new.tags)?;
        match self.known(&new.id).await {
            Ok(()) => Err(Refused::Taken(new.id.to_string())),
            Err(Refused::Unknown(_)) => Ok(()),
            Err(refused) => Err(refused),
        }
    }

    /// Lists every principal, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self) -> Result<Vec<PrincipalRow>> {
        let mut conn = self.store.read().await?;
        Ok(store::principals::list(&mut conn).await?)
    }

    /// Closes the database.
    pub async fn close(self) {
        self.store.close().await;
    }

    async fn change(
        &self,
        tx: &mut Tx,
        id: &PrincipalId,
        action: &'static str,
    ) -> std::result::Result<usize, Refused> {
        let ended = store::sessions::delete_all(tx, id).await?;
        let request = json!({ "principalId": id, "sessionsEnded": ended.len() });
        self.record(tx, action, request).await?;
        Ok(ended.len())
    }

    async fn record(&self, tx: &mut Tx, action: &'static str, request: Value) -> Result<()> {
        let operator = Actor {
            kind: ActorKind::System,
            id: "system".into(),
            name: "attache user".into(),
        };
        let at = self.now(tx).await?;
        let event = Event::new(
            self.random.id(),
            at,
            action,
            &operator,
            Outcome::Allowed,
            Origin::default(),
        );
        self.audit.append(tx, &event.request(request)).await
    }

    /// Returns the simulated time as last saved: a second ago, or when the server stopped.
    async fn now(&self, tx: &mut Tx) -> Result<Millis> {
        let saved = store::clock::load(tx).await?;
        let saved = saved.ok_or_else(|| Error::Internal("the world has no clock yet".into()))?;
        Ok(saved.now)
    }
}

fn check(new: &New) -> std::result::Result<(), Refused> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let fits = (1..=MAX_ID).contains(&new.id.len())
        && new.id.bytes().all(|byte| plain(byte) || b"-_.@".contains(&byte))
        && new.id.bytes().next().is_some_and(plain)
        && !RESERVED.contains(&new.id.as_str());
    if !fits {
        return Err(Refused::Id(new.id.to_string()));
    }
    let name = new.name.as_deref().unwrap_or_default();
    for (what, text) in [("name", name), ("description", &new.description)] {
        if text.chars().count() > MAX_TEXT || text.contains(char::is_control) {
            return Err(Refused::Text(what, MAX_TEXT));
        }
    }
    match &new.name {
        Some(name) if name.trim().is_empty() => Err(Refused::Text("name", MAX_TEXT)),
        _ => Ok(()),
    }
}

fn tags(texts: &[String]) -> std::result::Result<Vec<(String, String)>, Refused> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for text in texts {
        let wrong = || Refused::Tag(text.clone());
        let (key, value) = text.split_once('=').ok_or_else(wrong)?;
        let fits = (1..=MAX_TAG.0).contains(&key.chars().count())
            && value.chars().count() <= MAX_TAG.1
            && !text.contains(char::is_control)
            // As in AWS, keys that differ only in case are equal.
            && !tags.iter().any(|(known, _)| known.eq_ignore_ascii_case(key))
            && tags.len() < MAX_TAGS;
        if !fits {
            return Err(wrong());
        }
        tags.push((key.to_owned(), value.to_owned()));
    }
    Ok(tags)
}
