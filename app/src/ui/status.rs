//! The vocabulary of states: a colour never stands alone, a picture and a word go with it.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// What a state means for the person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// It is done and well.
    Success,
    /// It goes on.
    Progress,
    /// It waits.
    Pending,
    /// It is done, but look at it; or it will need attention.
    Warning,
    /// It went wrong.
    Error,
    /// It is over.
    Stopped,
    /// Plain information.
    #[default]
    Info,
}

impl Tone {
    /// The name that the style sheet knows.
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

    /// The picture.
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

/// A state: its picture and its word, e.g. "Processing".
#[component]
pub fn Status(
    /// What it means.
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! { <span class="status" data-tone=tone.name()>{icon(tone.icon())}{label}</span> }.into_any()
}

/// A short fact about the thing beside it, e.g. the type of an account. Not a state.
#[component]
pub fn Badge(
    /// The fact.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! { <span class="badge">{label}</span> }.into_any()
}
