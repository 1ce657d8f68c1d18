//! A form with a name field.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{Mutation, Refusal};
use crate::ui::{
    button::{Button, Kind},
    dialog::DialogActions,
    dom::focus_what_is_wrong,
    field::TextField,
};

/// Asks for a name. Errors appear beside the field: a long name at once, a missing name on submission.
#[component]
pub(crate) fn NameForm(
    label: &'static str,
    hint: &'static str,
    /// The field's text.
    value: RwSignal<String>,
    /// The longest name, in characters, without surrounding white space.
    max: usize,
    /// The error if the field is empty.
    missing: &'static str,
    /// The button's label.
    confirm: &'static str,
    /// The mutation that uses the name; the server calls the field `name`.
    mutation: Mutation,
    /// Receives the trimmed name.
    on_submit: Callback<String>,
    /// Closes the surrounding dialog.
    #[prop(optional, into)]
    cancel: Option<Callback<()>>,
) -> impl IntoView {
    let sent = RwSignal::new(false);
    let wrong = Signal::derive(move || match value.with(|value| value.trim().chars().count()) {
        0 => sent.get().then(|| missing.to_owned()),
        length if length > max => Some(format!("At most {max} characters ({length} entered).")),
        _ => None,
    });
    let refused = mutation.about("name");
    let error = Signal::derive(move || wrong.get().or_else(|| refused.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        if wrong.with_untracked(Option::is_none) {
            return on_submit.run(value.with_untracked(|value| value.trim().to_owned()));
        }
        focus_what_is_wrong(&event);
    };
    let button = move || {
        view! { <Button submit=true kind=Kind::Primary busy=mutation.busy()>{confirm}</Button> }
    };
    let actions = match cancel {
        Some(cancel) => view! {
            <DialogActions>
                <Button on_click=cancel>"Cancel"</Button>
                {button()}
            </DialogActions>
        }
        .into_any(),
        None => view! { <div class="row">{button()}</div> }.into_any(),
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextField label hint=hint value error required=true autocomplete="off" />
            <Refusal mutation />
            {actions}
        </form>
    }
    .into_any()
}
