//! `/sign-in`: choose who to be.

use attache_wire::{
    page::Page as Rows,
    paths,
    session::{Principal, Session, SignIn as SignInBody},
};
use gloo_net::http::Method;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    api::{Api, ApiError, Load, Remote},
    components::{bare::Bare, policy::Policies, problem::Problem, routes, title::use_title},
    ui::{banner::Banner, button::Button, shell::PageHead, skeleton::Loading, status::Tone},
};

/// The sign-in page of a demonstration: its principals, with the policies that say what each may do.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    use_title("Sign in".into());
    let principals = Remote::<Rows<Principal>>::new(|| Some(paths::principals()));
    let retry = Callback::new(move |()| principals.reload());
    let refused = RwSignal::new(None::<ApiError>);
    let (busy, sign_in) = signing_in(refused);
    let people = move || match principals.load().get() {
        Load::Loading => view! { <Loading label="Loading the people" lines=6 /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(people) => {
            let one = |principal| view! { <Person principal busy sign_in /> };
            let people = people.items.into_iter().map(one).collect_view();
            view! {
                <ul class="people" aria-label="People">
                    {people}
                </ul>
            }
            .into_any()
        }
    };
    let refusal = move || {
        let error = refused.get()?;
        Some(view! {
            <Banner tone=Tone::Error title=error.title()>
                {error.detail()}
            </Banner>
        })
    };
    view! {
        <Bare>
            <div class="page" data-narrow>
                <PageHead title="Sign in" />
                <p class="soft">
                    "This is a demonstration: its people and their files do not exist. Choose who you are. What \
                    you may do follows from the policies, and the server judges them on every call."
                </p>
                {refusal}
                {people}
            </div>
        </Bare>
    }
    .into_any()
}

/// Who is being signed in, and what signs somebody in: once, and then leads back to where they came from.
fn signing_in(refused: RwSignal<Option<ApiError>>) -> (RwSignal<Option<String>>, Callback<String>) {
    let api = Api::get();
    let back_to = use_query_map().with_untracked(|query| routes::safe_return(query.get("return")));
    let navigate = use_navigate();
    let busy = RwSignal::new(None::<String>);
    let go = StoredValue::new_local(move || {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&back_to, options);
    });
    let sign_in = Callback::new(move |principal: String| {
        if busy.with_untracked(Option::is_some) {
            return;
        }
        busy.set(Some(principal.clone()));
        refused.set(None);
        spawn_local(async move {
            let body = SignInBody {
                principal,
                password: None,
            };
            match api.send::<Session>(Method::POST, &paths::session(), &body).await {
                Ok(_) => {
                    api.signed_in();
                    go.try_with_value(|go| go());
                }
                Err(error) => {
                    refused.try_set(Some(error));
                    busy.try_set(None);
                }
            }
        });
    });
    (busy, sign_in)
}

#[component]
fn Person(principal: Principal, busy: RwSignal<Option<String>>, sign_in: Callback<String>) -> impl IntoView {
    let Principal {
        id,
        name,
        description,
        policies,
        ..
    } = principal;
    let own = id.clone();
    let busy = Signal::derive(move || busy.with(|busy| busy.as_deref() == Some(own.as_str())));
    let label = format!("Sign in as {name}");
    view! {
        <li class="card person">
            <div class="person-who">
                <h2>{name}</h2>
                <p>{description}</p>
                <Policies policies />
            </div>
            <Button busy on_click=move |()| sign_in.run(id.clone())>
                {label}
            </Button>
        </li>
    }
    .into_any()
}
