//! The Account actions menu.

use attache_wire::permission::Action;
use leptos::prelude::*;

use crate::{
    components::{
        account_scope::AccountScope,
        attachments_panel::{model::MayRequest, wording},
        permit::MissingLink,
        sim_clock::millis,
    },
    memo::Memo,
    ui::menu::{Menu, MenuItem},
};

/// What can be done to the account. What cannot says why.
#[component]
pub(super) fn AccountActions(
    scope: AccountScope,
    may_request: Memo<Option<MayRequest>>,
    now: Signal<f64>,
    request: Callback<()>,
) -> impl IntoView {
    let left = move || {
        let opens = scope
            .summary()
            .map(|summary| summary.next_allowed_at.clone())
            .flatten();
        opens
            .map(|opens| wording::countdown(millis(&opens), now.get()))
            .unwrap_or_default()
    };
    let why_not = Memo::new(move |_| match may_request.get() {
        None => Some("The account is not known yet.".to_owned()),
        Some(answer) => wording::why_not(answer, &left()),
    });
    let permitted = Signal::derive(move || may_request.get() != Some(MayRequest::NotPermitted));
    view! {
        <Menu label="Account actions">
            <MenuItem
                disabled_reason=not_built("chime:RenameAccount")
                on_select=|()| ()
            >
                "Rename account"
            </MenuItem>
            <MenuItem disabled_reason=why_not on_select=request>
                "Request attachments"
            </MenuItem>
            <MissingLink action=Action::StartDataExport permitted />
            <MenuItem
                danger=true
                disabled_reason=not_built("chime:DeleteAccount")
                on_select=|()| ()
            >
                "Delete account"
            </MenuItem>
        </Menu>
    }
    .into_any()
}

/// Why something that the product names cannot be done in this version.
fn not_built(action: &str) -> Signal<Option<String>> {
    let reason = format!("Not built in this version; it will need {action}.");
    Signal::stored(Some(reason))
}
