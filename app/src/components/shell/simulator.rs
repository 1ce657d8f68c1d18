//! The simulator's menu: how fast its clock runs, and faults in the stored files that a request then meets.

use attache_wire::{
    clock::{ClockPatch, DAY_A_MINUTE, Speed},
    page::Page as Rows,
    paths,
    simulator::{Fault, FaultKind, NewFault},
};
use gloo_net::http::Method;
use leptos::{prelude::*, task::spawn_local};

use super::clock_control::ClockControl;
use crate::{
    api::{Api, Remote},
    components::{routes, sim_clock::SimClock, words},
    memo::Memo,
    ui::{
        button::Kind,
        icon::{Icon, icon},
        menu::{Menu, MenuItem, MenuLink, MenuSeparator},
        status::Tone,
        toasts::Toasts,
    },
};

const SPEEDS: [(Speed, &str); 4] = [
    (Speed::AUTO, "Automatic: a day a minute while a request runs"),
    (Speed::Constant(1.0), "Real time"),
    (Speed::Constant(60.0), "An hour a minute"),
    (Speed::Constant(DAY_A_MINUTE), "A day a minute"),
];

/// The menu at the end of the clock.
#[component]
pub(super) fn Simulator(clock: SimClock, control: ClockControl) -> impl IntoView {
    let api = Api::get();
    let toasts = Toasts::get();
    let faults = Remote::<Rows<Fault>>::new(|| Some(paths::faults()));
    let count = Memo::new(move |_| faults.map(|page| page.items.len()).unwrap_or(0));
    let break_one = move |kind| {
        spawn_local(async move {
            let body = NewFault {
                kind,
                attachment_id: None,
            };
            match api.send::<Fault>(Method::POST, &paths::faults(), &body).await {
                Ok(fault) => {
                    toasts.show(Tone::Warning, consequence(&fault));
                    faults.reload();
                }
                Err(error) => toasts.show(Tone::Error, error.sentence()),
            }
        });
    };
    let mend = move |()| {
        spawn_local(async move {
            match api.act(Method::DELETE, &paths::faults()).await {
                Ok(()) => {
                    toasts.show(Tone::Success, "The stored files are whole again.");
                    faults.reload();
                }
                Err(error) => toasts.show(Tone::Error, error.sentence()),
            }
        });
    };
    let nothing_to_mend =
        Signal::derive(move || (count.get() == 0).then(|| "Every stored file is whole.".to_owned()));
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
    view! {
        <Menu label="Simulator" kind=Kind::Bar small=true trigger=|| icon(Icon::Ellipsis)>
            <MenuSeparator label="Speed of the clock" />
            {speeds}
            <MenuSeparator label="Faults in the stored files" />
            <MenuItem on_select=move |()| break_one(FaultKind::MissingBlob)>"Remove one stored file"</MenuItem>
            <MenuItem on_select=move |()| break_one(FaultKind::CorruptBlob)>"Damage one stored file"</MenuItem>
            <MenuItem disabled_reason=nothing_to_mend on_select=mend>
                {move || match count.get() {
                    0 => "Mend all".to_owned(),
                    count => format!("Mend all ({count})"),
                }}
            </MenuItem>
            <MenuSeparator />
            <MenuLink href=routes::DEMO.to_owned() picture=Icon::Play>
                "Demo panel"
            </MenuLink>
        </Menu>
    }
    .into_any()
}

fn consequence(fault: &Fault) -> String {
    let what = match fault.kind {
        FaultKind::MissingBlob => "A stored file was removed",
        FaultKind::CorruptBlob => "A stored file was damaged",
    };
    let attachments = words::counted(fault.attachments, "attachment", "attachments");
    format!("{what}, which belongs to {attachments}. The next request leaves out those in its scope.")
}
