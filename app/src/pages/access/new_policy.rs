//! `/access/policies/new`: creates a policy, from a template or, with `?from=`, as a copy.

use attache_wire::{access::PolicyEntry, paths, permission::Action};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    editor::{PolicyEditor, Work},
    frame::{AccessPage, crumbs},
};
use crate::{
    api::{Load, Remote},
    components::problem::{Permitted, Problem},
    routes::{self, url_query::UrlQuery},
    ui::skeleton::Loading,
};

const TEMPLATE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "RequestAndDownload",
      "Effect": "Allow",
      "Action": [
        "chime:StartDataExport",
        "chime:RetrieveDataExport"
      ],
      "Resource": "*"
    }
  ]
}
"#;

/// The page that creates a policy.
#[component]
pub(crate) fn NewPolicy() -> impl IntoView {
    view! {
        <AccessPage title="New policy" above=crumbs("Policies", routes::policies())>
            <Permitted action=Action::PutPolicy>
                <Beginning />
            </Permitted>
        </AccessPage>
    }
    .into_any()
}

/// Opens the editor: at once with the template, or once the policy to copy is loaded.
#[component]
fn Beginning() -> impl IntoView {
    let from = UrlQuery::here().signal("from");
    let source = Remote::<PolicyEntry>::new(move || {
        let from = from.get();
        (!from.is_empty()).then(|| paths::policy(&from))
    });
    let stage = source.stage();
    let retry = Callback::new(move |()| source.reload());
    move || {
        let from = from.get();
        if from.is_empty() {
            return editor(&from, String::new(), TEMPLATE.to_owned());
        }
        match stage.get() {
            Load::Loading => view! { <Loading label="Loading the policy to copy" lines=8 /> }.into_any(),
            Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
            Load::Ready(()) => untrack(|| source.value())
                .map(|source| {
                    editor(
                        &from,
                        format!("{}-copy", source.policy.name),
                        source.policy.document,
                    )
                })
                .into_any(),
        }
    }
}

fn editor(from: &str, name: String, document: String) -> AnyView {
    let navigate = use_navigate();
    let go = move |saved: PolicyEntry| {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&routes::policy(&saved.policy.id), options);
    };
    let work = Work::create(from, name, document, Callback::new(go));
    view! { <PolicyEditor work /> }.into_any()
}
