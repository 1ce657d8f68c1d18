//! A request with live links: what the file contains, and how long its links work.

use attache_wire::export::Export;
use leptos::prelude::*;

use crate::components::exports::wording;
use crate::{
    routes,
    state::sim_clock::millis,
    ui::{
        banner::Banner,
        format::{self, TimeStyle},
        stat::{Stat, Stats},
        status::Tone,
    },
};

/// Shows a request with live links.
#[component]
pub(crate) fn Ready(export: Signal<Export>, now: Signal<f64>) -> impl IntoView {
    let listed = move || export.with(|export| format::number(export.items.saturating_sub(export.errors)));
    let size = move || export.with(|export| format!("attachments, {}", format::bytes(export.bytes)));
    let errors = move || export.with(|export| format::number(export.errors));
    let why = move || {
        export.with(|export| {
            let account = export.account_id.as_deref().unwrap_or_default();
            let href = format!("{}?status=error", routes::export(account, &export.id));
            (export.errors > 0).then(|| view! { " · " <a href=href>"see why"</a> })
        })
    };
    let dies =
        Memo::new(move |_| export.with(|export| export.links_expire_at.as_ref().map_or(f64::NAN, millis)));
    let left = Memo::new(move |_| wording::countdown(dies.get(), now.get()));
    let opens = Memo::new(move |_| export.with(|export| millis(&export.next_allowed_at)));
    let is_open = Memo::new(move |_| opens.get() <= now.get());
    let next = move || {
        if is_open.get() {
            "Now".to_owned()
        } else {
            format::time(opens.get(), TimeStyle::Date)
        }
    };
    let next_label = move || {
        if is_open.get() {
            "another request is possible".to_owned()
        } else {
            format!(
                "{} · next request possible",
                format::time(opens.get(), TimeStyle::Clock)
            )
        }
    };
    view! {
        <Stats>
            <Stat value=Signal::derive(listed)>{size}</Stat>
            <Stat value=Signal::derive(errors)>"with errors" {why}</Stat>
            <Stat value=left>
                {move || format!("until links expire · {}", format::time(dies.get(), TimeStyle::Short))}
            </Stat>
            <Stat value=Signal::derive(next)>{next_label}</Stat>
        </Stats>
        <Banner tone=Tone::Warning title="Anyone who has this file can download every attachment in it.">
            "Store it where only people who need it can read it, and revoke the links when you are done."
        </Banner>
    }
    .into_any()
}
