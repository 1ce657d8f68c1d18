//! The form for name and password.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::Intent;
use crate::ui::{
    button::{Button, Kind},
    card::Card,
    dom,
    field::TextField,
};

#[component]
pub(super) fn PasswordForm(intent: Intent) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // Show what is missing after the first attempt, until it is filled in.
    let tried = RwSignal::new(false);
    // Spaces around a name do not count; in a password they do.
    let user = Memo::new(move |_| name.with(|name| name.trim().to_owned()));
    let missing = move |value: Signal<String>, message: &'static str| {
        Signal::derive(move || (tried.get() && value.with(String::is_empty)).then(|| message.to_owned()))
    };
    let focus = move |field: &str| {
        if let Some(form) = form.get_untracked() {
            dom::focus_in(&form, field);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if user.with_untracked(String::is_empty) {
            focus("[autocomplete=username]");
        } else if password.with_untracked(String::is_empty) {
            focus("[type=password]");
        } else {
            intent.sign_in(user.get_untracked(), Some(password.get_untracked()));
        }
    };
    // Clear a refused password, and focus the field to retype it.
    Effect::new(move |_| {
        if intent.refused.with(Option::is_some) {
            tried.set(false);
            password.set(String::new());
            focus("[type=password]");
        }
    });
    let busy = Signal::derive(move || intent.busy.with(Option::is_some));
    view! {
        <Card>
            <form class="stack" novalidate node_ref=form on:submit=submit>
                {intent.refusal()}
                <TextField
                    label="Name"
                    value=name
                    required=true
                    max=200
                    autocomplete="username"
                    error=missing(user.into(), "Enter your user name.")
                />
                <TextField
                    label="Password"
                    value=password
                    required=true
                    secret=true
                    autocomplete="current-password"
                    error=missing(password.into(), "Enter your password.")
                />
                <div class="row">
                    <Button submit=true kind=Kind::Primary busy>"Sign in"</Button>
                </div>
            </form>
        </Card>
        <p class="soft">
            "Ask this server's administrator for an account or a new password."
        </p>
    }
    .into_any()
}
