//! The estimate of a request submitted now.

use attache_wire::account::Estimate;
use leptos::prelude::*;

use crate::{
    api::Load,
    components::{labels, problem::Problem},
    ui::{
        format,
        skeleton::Loading,
        stat::{Stat, Stats},
    },
};

/// Shows the estimate, or that it is loading or failed.
#[component]
pub(crate) fn EstimateView(
    #[prop(into)] estimate: Signal<Load<Estimate>>,
    retry: Callback<()>,
    /// Whether to leave out the breakdown by scope rule and exclusion.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    move || match estimate.get() {
        Load::Loading => view! { <Loading label="Estimating" /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(estimate) => view! { <Known estimate brief /> }.into_any(),
    }
}

#[component]
fn Known(estimate: Estimate, brief: bool) -> impl IntoView {
    let largest = match &estimate.largest {
        Some(file) => format!(
            "largest {} ({})",
            format::bytes(file.size_bytes),
            labels::file_type(&file.content_type)
        ),
        None => "in all".to_owned(),
    };
    let places = format!(
        "{}, {}",
        labels::counted(estimate.rooms, "chat room", "chat rooms"),
        labels::counted(estimate.conversations, "conversation", "conversations")
    );
    let included = estimate.inclusions.into_iter().map(|inclusion| Part {
        label: labels::rule(inclusion.rule),
        count: inclusion.attachments,
        size: Some(inclusion.bytes),
    });
    let excluded = estimate.exclusions.into_iter().map(|exclusion| Part {
        label: labels::exclusion(exclusion.reason),
        count: exclusion.attachments,
        size: None,
    });
    view! {
        <Stats>
            <Stat value=format::number(estimate.attachments)>"attachments"</Stat>
            <Stat value=format::bytes(estimate.bytes)>{largest}</Stat>
            <Stat value=format::number(estimate.users)>"uploaders"</Stat>
            <Stat value=format::number(estimate.rooms + estimate.conversations)>{places}</Stat>
        </Stats>
        {(!brief)
            .then(|| {
                view! {
                    <div class="split">
                        <Breakdown title="Included" parts=included.collect() />
                        <Breakdown title="Left out" parts=excluded.filter(|part| part.count > 0).collect() />
                    </div>
                }
            })}
    }
    .into_any()
}

struct Part {
    label: &'static str,
    count: u64,
    size: Option<u64>,
}

#[component]
fn Breakdown(title: &'static str, parts: Vec<Part>) -> impl IntoView {
    let total: u64 = parts.iter().map(|part| part.count).sum();
    let rows = parts
        .into_iter()
        .map(|part| {
            let size = part
                .size
                .map(|size| view! { <span class="soft">{format::bytes(size)}</span> });
            view! {
                <div class="breakdown-row">
                    <dt>{part.label}</dt>
                    <dd>{size} {format::number(part.count)}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="breakdown">
            <h4>{format!("{title}: {}", format::number(total))}</h4>
            <dl>{rows}</dl>
        </section>
    }
    .into_any()
}
