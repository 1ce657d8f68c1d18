//! `/accounts/:account/exports/:export`: one attachment request in full.

mod access;
mod contents;
mod facts;
mod items;

use attache_wire::{
    export::{Export, ExportDetail},
    paths,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::{
    access::WhoCanDownload,
    contents::Contents,
    facts::{Facts, History, Manifest, Stages},
    items::Items,
};
use crate::{
    api::{Load, Remote},
    components::{
        exports::{
            actions::{ExportButtons, ExportDialogs, Permissions, Questions},
            availability::Latest,
            panel::LatestRequest,
            state_status::StateStatus,
        },
        page::Page,
        problem::Problem,
    },
    state::{
        account_scope::AccountScope,
        live::{Live, Merge},
        session::CurrentSession,
        sim_clock::{SimClock, millis},
    },
    ui::{
        card::Card,
        format::{self, TimeStyle},
        skeleton::Loading,
    },
};

/// One attachment request.
#[component]
pub(crate) fn ExportPage() -> impl IntoView {
    let scope = AccountScope::from_context();
    let now = SimClock::from_context().now();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("export")).unwrap_or_default());
    let detail = Remote::<ExportDetail>::new(move || Some(paths::export(&id.get())));
    follow(detail);
    let export = Memo::new(move |_| detail.map(|detail| detail.export.clone()));
    let latest = Memo::new(move |_| export.with(|export| Latest::of(export.as_ref(), now.get())));
    let title = Memo::new(move |_| match export.get() {
        Some(export) => {
            let submitted = format::time(millis(&export.submitted_at), TimeStyle::DateTime);
            format!("Request of {submitted}")
        }
        None => "Attachment request".to_owned(),
    });
    let state = move || {
        let errors = export.with(|export| export.as_ref().map_or(0, |export| export.errors));
        latest
            .get()
            .state()
            .map(|state| view! { <StateStatus state errors /> })
    };
    let questions = Questions::none();
    let permissions = Permissions::of(CurrentSession::from_context());
    let retry = Callback::new(move |()| detail.reload());
    let changed = Callback::new(move |_: Export| detail.reload());
    let stage = detail.stage();
    let body = move || match stage.get() {
        Load::Loading => view! { <Loading label="Loading the request" lines=8 /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(()) => view! { <Known detail export latest now id /> }.into_any(),
    };
    view! {
        <Page
            title
            above=scope.export_crumbs()
            beside=move || view! { {state} }
            actions=move || view! { <ExportButtons latest export permissions asks=questions.asks() /> }
        >
            {body}
        </Page>
        <ExportDialogs questions account_name=scope.name() done=changed />
    }
    .into_any()
}

#[component]
fn Known(
    detail: Remote<ExportDetail>,
    export: Memo<Option<Export>>,
    latest: Memo<Latest>,
    now: Signal<f64>,
    id: Memo<String>,
) -> impl IntoView {
    let manifest = Memo::new(move |_| detail.map(|detail| detail.manifest.clone()).flatten());
    let contents = Memo::new(move |_| {
        detail
            .map(|detail| (detail.by_container.clone(), detail.by_file_type.clone()))
            .unwrap_or_default()
    });
    let timeline = Memo::new(move |_| detail.map(|detail| detail.timeline.clone()).unwrap_or_default());
    let over = Memo::new(move |_| latest.get() != Latest::Processing);
    view! {
        <Card>
            <Facts export />
            <LatestRequest latest export now />
        </Card>
        {move || {
            let (by_container, by_file_type) = contents.get();
            (!by_container.is_empty()).then(|| view! { <Contents by_container by_file_type /> })
        }}
        <div class="split">
            // While the request runs, the card above shows its stages.
            {move || over.get().then(|| view! { <Stages detail /> })}
            <History entries=timeline />
        </div>
        {move || manifest.get().map(|manifest| view! { <Manifest manifest /> })}
        <WhoCanDownload id export />
        <Items id />
    }
    .into_any()
}

/// Keeps the request up to date with events: progress is put in, anything more is read again.
fn follow(detail: Remote<ExportDetail>) {
    let step = |export: &Export| export.progress.as_ref().map(|progress| progress.step);
    Live::from_context().follow(detail, move |detail, export| {
        if detail.export.id != export.id {
            return Merge::Unrelated;
        }
        let more = detail.export.state != export.state || step(&detail.export) != step(export);
        detail.export.clone_from(export);
        if more { Merge::Stale } else { Merge::Complete }
    });
}
