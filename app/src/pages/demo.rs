//! `/demo` and below: the demo panel, which changes the world around Attaché. Not part of the product.

mod chat;
mod clock;
mod faults;
mod scenarios;
mod world;

use leptos::prelude::*;

pub(crate) use self::chat::ChatPage;
use self::{
    chat::UseTheChat,
    clock::{SetSpeed, SetTime},
    faults::{Files, Server},
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
                title="Clock"
                about="Every rule of the product goes by the simulated clock. It runs forward only."
            >
                <SetTime />
                <SetSpeed />
            </Simulated>
            <Simulated
                title="Faults"
                about="Break things on purpose, to see how the server and the console handle it. A restart ends all but \
                 broken files."
            >
                <Files />
                <Server />
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
