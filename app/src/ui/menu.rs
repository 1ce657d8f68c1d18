//! Menus, following the APG's "menu button" pattern, on the native popover: above everything, closed by Escape or a
//! click elsewhere. Closing returns the focus to the button.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    button::Kind,
    dom,
    icon::{Icon, icon},
    id,
};

/// Matches an open popover, which is what `toggle` events report.
const OPEN: &str = ":popover-open";

#[derive(Clone, Copy)]
struct MenuContext(NodeRef<html::Div>);

impl MenuContext {
    fn close(self) {
        if let Some(popover) = self.0.get_untracked() {
            let _ = popover.hide_popover();
        }
    }
}

/// A button that opens a list of [`MenuItem`]s.
#[component]
pub fn Menu(
    /// The button's accessible name, and its text unless `trigger` renders something else.
    #[prop(into)]
    label: Signal<String>,
    /// Contents of the button in place of the label.
    #[prop(optional, into)]
    trigger: Option<ViewFnOnce>,
    /// How prominent the button is.
    #[prop(optional)]
    kind: Kind,
    /// Lower height, for rows and bars.
    #[prop(optional)]
    small: bool,
    /// An icon before the label.
    #[prop(optional, into)]
    picture: Option<Icon>,
    /// The items.
    children: Children,
) -> AnyView {
    let menu_id = id::unique("menu");
    let popover = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    // Render the items when the pointer or focus comes near: a table has a menu in each row.
    let near = RwSignal::new(false);
    let come_near = move || {
        if !near.get_untracked() {
            near.set(true);
        }
    };
    let children = StoredValue::new_local(Some(children));
    let items = move || {
        let children = near
            .get()
            .then(|| children.try_update_value(Option::take))
            .flatten()
            .flatten();
        // Provide it here, not for the whole bar, which may hold other menus.
        provide_context(MenuContext(popover));
        children.map(|children| children())
    };

    let own_trigger = trigger.is_some();
    let on_toggle = move |_| {
        let Some(menu) = popover.get_untracked() else {
            return;
        };
        let now = menu.matches(OPEN).unwrap_or_default();
        open.set(now);
        if now {
            let items = items_of(&menu);
            if dom::focused(&items).is_none() {
                items.first().inspect(|item| dom::focus(item));
            }
        }
    };
    let on_button_key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
            event.prevent_default();
            let Some(menu) = popover.get_untracked() else {
                return;
            };
            // It may already be open without its first item focused: the browser fires `toggle` a moment later, and
            // fast typists are faster.
            let was_open = menu.matches(OPEN).unwrap_or_default();
            let _ = menu.show_popover();
            let items = items_of(&menu);
            let to = match event.key().as_str() {
                "ArrowDown" if was_open && items.len() > 1 => items.get(1),
                "ArrowDown" => items.first(),
                _ => items.last(),
            };
            to.inspect(|item| dom::focus(item));
        }
    };
    view! {
        <span class="menu-box">
            <button
                type="button"
                class="button"
                data-kind=kind.name()
                data-small=small.then_some("")
                popovertarget=menu_id.clone()
                aria-haspopup="menu"
                aria-controls=menu_id.clone()
                aria-expanded=move || open.get().to_string()
                aria-label=move || own_trigger.then(|| label.get())
                on:keydown=on_button_key
                on:focus=move |_| come_near()
                on:pointerenter=move |_| come_near()
                on:click=move |_| come_near()
            >
                {picture.map(icon)}
                {match trigger {
                    Some(trigger) => trigger.run(),
                    None => view! { {move || label.get()} {icon(Icon::ChevronDown)} }.into_any(),
                }}
            </button>
            <div
                node_ref=popover
                class="menu"
                id=menu_id
                role="menu"
                popover="auto"
                aria-label=move || label.get()
                on:toggle=on_toggle
                on:keydown=move |event| on_menu_key(popover, &event)
            >
                {items}
            </div>
        </span>
    }
    .into_any()
}

fn items_of(menu: &web_sys::Element) -> Vec<HtmlElement> {
    dom::all(menu, "[role^=menuitem]")
}

/// Handles keys: arrows, Home and End move; a letter moves to the next item that starts with it; Tab closes the
/// menu.
fn on_menu_key(popover: NodeRef<html::Div>, event: &KeyboardEvent) {
    let Some(menu) = popover.get_untracked() else {
        return;
    };
    let items = items_of(&menu);
    let (Some(last), at) = (items.len().checked_sub(1), dom::focused(&items)) else {
        return;
    };
    let next = match event.key().as_str() {
        "ArrowDown" => at.filter(|at| *at < last).map_or(0, |at| at.saturating_add(1)),
        "ArrowUp" => at.and_then(|at| at.checked_sub(1)).unwrap_or(last),
        "Home" => 0,
        "End" => last,
        "Tab" => return MenuContext(popover).close(),
        key => match typeahead(&items, at, key) {
            Some(next) => next,
            None => return,
        },
    };
    event.prevent_default();
    items.get(next).inspect(|item| dom::focus(item));
}

fn typeahead(items: &[HtmlElement], at: Option<usize>, key: &str) -> Option<usize> {
    // Keys without a character have longer names; the space bar selects.
    if key.chars().count() != 1 || key == " " {
        return None;
    }
    // Use the browser's case tables to keep Rust's out of the WebAssembly.
    let lower = |text: &str| String::from(js_sys::JsString::from(text).to_lower_case());
    let letter = lower(key);
    let begins = |item: &HtmlElement| {
        let text = item.text_content().unwrap_or_default();
        lower(text.trim()).starts_with(&letter)
    };
    let after = at.map_or(0, |at| at.saturating_add(1));
    (after..items.len())
        .chain(0..after)
        .find(|i| items.get(*i).is_some_and(begins))
}

/// A menu item with an action. A disabled one stays in the list and says why.
#[component]
pub fn MenuItem(
    /// The label.
    children: Children,
    /// An icon before the label.
    #[prop(optional, into)]
    picture: Option<Icon>,
    /// Why it is disabled; `None` if it is enabled.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    /// Whether it is destructive.
    #[prop(optional)]
    danger: bool,
    /// Whether it is the chosen one of a set; `None` if it is not a choice.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// The action. It runs after the menu has closed and the focus is back on the button.
    #[prop(into)]
    on_select: Callback<()>,
) -> AnyView {
    let menu = use_context::<MenuContext>();
    let reason_id = id::unique("reason");
    let described = reason_id.clone();
    let blocked = move || disabled_reason.with(Option::is_some);
    let select = move |_| {
        if !untrack(blocked) {
            menu.inspect(|menu| menu.close());
            on_select.run(());
        }
    };
    view! {
        <button
            type="button"
            class="menu-item"
            role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
            tabindex="-1"
            data-danger=danger.then_some("")
            aria-checked=move || checked.map(|checked| checked.get().to_string())
            aria-disabled=move || blocked().then_some("true")
            aria-describedby=move || blocked().then(|| described.clone())
            on:click=select
            on:mouseenter=|event| {
                event.current_target().and_then(|item| item.dyn_into().ok()).inspect(dom::focus);
            }
        >
            {match checked {
                Some(checked) => view! {
                    <span class="menu-check">{move || checked.get().then(|| icon(Icon::Check))}</span>
                }.into_any(),
                None => picture.map(icon).into_any(),
            }}
            <span>{children()}</span>
            {move || disabled_reason.get().map(|reason| view! {
                <span class="menu-reason" id=reason_id.clone()>{reason}</span>
            })}
        </button>
    }
    .into_any()
}

/// A menu item that is a link.
#[component]
pub fn MenuLink(
    /// The label.
    children: Children,
    /// The address.
    #[prop(into)]
    href: Signal<String>,
    /// An icon before the label.
    #[prop(optional, into)]
    picture: Option<Icon>,
    /// More text below the label.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether the target is downloaded.
    #[prop(optional)]
    download: bool,
    /// Whether it links to the current page.
    #[prop(optional, into)]
    current: Signal<bool>,
) -> AnyView {
    let menu = use_context::<MenuContext>();
    view! {
        <a
            class="menu-item"
            role="menuitem"
            tabindex="-1"
            href=move || href.get()
            download=download.then_some("")
            aria-current=move || current.get().then_some("true")
            on:click=move |_| {
                menu.inspect(|menu| menu.close());
            }
        >
            {picture.map(icon)}
            <span>{children()}</span>
            {hint.map(|hint| view! { <span class="menu-reason">{hint}</span> })}
        </a>
    }
    .into_any()
}

/// A line between groups of items, with the next group's name, if any.
#[component]
pub fn MenuSeparator(
    /// The next group's name.
    #[prop(optional, into)]
    label: Option<String>,
) -> AnyView {
    view! {
        <div class="menu-separator" role="separator"></div>
        {label.map(|label| view! { <div class="menu-label" role="presentation">{label}</div> })}
    }
    .into_any()
}
