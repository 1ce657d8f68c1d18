//! Toasts: short news that you may miss. Errors appear where they happened; a toast only repeats them, and stays
//! until closed.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    button::{Button, Kind},
    icon::{Icon, icon},
    name::sentence,
    status::Tone,
};

#[derive(Debug, Clone, PartialEq, Eq)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    link: Option<(String, String)>,
}

/// The page's toasts, provided as context.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

impl Toasts {
    /// Creates the page's toasts and provides them as context.
    pub fn provide() -> Self {
        let toasts = Self::new();
        provide_context(toasts);
        toasts
    }

    /// Returns the page's toasts, or invisible ones if none were provided.
    pub fn from_context() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    fn new() -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            last: StoredValue::new(0),
        }
    }

    /// Shows a toast. Hidden characters in the text are marked, for it may contain names.
    pub fn show(self, tone: Tone, text: impl Into<String>) {
        self.push(tone, text.into(), None);
    }

    /// Shows a toast with a link (label and address).
    pub fn show_with_link(
        self,
        tone: Tone,
        text: impl Into<String>,
        label: impl Into<String>,
        href: impl Into<String>,
    ) {
        self.push(tone, text.into(), Some((label.into(), href.into())));
    }

    fn push(self, tone: Tone, text: String, link: Option<(String, String)>) {
        let id = self.last.try_update_value(|last| {
            *last = last.wrapping_add(1);
            *last
        });
        self.list.update(|list| {
            list.push(Toast {
                id: id.unwrap_or_default(),
                tone,
                text: sentence(&text),
                link,
            })
        });
    }

    fn close(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// The region that shows the [`Toasts`], a polite live region. Toasts disappear after a while, but not while the
/// pointer or the focus is on one. Errors stay.
#[component]
pub fn ToastRegion(
    /// How long a toast stays.
    #[prop(default = Duration::from_secs(6))]
    stay: Duration,
) -> AnyView {
    let toasts = Toasts::from_context();
    let (pointed, focused) = (RwSignal::new(false), RwSignal::new(false));
    let held = Signal::derive(move || pointed.get() || focused.get());
    view! {
        <div
            class="toasts"
            role="log"
            aria-live="polite"
            aria-label="Status messages"
            on:pointerenter=move |_| pointed.set(true)
            on:pointerleave=move |_| pointed.set(false)
            on:focusin=move |_| focused.set(true)
            on:focusout=move |_| focused.set(false)
        >
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                {draw(toast, toasts, held, stay)}
            </For>
        </div>
    }
    .into_any()
}

fn draw(toast: Toast, toasts: Toasts, held: Signal<bool>, stay: Duration) -> AnyView {
    let Toast { id, tone, text, link } = toast;
    if tone != Tone::Error {
        // Each time the pointer or the focus leaves, the full time starts again.
        Effect::new(move |_| {
            if !held.get() {
                let timer = set_timeout_with_handle(move || toasts.close(id), stay);
                on_cleanup(move || {
                    if let Ok(timer) = timer {
                        timer.clear();
                    }
                });
            }
        });
    }
    view! {
        <div class="toast" data-tone=tone.name()>
            {icon(tone.icon())}
            <div class="toast-text">
                {text}
                {link.map(|(label, href)| view! { " " <a href=href>{label}</a> })}
            </div>
            <Button kind=Kind::Ghost small=true label="Close" on_click=move |()| toasts.close(id)>
                {icon(Icon::X)}
            </Button>
        </div>
    }
    .into_any()
}
