//! The simulator's menu: the clock's speed, and a link to the demo panel.

use attache_wire::clock::{ClockPatch, DAY_A_MINUTE, Speed};
use leptos::prelude::*;

use super::clock_control::ClockControl;
use crate::{
    routes,
    state::{session::CurrentSession, sim_clock::SimClock},
    ui::{
        button::Kind,
        icon::{Icon, icon},
        menu::{Menu, MenuItem, MenuLink, MenuSeparator},
    },
};

const SPEEDS: [(Speed, &str); 4] = [
    (Speed::AUTO, "Automatic: 1 day per minute while a request runs"),
    (Speed::Constant(1.0), "Real time"),
    (Speed::Constant(60.0), "1 hour per minute"),
    (Speed::Constant(DAY_A_MINUTE), "1 day per minute"),
];

/// The menu beside the clock.
#[component]
pub(super) fn Simulator(clock: SimClock, control: ClockControl) -> impl IntoView {
    let speeds = SPEEDS.map(|(speed, label)| {
        let checked = Signal::derive(move || clock.last().is_some_and(|clock| clock.speed == speed));
        let choose = move |()| {
            control.change(ClockPatch {
                speed: Some(speed),
                ..ClockPatch::default()
            });
        };
        view! { <MenuItem checked on_select=choose>{label}</MenuItem> }
    });
    let speeds = speeds.into_iter().collect_view();
    let session = CurrentSession::from_context();
    let panel = move || {
        session.is_demo().then(|| {
            view! {
                <MenuSeparator />
                <MenuLink href=routes::DEMO.to_owned() picture=Icon::Play>
                    "Demo panel"
                </MenuLink>
            }
        })
    };
    view! {
        <Menu label="Simulator" kind=Kind::Bar small=true trigger=|| icon(Icon::Ellipsis)>
            <MenuSeparator label="Speed of the clock" />
            {speeds}
            {panel}
        </Menu>
    }
    .into_any()
}
