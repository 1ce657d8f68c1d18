//! The settings as somebody edits them.

use attache_wire::retention::{MAX_RETENTION_DAYS, MIN_RETENTION_DAYS, Retention};
use leptos::prelude::*;

use crate::ui::format;

/// Edited settings, and those that the editing began with.
#[derive(Clone, Copy)]
pub struct Draft {
    base: RwSignal<Retention>,
    sent: RwSignal<bool>,
    /// For conversations.
    pub conversations: Days,
    /// For rooms.
    pub rooms: Days,
}

/// One of the two, as it is typed.
#[derive(Clone, Copy)]
pub struct Days {
    /// Whether there is a limit.
    pub limited: RwSignal<bool>,
    /// The days.
    pub text: RwSignal<String>,
}

impl Draft {
    /// Nothing has been edited yet.
    pub fn of(saved: Retention) -> Self {
        Self {
            base: RwSignal::new(saved),
            sent: RwSignal::new(false),
            conversations: Days::of(saved.conversation_days),
            rooms: Days::of(saved.room_days),
        }
    }

    /// Drops the edits in favour of these settings.
    pub fn take(self, saved: Retention) {
        self.base.try_set(saved);
        self.sent.try_set(false);
        self.conversations.put(saved.conversation_days);
        self.rooms.put(saved.room_days);
    }

    /// Keeps the edits, as edits of these settings.
    pub fn rebase(self, saved: Retention) {
        self.base.set(saved);
    }

    /// Somebody wants it saved: what was left empty is wrong from now on.
    pub fn send(self) {
        self.sent.set(true);
    }

    /// The settings that the editing began with.
    pub fn base(self) -> Signal<Retention> {
        self.base.into()
    }

    /// The edited settings, unless something is wrong with them.
    pub fn wanted(self) -> Memo<Option<Retention>> {
        Memo::new(move |_| {
            Some(Retention {
                conversation_days: self.conversations.read().ok()?,
                room_days: self.rooms.read().ok()?,
            })
        })
    }

    /// Whether they are not those that the editing began with.
    pub fn differs(self) -> Memo<bool> {
        let wanted = self.wanted();
        Memo::new(move |_| wanted.get() != Some(self.base.get()))
    }

    /// What is wrong with one of the two.
    pub fn wrong(self, days: Days) -> Signal<Option<String>> {
        Signal::derive(move || match days.read() {
            Err(Wrong::Empty) if !self.sent.get() => None,
            Err(_) => Some(format!(
                "Enter whole days, from {MIN_RETENTION_DAYS} to {}.",
                format::number(MAX_RETENTION_DAYS.into())
            )),
            Ok(_) => None,
        })
    }
}

enum Wrong {
    Empty,
    NoDays,
}

impl Days {
    fn of(days: Option<u32>) -> Self {
        Self {
            limited: RwSignal::new(days.is_some()),
            text: RwSignal::new(text(days)),
        }
    }

    fn put(self, days: Option<u32>) {
        self.limited.try_set(days.is_some());
        self.text.try_set(text(days));
    }

    fn read(self) -> Result<Option<u32>, Wrong> {
        if !self.limited.get() {
            return Ok(None);
        }
        let text = self.text.read();
        match text.trim() {
            "" => Err(Wrong::Empty),
            text => text
                .parse()
                .ok()
                .filter(|days| (MIN_RETENTION_DAYS..=MAX_RETENTION_DAYS).contains(days))
                .map(Some)
                .ok_or(Wrong::NoDays),
        }
    }
}

fn text(days: Option<u32>) -> String {
    days.map(|days| days.to_string()).unwrap_or_default()
}
