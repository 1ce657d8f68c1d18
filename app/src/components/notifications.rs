//! The notification centre: what others did, and what became of requests. The bell lists notifications; toasts
//! announce new ones in the same words.

mod bell;
mod sentence;
mod source;

use attache_wire::notification::Notification;
use leptos::prelude::*;

pub use self::bell::Bell;
use crate::api::Load;

/// How many notifications to show at first, and how many to add for older ones.
pub const STEP: u32 = 20;

/// The notifications, and actions on them.
#[derive(Clone, Copy)]
pub struct Feed {
    /// Whether the principal may see attachment requests. Without the permission, there are no notifications.
    pub permitted: Signal<bool>,
    /// Whether the notifications are loading, loaded or failed.
    pub stage: Signal<Load<()>>,
    /// The notifications read so far, newest first.
    pub items: Signal<Vec<Notification>>,
    /// The number of all unread notifications.
    pub unread: Signal<u64>,
    /// Whether there are older notifications.
    pub has_older: Signal<bool>,
    /// How many notifications to read.
    pub limit: RwSignal<u32>,
    /// True while notifications are being read or marked.
    pub busy: Signal<bool>,
    /// Marks all notifications as read.
    pub mark_all: Callback<()>,
    /// Reads the notifications again.
    pub retry: Callback<()>,
}
