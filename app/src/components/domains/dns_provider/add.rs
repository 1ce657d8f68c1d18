//! The provider's form for a new TXT record.

use attache_wire::{
    domain::TxtRecord,
    paths,
    simulator::{DnsRecord, NewDnsRecord},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::is_within;
use crate::{
    api::Api,
    components::mutation::{Mutation, Refusal},
    ui::{
        button::Button,
        field::{Checkbox, TextField},
        status::Tone,
        toasts::Toasts,
    },
};

/// The form, prefilled with the record that the claim asks for.
#[component]
pub(super) fn AddRecord(domain: String, record: TxtRecord) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let mutation = Mutation::new();
    let name = RwSignal::new(record.name);
    let value = RwSignal::new(record.value);
    let appends = RwSignal::new(false);
    let outside = RwSignal::new(None::<String>);
    let refused = mutation.about("name");
    let wrong_name = Signal::derive(move || outside.get().or_else(|| refused.get()));
    let label = format!("This provider appends .{domain} to the name");
    let zone = domain.clone();
    let full_name = Memo::new(move |_| {
        let name = name.read();
        let name = name.trim().trim_end_matches('.');
        if appends.get() {
            format!("{name}.{domain}")
        } else {
            name.to_owned()
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let is_outside = !full_name.with_untracked(|name| is_within(&name.to_lowercase(), &zone));
        outside.set(is_outside.then(|| format!("The name must end with {zone}.")));
        if is_outside {
            return;
        }
        let body = NewDnsRecord {
            name: full_name.get_untracked(),
            value: value.get_untracked(),
        };
        mutation.run(async move {
            let _: DnsRecord = api.post(&paths::dns()).body(&body).fetch().await?;
            toasts.show(Tone::Success, "The TXT record was added.");
            Ok(())
        });
    };
    view! {
        <form class="stack" novalidate aria-label="Add a TXT record" on:submit=submit>
            <TextField label="Name" value=name error=wrong_name autocomplete="off" />
            <TextField label="Value" value error=mutation.about("value") autocomplete="off" />
            <Checkbox label checked=appends />
            <p class="soft">"The record's full name will be " <code class="break">{move || full_name.get()}</code></p>
            <Refusal mutation />
            <div class="row">
                <Button submit=true busy=mutation.busy()>"Add TXT record"</Button>
            </div>
        </form>
    }
    .into_any()
}
