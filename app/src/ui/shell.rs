//! The frame of every page: skip link, top bar, navigation, main.

use leptos::prelude::*;

use super::{
    button::{Button, Kind},
    icon::{Icon, icon},
};

/// Text for screen readers only.
#[component]
pub fn VisuallyHidden(
    /// The text.
    children: Children,
) -> AnyView {
    view! { <span class="visually-hidden">{children()}</span> }.into_any()
}

/// The frame. Without `nav` the page has no navigation (sign-in, not found).
#[component]
pub fn AppShell(
    /// The product's name.
    #[prop(into)]
    brand: String,
    /// Where the name leads.
    #[prop(into)]
    home: String,
    /// What follows the name in the top bar; put what belongs at its end in a `div.topbar-end`.
    #[prop(optional, into)]
    bar: ViewFn,
    /// The navigation, made of [`NavGroup`]s; read again whenever what it reads changes.
    #[prop(optional, into)]
    nav: ViewFn,
    /// Whether there is a navigation.
    #[prop(optional, into)]
    has_nav: Signal<bool>,
    /// What changes when the person goes to another page: the navigation of a narrow screen then closes.
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

/// Links that belong together, under a heading if it has one.
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

/// A link of the navigation.
#[component]
pub fn NavLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Its name.
    #[prop(into)]
    label: String,
    /// Whether the person is there.
    #[prop(into)]
    current: Signal<bool>,
    /// How many there are; empty where that is not known.
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

/// The head of a page: where it is, its one `h1`, and what can be done with the whole of it.
#[component]
pub fn PageHead(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What is above it, e.g. breadcrumbs.
    #[prop(optional, into)]
    above: ViewFn,
    /// What is beside the heading, e.g. a state.
    #[prop(optional, into)]
    beside: ViewFn,
    /// What can be done with it.
    #[prop(optional, into)]
    actions: ViewFn,
) -> AnyView {
    view! {
        <header class="page-head">
            {above.run()}
            <div class="page-title">
                <div class="row"><h1 tabindex="-1">{move || title.get()}</h1>{beside.run()}</div>
                <div class="row">{actions.run()}</div>
            </div>
        </header>
    }
    .into_any()
}
