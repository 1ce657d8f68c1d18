//! Which address leads to which page. leptos_router compiles its matching once for each shape of a path and its
//! choice of a view once for each page; these routes are all of one type.

use std::{borrow::Cow, sync::Arc};

use leptos::prelude::*;
use leptos_router::{
    NestedRoute, PartialPathMatch, PathSegment, PossibleRouteMatch,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};

/// A page and where it is.
#[component(transparent)]
pub(crate) fn Route<Page, Drawn>(
    /// Segments after a slash each: a word, `:name` for any one, `*name` at the end for any number.
    path: &'static str,
    /// The page.
    view: Page,
) -> AnyNestedRoute
where
    Page: Fn() -> Drawn + Send + Sync + 'static,
    Drawn: IntoAny,
{
    route(path, Arc::new(move || view().into_any()))
}

fn route(path: &'static str, view: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyNestedRoute {
    NestedRoute::new(Pattern(path), move || view()).into_any_nested_route()
}

/// The path of a [`Route`].
#[derive(Debug, Clone, Copy)]
pub struct Pattern(pub &'static str);

impl Pattern {
    fn segments(self) -> impl Iterator<Item = PathSegment> {
        let words = self.0.split('/').filter(|word| !word.is_empty());
        words.map(|word| match word.split_at(1) {
            (":", name) => PathSegment::Param(Cow::Borrowed(name)),
            ("*", name) => PathSegment::Splat(Cow::Borrowed(name)),
            _ => PathSegment::Static(Cow::Borrowed(word)),
        })
    }
}

impl PossibleRouteMatch for Pattern {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut rest = path;
        let mut params = Vec::new();
        for segment in self.segments() {
            if let PathSegment::Splat(name) = segment {
                params.push((name, rest.strip_prefix('/').unwrap_or(rest).to_owned()));
                rest = "";
                break;
            }
            let word = rest.strip_prefix('/')?;
            let (word, after) = word.split_at(word.find('/').unwrap_or(word.len()));
            match segment {
                PathSegment::Param(name) if !word.is_empty() => params.push((name, word.to_owned())),
                PathSegment::Static(wanted) if wanted == word => {}
                _ => return None,
            }
            rest = after;
        }
        let matched = path.strip_suffix(rest).unwrap_or(path);
        Some(PartialPathMatch::new(rest, params, matched))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.segments());
    }
}
