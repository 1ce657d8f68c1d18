//! `/demo` and below: the demo panel, with which whoever tries Attaché out changes the world around it. No part of the product.

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
                about="One click brings the largest Enterprise account into a state and leads there, by the product's own \
                operations: requesting, cancelling, revoking, and moving the clock forward as far as it takes."
            >
                <Scenarios />
            </Simulated>
            <Simulated
                title="Faults"
                about="What breaks in a real system, on purpose. Requests meet it as they would meet the real thing."
            >
                <Files />
                <Machine />
            </Simulated>
            <UseTheChat />
            <Simulated
                title="The world"
                about="The organisations, their people, their chat and the files in it: all of it is made up."
            >
                <Life />
                <Reset />
            </Simulated>
        }
        .into_any()
    };
    view! {
        <Page title="Demo panel">
            <InDemo missing="There is no demo panel here" children=panel />
        </Page>
    }
    .into_any()
}
