//! Lists of policies: with their documents, or names only.

use attache_wire::session::Policy;
use leptos::prelude::*;

use crate::{routes, ui::name::name};

/// Lists policies by name. Each opens to show its document.
#[component]
pub(crate) fn Policies(policies: Vec<Policy>) -> impl IntoView {
    if policies.is_empty() {
        return view! { <p class="soft">"No policy is attached, so every action is denied."</p> }.into_any();
    }
    let one = |policy: Policy| {
        view! {
            <details class="policy">
                <summary>
                    <span class="policy-name">{name(&policy.name)}</span>
                    <span class="soft">{origin(policy.managed)}</span>
                </summary>
                <pre tabindex="0">{policy.document}</pre>
            </details>
        }
    };
    view! { <div class="policies">{policies.into_iter().map(one).collect_view()}</div> }.into_any()
}

/// Lists policies by name, each linked to its page.
#[component]
pub(crate) fn PolicyNames(policies: Vec<Policy>) -> impl IntoView {
    if policies.is_empty() {
        return view! { <span class="soft">"None: every action is denied"</span> }.into_any();
    }
    let one = |policy: Policy| view! { <li><a href=routes::policy(&policy.id)>{name(&policy.name)}</a></li> };
    view! { <ul class="names">{policies.into_iter().map(one).collect_view()}</ul> }.into_any()
}

/// Returns the label for a policy's origin.
pub(crate) const fn origin(managed: bool) -> &'static str {
    if managed { "Managed" } else { "Custom" }
}
