//! Live events for listening consoles, such as changes of the clock and of exports, with a buffer for reconnects.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use attache_wire::{event::Event, id::ExportId, state::ExportState};
use tokio::sync::broadcast;

/// Number of events that a reconnecting console can catch up on.
const MEMORY: usize = 256;

/// An event with its number.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// Counts up by one, from the start of the process.
    pub number: u64,
    /// The event.
    pub event: Event,
}

/// Publishes events to listeners.
#[derive(Debug)]
pub struct Hub {
    /// Distinguishes this process's numbers from those of an earlier one.
    epoch: String,
    sender: broadcast::Sender<Numbered>,
    past: Mutex<(u64, VecDeque<Numbered>)>,
}

/// A listener's subscription: the events it missed, and the ones to come.
#[derive(Debug)]
pub struct Subscription {
    /// Events since the last one seen. `None` if they are no longer buffered, so the listener must reload everything.
    pub missed: Option<Vec<Numbered>>,
    /// New events.
    pub receiver: broadcast::Receiver<Numbered>,
}

impl Hub {
    /// Creates a hub whose event ids begin with `epoch`.
    pub fn new(epoch: String) -> Self {
        Self {
            epoch,
            sender: broadcast::channel(MEMORY).0,
            past: Mutex::default(),
        }
    }

    /// Publishes an event to all listeners.
    pub fn publish(&self, event: Event) {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.0 += 1;
        let numbered = Numbered {
            number: past.0,
            event,
        };
        if past.1.len() == MEMORY {
            past.1.pop_front();
        }
        past.1.push_back(numbered.clone());
        // It is not an error if nobody is listening.
        let _ = self.sender.send(numbered);
    }

    /// Returns true if the latest buffered event of this export has this state.
    pub fn has_published(&self, export: &ExportId, state: ExportState) -> bool {
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let published = past.1.iter().rev().find_map(|numbered| match &numbered.event {
            Event::Export(published) if published.id == *export => Some(published.state),
            _ => None,
        });
        published == Some(state)
    }

    /// Returns the id under which an event is sent.
    pub fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.epoch)
    }

    /// Subscribes to events from now on, or after the event with the id `last`.
    pub fn subscribe(&self, last: Option<&str>) -> Subscription {
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = self.sender.subscribe();
        let Some(last) = last else {
            return Subscription {
                missed: Some(Vec::new()),
                receiver,
            };
        };
        let number = last
            .strip_prefix(self.epoch.as_str())
            .and_then(|rest| rest.strip_prefix('-'))
            .and_then(|number| number.parse::<u64>().ok())
            .filter(|number| *number <= past.0);
        let missed = number
            .filter(|number| past.0 - number <= past.1.len() as u64)
            .map(|number| {
                past.1
                    .iter()
                    .filter(|event| event.number > number)
                    .cloned()
                    .collect()
            });
        Subscription { missed, receiver }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reconnecting_listener_catches_up_or_must_reload() {
        let hub = Hub::new("e".into());
        for _ in 0..300 {
            hub.publish(Event::Resync);
        }
        let missed = |last: &str| hub.subscribe(Some(last)).missed.map(|events| events.len());
        assert_eq!(missed(&hub.id(300)), Some(0));
        assert_eq!(missed(&hub.id(298)), Some(2));
        assert_eq!(missed(&hub.id(44)), Some(256));
        assert_eq!(missed(&hub.id(43)), None, "no longer buffered");
        assert_eq!(missed("f-299"), None, "from another process");
        assert_eq!(missed("e-301"), None, "never sent");
        assert_eq!(missed("e-x"), None);
    }
}
