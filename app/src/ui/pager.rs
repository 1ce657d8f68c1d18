//! Pagination of a list of unknown length: previous and next.

use leptos::prelude::*;

use super::{
    button::Button,
    icon::{Icon, icon},
};

/// Buttons for the previous and the next page.
#[component]
pub fn Pager(
    /// What the page shows, e.g. "1–50". Announced when it changes.
    #[prop(optional, into)]
    summary: Signal<String>,
    /// Whether there is a previous page.
    #[prop(into)]
    has_previous: Signal<bool>,
    /// Whether there is a next page.
    #[prop(into)]
    has_next: Signal<bool>,
    /// Goes to the previous page.
    #[prop(into)]
    on_previous: Callback<()>,
    /// Goes to the next page.
    #[prop(into)]
    on_next: Callback<()>,
) -> AnyView {
    let reason =
        |has: Signal<bool>, why: &'static str| Signal::derive(move || (!has.get()).then(|| why.to_owned()));
    view! {
        <nav class="pager" aria-label="Pages">
            <span class="pager-summary" role="status">{move || summary.get()}</span>
            <Button small=true on_click=on_previous disabled_reason=reason(has_previous, "This is the first page")>
                {icon(Icon::ChevronLeft)} "Previous"
            </Button>
            <Button small=true on_click=on_next disabled_reason=reason(has_next, "This is the last page")>
                "Next" {icon(Icon::ChevronRight)}
            </Button>
        </nav>
    }
    .into_any()
}
