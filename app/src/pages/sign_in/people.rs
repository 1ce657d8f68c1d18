//! The demo's principals, with their policies.

use attache_wire::session::Principal;
use leptos::prelude::*;

use super::Intent;
use crate::{
    components::access::policy::Policies,
    ui::{
        button::Button,
        name::{self, isolated, sentence},
    },
};

#[component]
pub(super) fn People(principals: Vec<Principal>, intent: Intent) -> impl IntoView {
    let one = |principal| view! { <Person principal intent /> };
    let people = principals.into_iter().map(one).collect_view();
    view! {
        <p class="soft">
            "This is a demo with fictional people and files. Choose who to sign in as. Policies decide what \
             each principal can do, and the server checks them on every call."
        </p>
        {intent.refusal()}
        <ul class="people" aria-label="People">
            {people}
        </ul>
    }
    .into_any()
}

#[component]
fn Person(principal: Principal, intent: Intent) -> impl IntoView {
    let Principal {
        id,
        name,
        description,
        policies,
        ..
    } = principal;
    let own = id.clone();
    let busy = Signal::derive(move || intent.busy.with(|busy| busy.as_deref() == Some(own.as_str())));
    let label = format!("Sign in as {}", isolated(&name));
    view! {
        <li class="card person">
            <div class="person-who">
                <h2>{name::name(&name)}</h2>
                <p>{sentence(&description)}</p>
                <Policies policies />
            </div>
            <Button busy on_click=move |()| intent.sign_in(id.to_string(), None)>
                {label}
            </Button>
        </li>
    }
    .into_any()
}
