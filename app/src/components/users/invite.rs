//! Inviting people: the dialog with the address field, and each address's result.

mod results;

use attache_wire::{
    paths,
    user::{InviteUsers, Invited, InvitedAddress, MAX_INVITATIONS, split_addresses},
};
use leptos::{ev::SubmitEvent, prelude::*};

use self::results::report;
pub use self::results::to_try_again;
use crate::{
    api::Api,
    ui::{
        button::{Button, Kind},
        dialog::{Dialog, DialogActions},
        dom::focus_what_is_wrong,
        field::TextArea,
        format,
    },
};
use crate::{
    components::{
        labels,
        mutation::{Mutation, Refusal},
    },
    state::account_scope::AccountScope,
};

/// Returns the error for this number of addresses. An empty field is an error only after submission.
pub fn wrong(addresses: usize, sent: bool) -> Option<String> {
    match addresses {
        0 => sent.then(|| "Enter an address.".to_owned()),
        1..=MAX_INVITATIONS => None,
        _ => Some(
            [
                "You can invite at most ",
                &format::number(MAX_INVITATIONS as u64),
                " addresses at once; you entered ",
                &format::number(addresses as u64),
                ".",
            ]
            .concat(),
        ),
    }
}

/// The dialog that invites people.
#[component]
pub(crate) fn InviteDialog(open: RwSignal<bool>) -> impl IntoView {
    let api = Api::from_context();
    let scope = AccountScope::from_context();
    let mutation = Mutation::new();
    let text = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let results = RwSignal::new(Vec::<InvitedAddress>::new());
    Effect::new(move |_| {
        // Reopening the dialog keeps the text but clears the results.
        if open.get() {
            mutation.clear();
            sent.set(false);
            results.set(Vec::new());
        }
    });
    let send = Callback::new(move |()| {
        let Some(account) = scope.id().get_untracked() else {
            return;
        };
        mutation.run(async move {
            let emails = text.with_untracked(|text| split_addresses(text));
            let path = paths::invitations(&account);
            let invited: Invited = api.post(&path).body(&InviteUsers { emails }).fetch().await?;
            text.try_set(to_try_again(&invited.results).join("\n"));
            results.try_set(invited.results);
            Ok(())
        });
    });
    let again = Callback::new(move |()| {
        sent.set(false);
        results.set(Vec::new());
    });
    let contents = move || {
        results.with(|results| {
            if results.is_empty() {
                view! { <Form text sent mutation send open /> }.into_any()
            } else {
                report(results, again, open)
            }
        })
    };
    view! { <Dialog open title="Invite users">{contents}</Dialog> }.into_any()
}

#[component]
fn Form(
    text: RwSignal<String>,
    sent: RwSignal<bool>,
    mutation: Mutation,
    send: Callback<()>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let scope = AccountScope::from_context();
    let count = Memo::new(move |_| text.with(|text| split_addresses(text).len()));
    let error = Memo::new(move |_| wrong(count.get(), sent.get()));
    let refused = mutation.about("emails");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        if error.with_untracked(Option::is_none) {
            return send.run(());
        }
        focus_what_is_wrong(&event);
    };
    let whom = move || {
        scope.summary().map(|summary| {
            let domains = &summary.account.domains;
            match (
                summary.account.account_type.is_enterprise(),
                labels::domains(domains),
            ) {
                (true, Some(domains)) => [
                    "Only addresses in the account's verified domains (",
                    &domains,
                    "). Anyone who signs in with one joins the account automatically.",
                ]
                .concat(),
                (true, None) => "Only addresses in the account's verified domains.".to_owned(),
                (false, _) => {
                    "Any address whose domain is not claimed by another organisation. People who already use \
                     the chat join immediately."
                        .to_owned()
                }
            }
        })
    };
    let of = [" of ", &format::number(MAX_INVITATIONS as u64)].concat();
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p class="soft">{whom}</p>
            <div class="stack" data-gap="small">
                <TextArea
                    label="Email addresses"
                    hint="Separate addresses with semicolons, commas or line breaks."
                    value=text
                    rows=6
                    required=true
                    error=Signal::derive(move || error.get().or_else(|| refused.get()))
                />
                <p class="soft small numeric">{move || [&format::number(count.get() as u64), of.as_str()].concat()}</p>
            </div>
            <Refusal mutation />
            <DialogActions>
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button submit=true kind=Kind::Primary busy=mutation.busy()>"Invite"</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}
