//! A paginated list from the server, shown as a table: loading, empty and error states, sorting, and pages. The
//! address holds everything but the rows.

use std::sync::Arc;

use attache_wire::page::Page;
use leptos::{html::Div, prelude::*};
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::routes::url_query::UrlQuery;
use crate::{
    api::{Load, Remote},
    ui::{
        button::Button,
        card::Card,
        dom,
        empty::EmptyState,
        icon::Icon,
        pager::Pager,
        table::{
            Body, Column, Shown, Sort, Table,
            preferences::Preferences,
            row_of,
            rows::{self, Rows},
        },
    },
};

/// Produces the cells of each row.
type Cells = Arc<dyn Fn() -> Rows<Vec<AnyView>> + Send + Sync>;

/// A list's data, independent of the row type.
#[derive(Clone, Copy)]
pub(crate) struct ListData {
    columns: &'static [Column],
    stage: Memo<Load<()>>,
    body: Memo<Body>,
    next: Memo<Option<String>>,
    count: Memo<usize>,
    reload: Callback<()>,
    cells: StoredValue<Cells>,
    shown: Signal<Shown>,
    /// The path of the last successful read.
    path: Signal<String>,
    /// True while some rows are not rendered yet.
    drawing: RwSignal<bool>,
    place: NodeRef<Div>,
}

impl ListData {
    /// Creates the list that `remote` reads. `cells` renders one row. `filters` names the query parameters that
    /// filter rows.
    pub(crate) fn new<T>(
        columns: &'static [Column],
        remote: Remote<Page<T>>,
        url: UrlQuery,
        filters: &'static [&'static str],
        cells: fn(T) -> Vec<AnyView>,
    ) -> Self
    where
        T: Clone + PartialEq + Send + Sync + DeserializeOwned + 'static,
    {
        let busy = remote.busy();
        let count = Memo::new(move |_| remote.map(|page| page.items.len()).unwrap_or_default());
        let filtered = move || filters.iter().any(|name| !url.get(name).is_empty());
        let stage = remote.stage();
        let items = Memo::new(move |_| remote.map(|page| page.items.clone()).unwrap_or_default());
        let drawing = RwSignal::new(false);
        Self {
            columns,
            stage,
            body: Memo::new(move |_| match (stage.get(), count.get()) {
                (Load::Loading | Load::Failed(_), _) => Body::Loading,
                (Load::Ready(()), 0) if filtered() => Body::NoMatches,
                (Load::Ready(()), 0) => Body::Empty,
                (Load::Ready(()), _) if busy.get() => Body::Refreshing,
                (Load::Ready(()), _) if drawing.get() => Body::Drawing,
                (Load::Ready(()), _) => Body::Rows,
            }),
            next: Memo::new(move |_| remote.map(|page| page.next_cursor.clone()).flatten()),
            count,
            reload: Callback::new(move |()| remote.reload()),
            cells: StoredValue::new(Arc::new(move || Box::new(items.get().into_iter().map(cells)))),
            shown: Signal::default(),
            path: remote.path(),
            drawing,
            place: NodeRef::new(),
        }
    }

    /// Shows only the columns in the preferences.
    pub(crate) fn as_preferred(mut self, preferences: Preferences) -> Self {
        self.shown = preferences.shown();
        self
    }

    /// Renders the rows again when they change. Another page, order or search scrolls to the beginning; a change
    /// within the same one keeps the scroll position.
    fn draw(self) -> AnyView {
        let cells = self.cells.get_value();
        let mut known = String::new();
        let draw = move || {
            dom::keep_focus(".table-box");
            let shown = self.shown.get();
            let rows = Box::new(cells().map(move |cells| row_of(self.columns, shown, cells)));
            let path = self.path.get_untracked();
            if path == known {
                return rows::at_once(rows, self.drawing);
            }
            if !known.is_empty() {
                self.place
                    .get_untracked()
                    .inspect(|place| dom::show_beginning(place));
            }
            known = path;
            rows::in_pieces(rows, self.drawing)
        };
        draw.into_any()
    }
}

/// The list: tools above, pager below. Shows an empty or error state if there are no rows.
#[component]
pub(crate) fn List(
    #[prop(into)] label: String,
    data: ListData,
    url: UrlQuery,
    /// Search and filters.
    #[prop(optional, into)]
    tools: ViewFn,
    /// The bar of actions on the selected rows.
    #[prop(optional, into)]
    bar: ViewFn,
    /// The title and text shown if the list is empty and not filtered.
    nothing_yet: (&'static str, &'static str),
    /// The query parameters that filter rows.
    #[prop(optional)]
    filters: &'static [&'static str],
) -> impl IntoView {
    let sort = Signal::derive(move || parse_sort(&url.get("sort")));
    let on_sort = move |sort: Sort| url.set(&[("sort", &sort_text(&sort))]);
    let clear = move |()| {
        let nothing: Vec<(&str, &str)> = filters.iter().map(|name| (*name, "")).collect();
        url.set(&nothing);
    };
    let table = move || {
        let label = label.clone();
        view! {
            <Table
                caption=label
                columns=data.columns
                place=data.place
                shown=data.shown
                body=data.body
                rows=move || data.draw()
                empty=move || view! { <EmptyState title=nothing_yet.0>{nothing_yet.1}</EmptyState> }
                no_matches=move || view! {
                    <EmptyState
                        picture=Icon::SearchX
                        title="No matches"
                        actions=move || view! { <Button on_click=clear>"Clear search and filters"</Button> }
                    >
                        "Nothing matches your search and filters."
                    </EmptyState>
                }
                sort
                on_sort
            />
        }
    };
    let contents = move || match data.stage.get() {
        Load::Failed(error) => view! { <Problem error retry=data.reload /> }.into_any(),
        Load::Loading | Load::Ready(()) => table().into_any(),
    };
    view! {
        <Card flush=true foot=move || view! { <Pages data url /> }>
            <div class="tools">{tools.run()}</div>
            {bar.run()}
            {contents}
        </Card>
    }
    .into_any()
}

/// The pager. It remembers the visited cursors, because a cursor only leads forward.
#[component]
fn Pages(data: ListData, url: UrlQuery) -> impl IntoView {
    let trail = StoredValue::new(vec![String::new()]);
    let cursor = url.signal("cursor");
    let next = move |()| {
        let Some(next) = data.next.get_untracked() else {
            return;
        };
        let here = cursor.get_untracked();
        trail.update_value(|trail| {
            match trail.iter().position(|page| *page == here) {
                Some(at) => trail.truncate(at.saturating_add(1)),
                None => *trail = vec![String::new(), here],
            }
            trail.push(next.clone());
        });
        url.set(&[("cursor", &next)]);
    };
    let previous = move |()| {
        let here = cursor.get_untracked();
        let before = trail.with_value(|trail| {
            let at = trail.iter().position(|page| *page == here)?.checked_sub(1)?;
            trail.get(at).cloned()
        });
        url.set(&[("cursor", &before.unwrap_or_default())]);
    };
    let has_previous = Memo::new(move |_| !cursor.get().is_empty());
    let has_next = Memo::new(move |_| data.next.get().is_some());
    let summary = Signal::derive(move || match data.count.get() {
        0 => String::new(),
        1 => "1 row on this page".to_owned(),
        shown => format!("{shown} rows on this page"),
    });
    move || {
        (has_previous.get() || has_next.get())
            .then(|| view! { <Pager summary has_previous has_next on_previous=previous on_next=next /> })
    }
}

/// Parses the sort order in the address: a key, with a `-` prefix for descending order.
fn parse_sort(text: &str) -> Option<Sort> {
    let (key, descending) = match text.strip_prefix('-') {
        Some(key) => (key, true),
        None => (text, false),
    };
    (!key.is_empty()).then(|| Sort {
        key: key.to_owned(),
        descending,
    })
}

fn sort_text(sort: &Sort) -> String {
    format!("{}{}", if sort.descending { "-" } else { "" }, sort.key)
}
