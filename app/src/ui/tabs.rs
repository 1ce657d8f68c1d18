//! Tabs, after the APG's pattern with automatic activation.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{dom, id};

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What is reported when it is chosen.
    pub key: &'static str,
    /// Its label.
    pub label: String,
}

/// A row of tabs and the panel of the chosen one.
#[component]
pub fn Tabs(
    /// What the tabs are about.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The key of the chosen one.
    #[prop(into)]
    selected: Signal<String>,
    /// Takes the key of the newly chosen one.
    #[prop(into)]
    on_select: Callback<&'static str>,
    /// The panel of the chosen tab: read `selected` in it.
    children: Children,
) -> AnyView {
    let base = id::unique("tabs");
    let panel = format!("{base}-panel");
    let list = NodeRef::<html::Div>::new();
    let keys = StoredValue::new(tabs.iter().map(|tab| tab.key).collect::<Vec<_>>());
    let on_key = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let buttons = dom::all(&list, "[role=tab]");
        let (Some(at), Some(last)) = (dom::focused(&buttons), buttons.len().checked_sub(1)) else {
            return;
        };
        let next = match event.key().as_str() {
            "ArrowRight" => Some(at)
                .filter(|at| *at < last)
                .map_or(0, |at| at.saturating_add(1)),
            "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        buttons.get(next).inspect(|button| dom::focus(button));
        keys.with_value(|keys| keys.get(next).copied())
            .inspect(|key| on_select.run(key));
    };
    let labelled = {
        let base = base.clone();
        move || format!("{base}-{}", selected.get())
    };
    let buttons = tabs
        .into_iter()
        .map(|tab| {
            let key = tab.key;
            let chosen = move || selected.with(|selected| selected == key);
            view! {
                <button
                    type="button"
                    class="tab"
                    role="tab"
                    id=format!("{base}-{key}")
                    aria-controls=panel.clone()
                    aria-selected=move || chosen().to_string()
                    tabindex=move || if chosen() { "0" } else { "-1" }
                    on:click=move |_| on_select.run(key)
                >
                    {tab.label}
                </button>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="tabs">
            <div node_ref=list class="tab-list" role="tablist" aria-label=label on:keydown=on_key>{buttons}</div>
            <div role="tabpanel" tabindex="0" id=panel.clone() aria-labelledby=labelled>
                {children()}
            </div>
        </div>
    }
    .into_any()
}
