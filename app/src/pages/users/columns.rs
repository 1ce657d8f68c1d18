//! The columns of the user table, and their cells.

use attache_wire::{
    Timestamp,
    permission::Action,
    user::{User, UserSort},
};
use leptos::prelude::*;

use crate::{
    components::{
        exports::state_status::{InvitationStatus, RegistrationStatus},
        labels,
        users::actions::{ChangeItems, ChosenUser, UserActions},
    },
    routes,
    state::{
        account_scope::AccountScope,
        session::CurrentSession,
        sim_clock::{SimClock, millis},
    },
    ui::{
        button::Kind,
        format::{self, TimeStyle},
        icon::{Icon, icon},
        menu::{Menu, MenuLink},
        name::{self, isolated, visible},
        table::{Column, preferences::Preferences, selection::SelectRow},
        time::{RelativeTime, Time},
    },
};

type Cell = fn(&User) -> AnyView;

/// The columns and their cells. Amazon Chime documented all but the first and the last.
const TABLE: [(Column, Cell); 16] = [
    (Column::select(), |user| {
        view! { <SelectRow id=user.id.to_string() label=isolated(&user.display_name) /> }.into_any()
    }),
    (
        Column::new("Display name").sortable(UserSort::Name.as_str()),
        name,
    ),
    (
        Column::new("Email address").sortable(UserSort::Email.as_str()),
        |user| view! { <div class="user-email">{address(&user.email)}</div> }.into_any(),
    ),
    (Column::new("Registration"), |user| {
        view! { <RegistrationStatus registration=user.registration /> }.into_any()
    }),
    (Column::new("Invitation").extra(), |user| {
        view! { <InvitationStatus invitation=user.invitation /> }.into_any()
    }),
    (Column::new("Permission tier").secondary(), |user| {
        user.tier.as_str().into_any()
    }),
    (Column::new("Invited").extra(), |user| date(&user.invited_at)),
    (
        Column::new("Joined")
            .sortable(UserSort::Joined.as_str())
            .secondary(),
        |user| date(&user.joined_at),
    ),
    (
        Column::new("Last active")
            .sortable(UserSort::LastActive.as_str())
            .secondary(),
        |user| ago(&user.last_active_at),
    ),
    (Column::new("Personal PIN").extra(), |user| {
        text(&user.personal_pin)
    }),
    (Column::new("Privacy setting").extra(), |user| {
        labels::privacy(user.private).into_any()
    }),
    (Column::new("Chat messages sent").number().extra(), |user| {
        format::number(user.messages_sent).into_any()
    }),
    (Column::new("Meetings attended").number().extra(), |user| {
        format::number(user.meetings_attended).into_any()
    }),
    (Column::new("Meetings organised").number().extra(), |user| {
        format::number(user.meetings_organised).into_any()
    }),
    (Column::new("Phone number").extra(), |user| text(&user.phone)),
    (Column::new("Actions").hidden_label(), actions),
];

/// The columns.
pub(super) const COLUMNS: &[Column] = &columns();

const fn columns() -> [Column; TABLE.len()] {
    let mut columns = [Column::new(""); TABLE.len()];
    let mut place = 0;
    while place < TABLE.len() {
        columns[place] = TABLE[place].0;
        place += 1;
    }
    columns
}

/// Returns a user's cells. Cells of hidden columns are empty.
pub(super) fn cells(user: User) -> Vec<AnyView> {
    let shown = Preferences::columns_here();
    let cell = |(place, (_, cell)): (usize, (Column, Cell))| {
        if shown.has(place) {
            cell(&user)
        } else {
            ().into_any()
        }
    };
    TABLE.into_iter().enumerate().map(cell).collect()
}

fn name(user: &User) -> AnyView {
    let account = AccountScope::from_context()
        .id()
        .get_untracked()
        .unwrap_or_default();
    view! { <a href=routes::user(&account, &user.id)>{name::name(&user.display_name)}</a> }.into_any()
}

/// Renders an e-mail address that breaks before its domain first.
pub(super) fn address(email: &str) -> AnyView {
    match email.rsplit_once('@') {
        Some((local, domain)) => {
            view! { <bdi class="break">{visible(local)}<wbr />{["@", &visible(domain)].concat()}</bdi> }
                .into_any()
        }
        None => view! { <bdi class="break">{visible(email)}</bdi> }.into_any(),
    }
}

/// Renders a text, or a dash if it is missing.
pub(super) fn text(text: &Option<String>) -> AnyView {
    text.clone().unwrap_or_else(|| "–".to_owned()).into_any()
}

/// Renders a date, or a dash if it is missing.
pub(super) fn date(at: &Option<Timestamp>) -> AnyView {
    match at {
        Some(at) => view! { <Time at=millis(at) show=TimeStyle::Date /> }.into_any(),
        None => "–".into_any(),
    }
}

/// Renders how long ago it was, or a dash if it never was.
pub(super) fn ago(at: &Option<Timestamp>) -> AnyView {
    let now = SimClock::from_context().now();
    match at {
        Some(at) => view! { <RelativeTime at=millis(at) now /> }.into_any(),
        None => "–".into_any(),
    }
}

fn actions(user: &User) -> AnyView {
    let Some(actions) = use_context::<UserActions>() else {
        return ().into_any();
    };
    let account = AccountScope::from_context()
        .id()
        .get_untracked()
        .unwrap_or_default();
    let href = routes::user(&account, &user.id);
    let person = ChosenUser::from(user);
    let label = ["Actions for ", &isolated(&user.display_name)].concat();
    view! {
        <Menu label kind=Kind::Ghost small=true trigger=|| icon(Icon::Ellipsis)>
            <OpenItem href />
            <ChangeItems actions people=Memo::new(move |_| vec![person.clone()]) />
        </Menu>
    }
    .into_any()
}

/// Links to the user's page, if you may view it.
#[component]
fn OpenItem(href: String) -> impl IntoView {
    let may = CurrentSession::from_context().permits(Action::GetUser);
    move || {
        may.get()
            .then(|| view! { <MenuLink href=href.clone() picture=Icon::User>"Details"</MenuLink> })
    }
}
