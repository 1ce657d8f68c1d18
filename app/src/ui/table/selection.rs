//! Selecting rows of a table: a box in each row, and one in the header for all rows of the page.

use leptos::prelude::*;

/// The ids of the selected rows of the current page, provided as context.
#[derive(Clone, Copy)]
pub struct Selection {
    page: Memo<Vec<String>>,
    chosen: RwSignal<Vec<String>>,
}

impl Selection {
    /// Starts with nothing selected, and provides itself as context. `page` holds the ids of the current rows.
    pub fn provide(page: Memo<Vec<String>>) -> Self {
        let selection = Self {
            page,
            chosen: RwSignal::new(Vec::new()),
        };
        provide_context(selection);
        selection
    }

    /// Returns the ids of the selected rows, in the order of the page. Rows that are gone don't count as selected.
    pub fn ids(self) -> Vec<String> {
        self.chosen.with(|chosen| {
            self.page
                .with(|page| page.iter().filter(|id| chosen.contains(id)).cloned().collect())
        })
    }

    /// Returns the numbers of selected rows and of all rows.
    pub fn counts(self) -> (usize, usize) {
        let chosen = self.chosen.with(|chosen| {
            self.page
                .with(|page| page.iter().filter(|id| chosen.contains(id)).count())
        });
        (chosen, self.page.with(Vec::len))
    }

    /// Clears the selection.
    pub fn clear(self) {
        if self.chosen.with_untracked(|chosen| !chosen.is_empty()) {
            self.chosen.set(Vec::new());
        }
    }

    fn choose(self, id: &str, on: bool) {
        self.chosen.update(|chosen| {
            chosen.retain(|known| known != id);
            if on {
                chosen.push(id.to_owned());
            }
        });
    }
}

/// The box that selects a row. Needs a [`Selection`] in the context.
#[component]
pub fn SelectRow(
    /// The row's id.
    id: String,
    /// The row's name, for the box's label.
    label: String,
) -> AnyView {
    let Some(selection) = use_context::<Selection>() else {
        return ().into_any();
    };
    let id = StoredValue::new(id);
    let checked = move || {
        selection
            .chosen
            .with(|chosen| id.with_value(|id| chosen.contains(id)))
    };
    pick(
        ["Select ", &label].concat(),
        Signal::derive(checked),
        Signal::stored(false),
        Callback::new(move |on| id.with_value(|id| selection.choose(id, on))),
    )
}

/// The box that selects all rows of the page, or none.
pub(super) fn select_all() -> AnyView {
    let Some(selection) = use_context::<Selection>() else {
        return ().into_any();
    };
    let counts = Memo::new(move |_| selection.counts());
    pick(
        "Select all on this page".to_owned(),
        Signal::derive(move || matches!(counts.get(), (1.., _)) && counts.get().0 == counts.get().1),
        Signal::derive(move || matches!(counts.get(), (chosen @ 1.., all) if chosen < all)),
        Callback::new(move |on: bool| {
            let rows = if on {
                selection.page.get_untracked()
            } else {
                Vec::new()
            };
            selection.chosen.set(rows);
        }),
    )
}

fn pick(label: String, checked: Signal<bool>, some: Signal<bool>, on_change: Callback<bool>) -> AnyView {
    view! {
        <label class="table-pick">
            <input
                type="checkbox"
                aria-label=label
                prop:checked=move || checked.get()
                prop:indeterminate=move || some.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
        </label>
    }
    .into_any()
}
