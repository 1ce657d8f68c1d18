//! `/demo`: the demo panel, with which whoever tries Attaché out changes the world around it. No part of the product.

mod faults;
mod scenarios;
mod world;

use leptos::prelude::*;

use self::{
    faults::{Files, Machine},
    scenarios::Scenarios,
    world::{Life, Reset},
};
use crate::{
    components::{page::Page, session::CurrentSession, simulated::Simulated},
    memo::Memo,
    ui::{empty::EmptyState, icon::Icon},
};

/// The demo panel.
#[component]
pub(crate) fn DemoPanel() -> impl IntoView {
    let session = CurrentSession::get();
    let demo = Memo::new(move |_| session.is_demo());
    let panel = move || {
        if !demo.get() {
            return view! {
                <EmptyState picture=Icon::Lock title="There is no demo panel here">
                    "It is there in a demo only: on this server people sign in with passwords of their own."
                </EmptyState>
            }
            .into_any();
        }
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
    view! { <Page title="Demo panel">{panel}</Page> }.into_any()
}
