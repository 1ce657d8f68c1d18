//! Form fields: label, control, hint, and the control's error.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    id,
};

pub mod file;
pub mod limit;
pub mod moment;
pub mod search;
pub mod select;
pub mod suggest;

/// The ids that tie a control to its hint and its error.
pub(super) struct Ties {
    pub(super) control: String,
    hint: String,
    error: String,
}

impl Ties {
    pub(super) fn new() -> Self {
        let control = id::unique("field");
        Self {
            hint: format!("{control}-hint"),
            error: format!("{control}-error"),
            control,
        }
    }

    /// Returns the value of `aria-describedby`.
    pub(super) fn described(
        &self,
        hinted: bool,
        error: Signal<Option<String>>,
    ) -> impl Fn() -> Option<String> + use<> {
        let (hint, error_id) = (hinted.then(|| self.hint.clone()), self.error.clone());
        move || match (&hint, error.with(Option::is_some)) {
            (hint, false) => hint.clone(),
            (None, true) => Some(error_id.clone()),
            (Some(hint), true) => Some(format!("{hint} {error_id}")),
        }
    }

    /// Puts the label above the control, and the hint and the error below it.
    pub(super) fn wrap(
        self,
        label: Signal<String>,
        hint: Option<String>,
        error: Signal<Option<String>>,
        control: AnyView,
    ) -> AnyView {
        let error_id = self.error;
        view! {
            <div class="field">
                <label for=self.control>{move || label.get()}</label>
                {hint.map(|hint| view! { <div class="field-hint" id=self.hint>{hint}</div> })}
                {control}
                {move || error.get().map(|error| view! {
                    <div class="field-error" id=error_id.clone()>{icon(Icon::CircleAlert)}{error}</div>
                })}
            </div>
        }
        .into_any()
    }
}

/// A single-line text field.
#[component]
pub fn TextField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// A hint about what to enter.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the text.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it is required.
    #[prop(optional)]
    required: bool,
    /// The longest text, in UTF-16 units, as HTML counts.
    #[prop(optional)]
    max: Option<u32>,
    /// The `autocomplete` value, which tells the browser what to fill in.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Suggested values; any other text is allowed.
    #[prop(optional, into)]
    suggestions: Signal<Vec<String>>,
    /// Whether the text is hidden, as in a password field.
    #[prop(optional)]
    secret: bool,
) -> AnyView {
    let ties = Ties::new();
    let list = id::unique("suggestions");
    let any = move || suggestions.with(|all| !all.is_empty());
    let options = move || {
        let option = |value: String| view! { <option value=value></option> };
        suggestions.get().into_iter().map(option).collect::<Vec<_>>()
    };
    let list_id = list.clone();
    let datalist = move || any().then(|| view! { <datalist id=list_id.clone()>{options}</datalist> });
    let control = view! {
        {datalist}
        <input
            type=if secret { "password" } else { "text" }
            class="input"
            list=move || any().then(|| list.clone())
            id=ties.control.clone()
            prop:value=move || value.get()
            maxlength=max.map(|max| max.to_string())
            autocomplete=autocomplete
            aria-required=required.then_some("true")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=ties.described(hint.is_some(), error)
            on:input=move |event| value.set(event_target_value(&event))
        />
    };
    ties.wrap(label, hint, error, control.into_any())
}

/// A multi-line text field.
#[component]
pub fn TextArea(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// A hint about what to enter.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the text.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it is required.
    #[prop(optional)]
    required: bool,
    /// The longest text, in UTF-16 units, as HTML counts.
    #[prop(optional)]
    max: Option<u32>,
    /// The number of visible lines.
    #[prop(default = 3)]
    rows: u32,
) -> AnyView {
    let ties = Ties::new();
    let control = view! {
        <textarea
            class="input"
            id=ties.control.clone()
            rows=rows.to_string()
            prop:value=move || value.get()
            maxlength=max.map(|max| max.to_string())
            aria-required=required.then_some("true")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=ties.described(hint.is_some(), error)
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    };
    ties.wrap(label, hint, error, control.into_any())
}

/// A checkbox.
#[component]
pub fn Checkbox(
    /// What ticking it means.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    checked: RwSignal<bool>,
) -> AnyView {
    view! {
        <label class="checkbox">
            <input
                type="checkbox"
                prop:checked=move || checked.get()
                on:change=move |event| checked.set(event_target_checked(&event))
            />
            <span>{move || label.get()}</span>
        </label>
    }
    .into_any()
}
