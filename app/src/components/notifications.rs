//! The notification centre: what others did and what became of requests. The bell lists it, toasts tell it as
//! it happens, both in the same words.

mod bell;
mod sentence;
mod source;

use attache_wire::notification::Notification;
use leptos::prelude::*;

pub use self::bell::Bell;
use crate::api::Load;

/// How many are shown at first, and how many more when older ones are asked for.
pub const STEP: u32 = 20;

/// Notifications, and what can be done with them.
#[derive(Clone, Copy)]
pub struct Feed {
    /// Whether the person may see attachment requests: others are told nothing.
    pub permitted: Signal<bool>,
    /// Where reading them stands.
    pub stage: Signal<Load<()>>,
    /// Those that have been read from the server, newest first.
    pub items: Signal<Vec<Notification>>,
    /// How many are unread, of all.
    pub unread: Signal<u64>,
    /// Whether there are older ones.
    pub has_older: Signal<bool>,
    /// How many are to be read from the server.
    pub limit: RwSignal<u32>,
    /// Whether they are being read or marked.
    pub busy: Signal<bool>,
    /// Marks all as read.
    pub mark_all: Callback<()>,
    /// Reads them again.
    pub retry: Callback<()>,
}
