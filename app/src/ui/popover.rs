//! A panel that a button opens, for contents that a menu cannot hold: text, lists, several buttons. On the native
//! popover: above everything, closed by Escape or a click elsewhere. Closing returns the focus to the button.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{button::Kind, dom, id};

/// A button and its panel. The contents exist only while it is open. Tab and the arrow keys move through them;
/// following a link closes the panel.
#[component]
pub fn Popover(
    /// The button's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The button's contents.
    #[prop(into)]
    trigger: ViewFnOnce,
    /// How prominent the button is.
    #[prop(optional)]
    kind: Kind,
    /// The panel's heading.
    #[prop(into)]
    title: String,
    /// Actions beside the heading.
    #[prop(optional, into)]
    actions: ViewFn,
    /// Whether it is open. Set by the panel.
    open: RwSignal<bool>,
    /// The contents.
    children: ChildrenFn,
) -> AnyView {
    let panel_id = id::unique("popover");
    let heading = id::unique("popover");
    let labelled = heading.clone();
    let panel = NodeRef::<html::Div>::new();
    let children = StoredValue::new(children);
    let title = StoredValue::new(title);
    let on_toggle = move |_| {
        let Some(panel) = panel.get_untracked() else {
            return;
        };
        let now = panel.matches(":popover-open").unwrap_or_default();
        open.set(now);
        if now {
            dom::focus(&panel);
        }
    };
    let on_click = move |event: MouseEvent| {
        let link = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| target.closest("a").ok().flatten());
        if let (Some(_), Some(panel)) = (link, panel.get_untracked()) {
            let _ = panel.hide_popover();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let down = match event.key().as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        // A `<select>` uses the arrow keys itself.
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.matches("select").unwrap_or_default()) {
            return;
        }
        let Some(panel) = panel.get_untracked() else {
            return;
        };
        event.prevent_default();
        let stops = dom::all(&panel, "a[href], button, input, select");
        let next = match (dom::focused(&stops), down) {
            (None, true) => 0,
            (Some(at), true) => at.saturating_add(1),
            (at, false) => at.unwrap_or(0).saturating_sub(1),
        };
        stops.get(next).inspect(|stop| dom::focus(stop));
    };
    view! {
        <span class="menu-box">
            <button
                type="button"
                class="button"
                data-kind=kind.name()
                popovertarget=panel_id.clone()
                aria-haspopup="dialog"
                aria-controls=panel_id.clone()
                aria-expanded=move || open.get().to_string()
                aria-label=move || label.get()
            >
                {trigger.run()}
            </button>
            <div
                node_ref=panel
                class="menu popover"
                id=panel_id
                role="dialog"
                tabindex="-1"
                popover="auto"
                aria-labelledby=labelled
                on:toggle=on_toggle
                on:click=on_click
                on:keydown=on_key
            >
                <div class="popover-head"><h2 id=heading>{title.get_value()}</h2>{actions.run()}</div>
                <Show when=move || open.get()>{children.with_value(|children| children())}</Show>
            </div>
        </span>
    }
    .into_any()
}
