//! A request's buttons, depending on its state.

use attache_wire::{
    export::{Export, ManifestFormat},
    permission::Action,
};
use leptos::prelude::*;

use super::{ExportAsks, Permissions};
use crate::{
    components::{exports::availability::Latest, labels, permission::PermitButton},
    ui::{
        button::Kind,
        icon::{Icon, icon},
        menu::{Menu, MenuItem},
    },
};

/// Offers *Cancel* while the request runs, and *Download* and *Revoke* while its links are live.
#[component]
pub(crate) fn ExportButtons(
    latest: Memo<Latest>,
    #[prop(into)] export: Signal<Option<Export>>,
    permissions: Permissions,
    asks: ExportAsks,
) -> impl IntoView {
    const START: Action = Action::StartDataExport;
    let with_export = move |ask: Callback<Export>| {
        if let Some(export) = export.get_untracked() {
            ask.run(export);
        }
    };
    move || {
        match latest.get() {
        Latest::Processing => view! {
            <PermitButton action=START permitted=permissions.start on_click=move |()| with_export(asks.cancel)>
                "Cancel request"
            </PermitButton>
        }
        .into_any(),
        Latest::Ready | Latest::ReadyWithErrors => view! {
            <PermitButton action=START permitted=permissions.start on_click=move |()| with_export(asks.revoke)>
                "Revoke links…"
            </PermitButton>
            <DownloadMenu export permitted=permissions.retrieve download=asks.download />
        }
        .into_any(),
        _ => ().into_any(),
    }
    }
}

/// A menu that downloads the file in the chosen format.
#[component]
fn DownloadMenu(
    export: Signal<Option<Export>>,
    permitted: Signal<bool>,
    download: Callback<(Export, ManifestFormat)>,
) -> impl IntoView {
    const LABEL: &str = "Download file";
    let item = move |format| {
        let (name, note) = labels::format(format);
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
                <PermitButton
                    kind=Kind::Primary
                    action=Action::RetrieveDataExport
                    permitted
                    on_click=|()| ()
                >
                    {icon(Icon::Download)}
                    {LABEL}
                </PermitButton>
            }
            .into_any()
        }
    }
}
