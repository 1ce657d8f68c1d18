//! Dialogs built on the native `<dialog>`: modal and labelled. Closing returns the focus.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    banner::Banner,
    button::{Button, Kind},
    dom,
    field::{Checkbox, TextField},
    id,
    name::{isolated, visible},
    status::Tone,
};

/// A modal dialog. Its contents exist only while it is open, so each opening starts with an empty form. The browser
/// focuses the first control; Escape closes the dialog.
#[component]
pub fn Dialog(
    /// Whether it is open. Set to false whenever the dialog closes.
    open: RwSignal<bool>,
    /// The heading, which is also the accessible name.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is a drawer: at the end of the page, and as high as the page.
    #[prop(optional)]
    drawer: bool,
    /// The contents, including the buttons (in a [`DialogActions`]).
    children: ChildrenFn,
) -> AnyView {
    let heading = id::unique("dialog");
    let labelled = heading.clone();
    let dialog = NodeRef::<html::Dialog>::new();
    let body = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if body.get().is_some() && !dialog.open() {
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            data-drawer=drawer.then_some("")
            aria-labelledby=labelled
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <div node_ref=body class="dialog-body">
                    <h2 id=heading.clone()>{move || title.get()}</h2>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}

/// The buttons of a dialog: cancel first, the action last.
#[component]
pub fn DialogActions(
    /// The buttons.
    children: Children,
) -> AnyView {
    view! { <div class="dialog-actions">{children()}</div> }.into_any()
}

/// A message that replaces a submitted form. It takes the focus, so that screen readers read it.
#[component]
pub fn Announced(
    /// The message.
    children: Children,
) -> AnyView {
    let words = NodeRef::<html::P>::new();
    request_animation_frame(move || {
        if let Some(words) = words.try_get_untracked().flatten() {
            dom::focus(&words);
        }
    });
    view! { <p node_ref=words class="announced" tabindex="-1">{children()}</p> }.into_any()
}

/// Asks for confirmation. After success, the owner closes the dialog (`open`); until then, it reports through
/// `busy` and `error`.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The confirm button's label, e.g. "Revoke links".
    #[prop(into)]
    confirm: Signal<String>,
    /// Whether the mutation is destructive.
    #[prop(optional)]
    danger: bool,
    /// The name to type first, for a grave mutation.
    #[prop(optional, into)]
    type_name: Option<Signal<String>>,
    /// The statement to agree to first, with a checkbox.
    #[prop(optional, into)]
    agree: Option<&'static str>,
    /// Whether the mutation is running.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why the mutation failed.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The mutation.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// The consequences, in a sentence or two.
    children: ChildrenFn,
) -> AnyView {
    let children = StoredValue::new(children);
    let typed = RwSignal::new(String::new());
    let agreed = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get() {
            typed.set(String::new());
            agreed.set(false);
        }
    });
    let missing = Signal::derive(move || {
        if agree.is_some() && !agreed.get() {
            return Some("Select the checkbox to continue".to_owned());
        }
        // Copied from the page, a name has marks in place of its hidden characters.
        let name = visible(&type_name?.get());
        (typed.with(|typed| visible(typed.trim()) != name)).then(|| format!("Type {name} to confirm"))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if missing.with_untracked(Option::is_none) && !busy.get_untracked() {
            on_confirm.run(());
        }
    };
    view! {
        <Dialog open title>
            <form class="stack" on:submit=submit>
                <div class="stack" data-gap="small">{children.with_value(|children| children())}</div>
                {type_name.map(|name| view! {
                    <TextField label=move || format!("Type {} to confirm", isolated(&name.get())) value=typed autocomplete="off"/>
                })}
                {agree.map(|agree| view! { <Checkbox label=agree checked=agreed /> })}
                {move || error.get().map(|error| view! { <Banner tone=Tone::Error>{error}</Banner> })}
                <DialogActions>
                    <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                    <Button
                        submit=true
                        kind=if danger { Kind::Danger } else { Kind::Primary }
                        busy
                        disabled_reason=missing
                    >
                        {move || confirm.get()}
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}
