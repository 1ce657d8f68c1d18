//! `/sign-in`: choose a principal in a demo, or enter name and password.

mod form;
mod people;

use attache_wire::{
    paths,
    session::{Session, SignIn as SignInBody, SignInMethod, SignInOptions},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use self::{form::PasswordForm, people::People};
use crate::{
    api::{Api, ApiError, Load, Remote},
    components::{problem::Problem, shell::signed_out_layout::Bare},
    routes,
    state::title::use_title,
    ui::{banner::Banner, format, shell::PageHead, skeleton::Loading, status::Tone},
};

/// The sign-in page, for the server's sign-in method.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    use_title("Sign in".into());
    let options = Remote::<SignInOptions>::new(|| Some(paths::sign_in()));
    let retry = Callback::new(move |()| options.reload());
    let intent = Intent::new();
    let way = move || match options.load().get() {
        Load::Loading => view! { <Loading label="Loading sign-in options" lines=6 /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(options) => match options.method {
            SignInMethod::Demo => view! { <People principals=options.principals intent /> }.into_any(),
            SignInMethod::Password => view! { <PasswordForm intent /> }.into_any(),
        },
    };
    view! {
        <Bare>
            <div class="page" data-narrow>
                <PageHead title="Sign in" />
                {way}
            </div>
        </Bare>
    }
    .into_any()
}

/// Signs in, one attempt at a time, and returns to the page that needed a session.
#[derive(Clone, Copy)]
struct Intent {
    api: Api,
    /// The principal being signed in.
    busy: RwSignal<Option<String>>,
    refused: RwSignal<Option<ApiError>>,
    go: StoredValue<Box<dyn Fn()>, LocalStorage>,
}

impl Intent {
    fn new() -> Self {
        let back_to = use_query_map().with_untracked(|query| routes::safe_return(query.get("return")));
        let navigate = use_navigate();
        Self {
            api: Api::from_context(),
            busy: RwSignal::new(None),
            refused: RwSignal::new(None),
            go: StoredValue::new_local(Box::new(move || {
                let options = NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                };
                navigate(&back_to, options);
            })),
        }
    }

    fn sign_in(self, principal: String, password: Option<String>) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        self.busy.set(Some(principal.clone()));
        self.refused.set(None);
        spawn_local(async move {
            let body = SignInBody {
                principal: principal.into(),
                password,
            };
            let path = paths::session();
            match self.api.post(&path).body(&body).fetch::<Session>().await {
                Ok(_) => {
                    self.api.signed_in();
                    self.go.try_with_value(|go| go());
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                    self.busy.try_set(None);
                }
            }
        });
    }

    /// Explains why the sign-in was refused, and how long to wait, if the server says so.
    fn refusal(self) -> impl IntoView {
        move || {
            let error = self.refused.get()?;
            let wait = error.problem().and_then(|problem| problem.retry_after);
            let wait = wait.map(|seconds| {
                let millis = f64::from(u32::try_from(seconds).unwrap_or(u32::MAX)) * 1_000.0;
                [" Try again in ", &format::duration(millis), "."].concat()
            });
            Some(view! {
                <Banner tone=Tone::Error title=error.title()>
                    {error.detail()}
                    {wait}
                </Banner>
            })
        }
    }
}
