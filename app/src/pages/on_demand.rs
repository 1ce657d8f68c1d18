//! Pages that the browser fetches on first use. `app/release.mjs` splits the release build; a debug build includes
//! all pages.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use crate::state::title::Visited;
use crate::ui::{dom::focus_heading, empty::ErrorState, skeleton::Loading};

/// Renders a page, once fetched.
pub(crate) type Draw = fn() -> AnyView;
/// A page being fetched.
pub(crate) type Fetching = Pin<Box<dyn Future<Output = Result<Draw, NotFetched>>>>;

/// The page could not be fetched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotFetched;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Renders a page once it is fetched.
pub(crate) fn page(fetch: fn() -> Fetching) -> AnyView {
    let fetched = RwSignal::new(None);
    let path = use_location().pathname.get_untracked();
    let from_another = use_context::<Visited>().is_some_and(|visited| visited.await_page(&path));
    let to_heading = StoredValue::new(from_another);
    let get = move || {
        fetched.set(None);
        spawn_local(async move {
            let page = fetch().await;
            // The page may have been left meanwhile.
            fetched.try_set(Some(page));
        });
    };
    get();
    let shown = move || {
        match fetched.get() {
        None => view! { <Loading label="Loading the page" /> }.into_any(),
        Some(Ok(draw)) => {
            // Move the focus now: there was no heading when the path changed, and the retry button is gone.
            if to_heading.get_value() {
                request_animation_frame(focus_heading);
            }
            draw()
        }
        Some(Err(NotFetched)) => view! {
            <ErrorState
                title="The page could not be loaded"
                detail="The server could not be reached, or the console was updated. Try again; if that fails, \
                 reload the page."
                on_retry=move |()| {
                    to_heading.set_value(true);
                    get();
                }
            />
        }
        .into_any(),
    }
    };
    shown.into_any()
}

/// Defines one function for each page of a part, all fetched together: `on_demand! { part: name = Component, … }`.
macro_rules! on_demand {
    ($part:ident: $($name:ident = $page:path),* $(,)?) => {
        $(
            pub(crate) fn $name() -> leptos::prelude::AnyView {
                use leptos::prelude::IntoAny;

                use $crate::pages::on_demand::{self, Draw, Fetching, NotFetched};

                #[cfg_attr(split, wasm_split_helpers::wasm_split($part, fallible))]
                fn $name() -> Result<Draw, NotFetched> {
                    Ok(|| $page().into_any())
                }

                fn fetch() -> Fetching {
                    #[cfg(split)]
                    let fetching = $name();
                    #[cfg(not(split))]
                    let fetching = std::future::ready($name());
                    Box::pin(fetching)
                }

                on_demand::page(fetch)
            }
        )*
    };
}
pub(crate) use on_demand;
