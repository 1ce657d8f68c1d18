//! A draft of the retention settings.

use attache_wire::retention::{MAX_RETENTION_DAYS, MIN_RETENTION_DAYS, Retention};
use leptos::prelude::*;

use crate::ui::format;

/// Edited settings, and the saved settings they started from.
#[derive(Clone, Copy)]
pub struct Draft {
    base: RwSignal<Retention>,
    sent: RwSignal<bool>,
    /// For conversations.
    pub conversations: Days,
    /// For rooms.
    pub rooms: Days,
}

/// One setting, as typed.
#[derive(Clone, Copy)]
pub struct Days {
    /// Whether messages are deleted after some days.
    pub limited: RwSignal<bool>,
    /// The number of days, as typed.
    pub text: RwSignal<String>,
}

impl Draft {
    /// Starts a draft without edits.
    pub fn of(saved: Retention) -> Self {
        Self {
            base: RwSignal::new(saved),
            sent: RwSignal::new(false),
            conversations: Days::of(saved.conversation_days),
            rooms: Days::of(saved.room_days),
        }
    }

    /// Drops the edits and takes the saved settings.
    pub fn take(self, saved: Retention) {
        self.base.try_set(saved);
        self.sent.try_set(false);
        self.conversations.put(saved.conversation_days);
        self.rooms.put(saved.room_days);
    }

    /// Keeps the edits, but compares them with these saved settings.
    pub fn rebase(self, saved: Retention) {
        self.base.set(saved);
    }

    /// Marks the draft as submitted: from now on, an empty field is an error.
    pub fn send(self) {
        self.sent.set(true);
    }

    /// Returns the settings that the draft started from.
    pub fn base(self) -> Signal<Retention> {
        self.base.into()
    }

    /// Returns the edited settings; `None` if one is invalid.
    pub fn wanted(self) -> Memo<Option<Retention>> {
        Memo::new(move |_| {
            Some(Retention {
                conversation_days: self.conversations.read().ok()?,
                room_days: self.rooms.read().ok()?,
            })
        })
    }

    /// Returns true if the draft differs from the settings it started from.
    pub fn differs(self) -> Memo<bool> {
        let wanted = self.wanted();
        Memo::new(move |_| wanted.get() != Some(self.base.get()))
    }

    /// Returns the error of one setting.
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
