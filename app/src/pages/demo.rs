//! `/demo` and below: the demo panel, which changes the world around Attaché. Not part of the product.

mod chat;
mod faults;
mod scenarios;
mod world;

use leptos::prelude::*;

pub(crate) use self::chat::ChatPage;
use self::{
    chat::UseTheChat,
    faults::{Files, Machine},
    scenarios::Scenarios,
    world::{Life, Reset},
};
use crate::components::{
    demo_only::{InDemo, Simulated},
    page::Page,
};

/// The demo panel.
#[component]
pub(crate) fn DemoPanel() -> impl IntoView {
    let panel = || {
        view! {
            <Simulated
                title="Scenarios"
                about="One click puts the largest Enterprise account into a state and takes you there. It uses the \
                 product's own operations (request, cancel, revoke) and moves the clock forward as needed."
            >
                <Scenarios />
            </Simulated>
            <Simulated
                title="Faults"
                about="Break things on purpose, to see how requests handle faults."
            >
                <Files />
                <Machine />
            </Simulated>
            <UseTheChat />
            <Simulated
                title="Demo data"
                about="The accounts, users, chats and files are fictional."
            >
                <Life />
                <Reset />
            </Simulated>
        }
        .into_any()
    };
    view! {
        <Page title="Demo panel">
            <InDemo missing="Demo panel not available" children=panel />
        </Page>
    }
    .into_any()
}
