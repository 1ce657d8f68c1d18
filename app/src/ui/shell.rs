//! The frame of every page: skip link, top bar, navigation, main.

use leptos::prelude::*;

use super::{
    button::{Button, Kind},
    icon::{Icon, icon},
    name::name,
};

/// Text for screen readers only.
#[component]
pub fn VisuallyHidden(
    /// The text.
    children: Children,
) -> AnyView {
    view! { <span class="visually-hidden">{children()}</span> }.into_any()
}

/// The frame. Without `nav`, the page has no navigation (sign-in, not found).
#[component]
pub fn AppShell(
    /// The product's name.
    #[prop(into)]
    brand: String,
    /// The address that the name links to.
    #[prop(into)]
    home: String,
    /// Contents of the top bar after the name. Put what belongs at the end into a `div.topbar-end`.
    #[prop(optional, into)]
    bar: ViewFn,
    /// The navigation, made of [`NavGroup`]s. It is rendered again when its signals change.
    #[prop(optional, into)]
    nav: ViewFn,
    /// Whether there is a navigation.
    #[prop(optional, into)]
    has_nav: Signal<bool>,
    /// Changes on each navigation, which closes the navigation on a narrow screen.
    #[prop(optional, into)]
    path: Signal<String>,
    /// The page.
    children: Children,
) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |before: Option<()>| {
        path.track();
        if before.is_some() {
            open.set(false);
        }
    });
    view! {
        <div
            class="shell"
            data-bare=move || (!has_nav.get()).then_some("")
            data-nav-open=move || open.get().then_some("")
        >
            <header class="topbar">
                <a class="skip visually-hidden" href="#main" rel="external">"Skip to content"</a>
                {move || has_nav.get().then(|| view! {
                    <span class="nav-toggle">
                        <Button kind=Kind::Bar small=true label="Navigation" pressed=open on_click=move |()| open.update(|open| *open = !*open)>
                            {icon(Icon::Menu)}
                        </Button>
                    </span>
                })}
                <a class="topbar-brand" href=home>{icon(Icon::BriefcaseBusiness)}{brand}</a>
                {move || bar.run()}
            </header>
            {move || has_nav.get().then(|| view! { <nav class="nav" aria-label="Main">{nav.run()}</nav> })}
            <main class="main" id="main" tabindex="-1">{children()}</main>
        </div>
    }
    .into_any()
}

/// A group of links, under a heading if it has one.
#[component]
pub fn NavGroup(
    /// The heading.
    #[prop(optional, into)]
    label: Option<String>,
    /// The links.
    children: Children,
) -> AnyView {
    let name = label.clone();
    view! {
        <div class="nav-group" role="group" aria-label=name>
            {label.map(|label| view! { <div class="nav-heading" aria-hidden="true">{label}</div> })}
            {children()}
        </div>
    }
    .into_any()
}

/// A link in the navigation.
#[component]
pub fn NavLink(
    /// The address.
    #[prop(into)]
    href: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// Whether it links to the current page.
    #[prop(into)]
    current: Signal<bool>,
    /// A count beside the label; empty if unknown.
    #[prop(optional, into)]
    count: Signal<String>,
) -> AnyView {
    view! {
        <a class="nav-link" href=href aria-current=move || current.get().then_some("page")>
            {label}
            <span class="nav-count">{move || count.get()}</span>
        </a>
    }
    .into_any()
}

/// The head of a page: breadcrumbs, the only `h1`, and actions on the whole page.
#[component]
pub fn PageHead(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// Contents above the heading, e.g. breadcrumbs.
    #[prop(optional, into)]
    above: ViewFn,
    /// Contents beside the heading, e.g. a status.
    #[prop(optional, into)]
    beside: ViewFn,
    /// Actions on the page.
    #[prop(optional, into)]
    actions: ViewFn,
) -> AnyView {
    view! {
        <header class="page-head">
            {above.run()}
            <div class="page-title">
                <div class="row"><h1 tabindex="-1">{move || name(&title.get())}</h1>{beside.run()}</div>
                <div class="row">{actions.run()}</div>
            </div>
        </header>
    }
    .into_any()
}
