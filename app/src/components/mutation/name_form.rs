//! A form with a name in it.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{Mutation, Refusal};
use crate::ui::{
    button::{Button, Kind},
    dialog::DialogActions,
    dom::focus_what_is_wrong,
    field::TextField,
};

/// Asks for a name. What is wrong with it is said beside it: too long at once, missing when it is sent.
#[component]
pub(crate) fn NameForm(
    label: &'static str,
    hint: &'static str,
    /// What is in the field.
    value: RwSignal<String>,
    /// The longest name, in characters, without the white space around it.
    max: usize,
    /// What is said when nothing was entered.
    missing: &'static str,
    /// What the button says.
    confirm: &'static str,
    /// What is done with the name; the server calls the field `name`.
    mutation: Mutation,
    /// Takes the name.
    on_submit: Callback<String>,
    /// Closes the dialog that the form is in.
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
