//! The dialog that requests attachments: the estimate, the consequences and an optional reason.

use attache_wire::{
    account::Estimate,
    export::{Export, MAX_REASON_CHARS, SubmitExport},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    api::{Api, ApiError, Remote},
    components::exports::{calls, panel::estimate::EstimateView},
    routes,
    state::account_scope::AccountScope,
    ui::{
        banner::Banner,
        button::{Button, Kind},
        dialog::{Dialog, DialogActions},
        field::TextArea,
        status::Tone,
    },
};

/// The dialog. Each opening stands for one request, so a repeated submission is idempotent.
#[component]
pub(super) fn RequestDialog(
    open: RwSignal<bool>,
    scope: AccountScope,
    estimate: Remote<Estimate>,
    done: Callback<Export>,
) -> impl IntoView {
    let intent = Intent::new(scope, open, done);
    Effect::new(move |_| {
        if open.get() {
            intent.renew();
            estimate.reload();
        }
    });
    let retry = Callback::new(move |()| estimate.reload());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        intent.submit();
    };
    view! {
        <Dialog open title="Request attachments">
            <form class="stack" on:submit=submit>
                <EstimateView estimate=estimate.load() retry brief=true />
                <ul class="consequences">
                    <li>"The set of attachments is fixed now. Later uploads, renames and deletions do not change it."</li>
                    <li>"The file is ready in about 24 hours. Its links then work for 6 days."</li>
                    <li>
                        "You cannot make another request for 7 days, unless this one fails or is cancelled \
                         before it is ready."
                    </li>
                </ul>
                <TextArea
                    label="Reason (optional)"
                    hint="For example, a case number. Visible to everyone who can view the request."
                    value=intent.reason
                    error=intent.too_long()
                    rows=2
                />
                {move || intent.refused.get().map(|error| view! { <Refusal error scope /> })}
                <DialogActions>
                    <Button on_click=move |()| open.set(false)>"Not now"</Button>
                    <Button submit=true kind=Kind::Primary busy=intent.busy>
                        "Request attachments"
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Explains why the request was refused.
#[component]
fn Refusal(error: ApiError, scope: AccountScope) -> impl IntoView {
    let running = error
        .problem()
        .and_then(|problem| problem.export_id.clone())
        .map(|export| {
            let account = scope.id().get_untracked().unwrap_or_default();
            view! { " " <a href=routes::export(&account, &export)>"View running request"</a> }
        });
    view! {
        <Banner tone=Tone::Error title=error.title()>
            {error.detail()}
            {running}
        </Banner>
    }
    .into_any()
}

/// One intended request, from opening the dialog to the answer.
#[derive(Clone, Copy)]
struct Intent {
    api: Api,
    scope: AccountScope,
    open: RwSignal<bool>,
    done: Callback<Export>,
    token: StoredValue<String>,
    reason: RwSignal<String>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ApiError>>,
}

impl Intent {
    fn new(scope: AccountScope, open: RwSignal<bool>, done: Callback<Export>) -> Self {
        Self {
            api: Api::from_context(),
            scope,
            open,
            done,
            token: StoredValue::new(String::new()),
            reason: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    fn renew(self) {
        self.token.set_value(calls::new_token());
        self.reason.set(String::new());
        self.refused.set(None);
    }

    fn too_long(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let length = self.reason.with(|reason| reason.trim().chars().count());
            (length > MAX_REASON_CHARS)
                .then(|| format!("At most {MAX_REASON_CHARS} characters ({length} entered)."))
        })
    }

    fn submit(self) {
        let Some(account) = self.scope.id().get_untracked() else {
            return;
        };
        if self.busy.get_untracked() || self.too_long().get_untracked().is_some() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let reason = self.reason.with_untracked(|reason| reason.trim().to_owned());
        let body = SubmitExport {
            client_request_token: self.token.get_value(),
            reason: (!reason.is_empty()).then_some(reason),
        };
        spawn_local(async move {
            let answer = calls::submit(self.api, &account, &body).await;
            self.busy.try_set(false);
            match answer {
                Ok(export) => {
                    self.open.try_set(false);
                    self.done.try_run(export);
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                }
            }
        });
    }
}
