//! A warning that the page may be out of date.

use leptos::prelude::*;

use crate::{
    api::LinkState,
    state::live::Live,
    ui::icon::{Icon, icon},
};

/// Shows a warning while no live events arrive, and nothing otherwise.
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
