//! The faults of the whole server: read once, and changed one at a time.

use attache_wire::{paths, simulator::Machinery};
use leptos::prelude::*;

use crate::{
    api::{Api, Remote},
    components::mutation::Mutation,
};

/// The faults in the machinery, and the way to change one without changing the others.
#[derive(Clone, Copy)]
pub(super) struct Machine {
    api: Api,
    pub(super) settings: Remote<Machinery>,
}

impl Machine {
    pub(super) fn new() -> Self {
        Self {
            api: Api::from_context(),
            settings: Remote::new(|| Some(paths::machinery())),
        }
    }

    /// Sends the settings with a change.
    pub(super) fn change(self, mutation: Mutation, change: impl FnOnce(&mut Machinery)) {
        let Some(mut wanted) = untrack(|| self.settings.value()) else {
            return;
        };
        change(&mut wanted);
        mutation.run(async move {
            let set = self.api.put(&paths::machinery()).body(&wanted).fetch().await?;
            self.settings.put(set);
            Ok(())
        });
    }
}
