//! The buttons of a request, by its state.

use attache_wire::{
    export::{Export, ManifestFormat},
    permission::Action,
};
use leptos::prelude::*;

use super::{ExportAsks, Permissions};
use crate::{
    components::{attachments_panel::model::Latest, words},
    memo::Memo,
    ui::{
        button::{Button, Kind},
        icon::Icon,
        menu::{Menu, MenuItem},
    },
};

/// Cancel while it runs; download and revoke while its links live; nothing after that.
#[component]
pub(crate) fn ExportButtons(
    latest: Memo<Latest>,
    #[prop(into)] export: Signal<Option<Export>>,
    permissions: Permissions,
    asks: ExportAsks,
) -> impl IntoView {
    let may_not_start = lacking(permissions.start, Action::StartDataExport);
    let with_export = move |ask: Callback<Export>| {
        if let Some(export) = export.get_untracked() {
            ask.run(export);
        }
    };
    move || match latest.get() {
        Latest::Processing => view! {
            <Button disabled_reason=may_not_start on_click=move |()| with_export(asks.cancel)>
                "Cancel request"
            </Button>
        }
        .into_any(),
        Latest::Ready | Latest::ReadyWithErrors => view! {
            <Button disabled_reason=may_not_start on_click=move |()| with_export(asks.revoke)>
                "Revoke links…"
            </Button>
            <DownloadMenu export permitted=permissions.retrieve download=asks.download />
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// The file, in the form that is chosen.
#[component]
fn DownloadMenu(
    export: Signal<Option<Export>>,
    permitted: Signal<bool>,
    download: Callback<(Export, ManifestFormat)>,
) -> impl IntoView {
    const LABEL: &str = "Download file";
    let why_not = lacking(permitted, Action::RetrieveDataExport);
    let item = move |format| {
        let (name, note) = words::format(format);
        let choose = move |()| {
            if let Some(export) = export.get_untracked() {
                download.run((export, format));
            }
        };
        view! {
            <MenuItem on_select=choose>
                <span class="menu-choice">
                    <strong>{name}</strong>
                    <span class="soft">{note}</span>
                </span>
            </MenuItem>
        }
    };
    move || {
        if permitted.get() {
            let items = ManifestFormat::ALL.map(item).collect_view();
            view! {
                <Menu label=LABEL kind=Kind::Primary picture=Icon::Download>
                    {items}
                </Menu>
            }
            .into_any()
        } else {
            view! {
                <Button kind=Kind::Primary icon=Icon::Download disabled_reason=why_not>
                    {LABEL}
                </Button>
            }
            .into_any()
        }
    }
}

/// Why a control is off for somebody who lacks an action.
fn lacking(permitted: Signal<bool>, action: Action) -> Signal<Option<String>> {
    Signal::derive(move || {
        (!permitted.get()).then(|| format!("None of your policies allows {}.", action.as_str()))
    })
}
