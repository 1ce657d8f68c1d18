//! Says so when what is shown may be old.

use leptos::prelude::*;

use crate::{
    api::LinkState,
    state::live::Live,
    ui::icon::{Icon, icon},
};

/// Nothing while events arrive; a word when they do not.
#[component]
pub(super) fn Connection(live: Live) -> impl IntoView {
    let lost = Memo::new(move |_| matches!(live.link().get(), LinkState::Lost | LinkState::Closed));
    view! {
        <span class="connection" role="status">
            {move || lost.get().then(|| view! { {icon(Icon::WifiOff)} "Reconnecting…" })}
        </span>
    }
    .into_any()
}
