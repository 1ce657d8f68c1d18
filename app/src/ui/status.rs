//! Statuses. Colour never stands alone: an icon and a word go with it.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    name::sentence,
};

/// What a state means to the user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Done, and successful.
    Success,
    /// In progress.
    Progress,
    /// Waiting.
    Pending,
    /// Done, but needs a look; or will need attention.
    Warning,
    /// Failed.
    Error,
    /// Ended.
    Stopped,
    /// Neutral information.
    #[default]
    Info,
}

impl Tone {
    /// Returns the name used in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Progress => "progress",
            Self::Pending => "pending",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Stopped => "stopped",
            Self::Info => "info",
        }
    }

    /// Returns the icon.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Success => Icon::CircleCheck,
            Self::Progress => Icon::LoaderCircle,
            Self::Pending => Icon::Clock,
            Self::Warning => Icon::TriangleAlert,
            Self::Error => Icon::CircleX,
            Self::Stopped => Icon::CircleStop,
            Self::Info => Icon::Info,
        }
    }
}

/// A state as an icon and a word, e.g. "Processing".
#[component]
pub fn Status(
    /// The tone.
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! { <span class="status" data-tone=tone.name()>{icon(tone.icon())}{sentence(&label)}</span> }
        .into_any()
}

/// A short fact beside its subject, e.g. an account's type. Not a state.
#[component]
pub fn Badge(
    /// The fact.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! { <span class="badge">{sentence(&label)}</span> }.into_any()
}
