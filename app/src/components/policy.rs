//! Policies with their documents.

use attache_wire::session::Policy;
use leptos::prelude::*;

/// The policies by name; each opens to show its document.
#[component]
pub(crate) fn Policies(policies: Vec<Policy>) -> impl IntoView {
    if policies.is_empty() {
        return view! { <p class="soft">"No policy is attached, so nothing is allowed."</p> }.into_any();
    }
    let one = |policy: Policy| {
        let origin = if policy.managed {
            "managed policy"
        } else {
            "custom policy"
        };
        view! {
            <details class="policy">
                <summary>
                    <span class="policy-name">{policy.name}</span>
                    <span class="soft">{origin}</span>
                </summary>
                <pre tabindex="0">{policy.document}</pre>
            </details>
        }
    };
    view! { <div class="policies">{policies.into_iter().map(one).collect_view()}</div> }.into_any()
}
