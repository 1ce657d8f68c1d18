use attache_wire::event::{AssistantNews, Event};

use super::{clock, export};
use crate::collection::Samples;

pub fn samples() -> Samples {
    let events = [
        Event::Clock(clock::clock()),
        Event::Export(Box::new(export::export())),
        Event::Assistant(news()),
        Event::Resync,
    ];
    for event in &events {
        // Stops compiling if you add an event: add a sample above, too.
        match event {
            Event::Clock(_) | Event::Export(_) | Event::Assistant(_) | Event::Resync => {}
        }
    }
    Samples::new().object(&news()).values(&events)
}

fn news() -> AssistantNews {
    AssistantNews { user_id: "u7".into() }
}
