//! The routes of accounts, their users and their domains.

use attache_wire::{
    account::{Account, AccountSummary, Domain, NameAccount},
    domain::{ClaimDomain, DomainDetail},
    error::ErrorCode::*,
    permission::Action::*,
    retention::{Retention, RetentionEffect, SaveRetention},
    user::{self, AssignTier, ChangedUsers, ChosenUsers, Invited, User, UserContainer, UserDetail},
};
use axum::routing;
use utoipa::openapi::HttpMethod;

use super::PAGE;
use crate::http::{accounts, domains, retention, route::Route, users};

const ACCOUNTS: &[(&str, &str)] = &[
    (
        "q",
        "Words; each must begin a word of the name, or one of the verified domains.",
    ),
    PAGE[0],
    PAGE[1],
];

const USERS: &[(&str, &str)] = &[
    (
        "q",
        "Words; each must begin a word of the name or the e-mail address.",
    ),
    ("status", "Only this registration status."),
    (
        "sort",
        "`name` (the default), `email`, `joined` or `lastActive`; with a leading `-`, downwards.",
    ),
    PAGE[0],
    PAGE[1],
];

const RETENTION: &[(&str, &str)] = &[
    (
        "conversationDays",
        "Days that conversations would be kept; for ever if not given.",
    ),
    (
        "roomDays",
        "Days that rooms would be kept; for ever if not given.",
    ),
];

pub(super) fn table() -> Vec<Route> {
    vec![
        get!(accounts::list, "/api/v1/accounts", "The accounts")
            .needs(ListAccounts)
            .query(ACCOUNTS)
            .gives_page::<Account>(),
        get!(
            accounts::get,
            "/api/v1/accounts/{account}",
            "An account, and where its requests stand"
        )
        .needs(GetAccount)
        .gives::<AccountSummary>(200)
        .refuses(&[NotFound]),
        get!(
            accounts::users,
            "/api/v1/accounts/{account}/users",
            "An account's users"
        )
        .needs(ListUsers)
        .query(USERS)
        .gives_page::<User>()
        .refuses(&[NotFound]),
        get!(
            users::get,
            "/api/v1/accounts/{account}/users/{user}",
            "A user, and what a request would contain of theirs"
        )
        .needs(GetUser)
        .gives::<UserDetail>(200)
        .refuses(&[NotFound]),
        get!(
            users::conversations,
            "/api/v1/accounts/{account}/users/{user}/conversations",
            "The rooms and conversations that a user is in"
        )
        .needs(GetUser)
        .query(PAGE)
        .gives_page::<UserContainer>()
        .refuses(&[NotFound]),
        post!(
            users::invite,
            "/api/v1/accounts/{account}/invitations",
            "Invite people; each address is judged on its own"
        )
        .needs(InviteUsers)
        .takes::<user::InviteUsers>()
        .gives::<Invited>(200)
        .refuses(&[NotFound, Invalid]),
        post!(
            users::assign_tier,
            "/api/v1/accounts/{account}/user-changes/tier",
            "Give users a permission tier; each is judged on its own"
        )
        .needs(UpdateUserLicenses)
        .takes::<AssignTier>()
        .gives::<ChangedUsers>(200)
        .refuses(&[NotFound, Invalid]),
        post!(
            users::remove,
            "/api/v1/accounts/{account}/user-changes/remove",
            "Take users out of a Team account; each is judged on its own"
        )
        .needs(SuspendUsers)
        .takes::<ChosenUsers>()
        .gives::<ChangedUsers>(200)
        .refuses(&[NotFound, Invalid, Conflict]),
        post!(
            users::suspend,
            "/api/v1/accounts/{account}/user-changes/suspend",
            "Block users of an Enterprise account; each is judged on its own"
        )
        .needs(SuspendUsers)
        .takes::<ChosenUsers>()
        .gives::<ChangedUsers>(200)
        .refuses(&[NotFound, Invalid, Conflict]),
        post!(
            users::activate,
            "/api/v1/accounts/{account}/user-changes/activate",
            "Let suspended users in again; each is judged on its own"
        )
        .needs(ActivateUsers)
        .takes::<ChosenUsers>()
        .gives::<ChangedUsers>(200)
        .refuses(&[NotFound, Invalid]),
        get!(
            accounts::domains,
            "/api/v1/accounts/{account}/domains",
            "An account's domains"
        )
        .needs(ListDomains)
        .query(PAGE)
        .gives_page::<Domain>()
        .refuses(&[NotFound]),
        post!(accounts::create, "/api/v1/accounts", "Make a Team account")
            .needs(CreateAccount)
            .takes::<NameAccount>()
            .gives::<Account>(201)
            .refuses(&[Invalid]),
        Route::new(
            routing::patch(accounts::rename),
            HttpMethod::Patch,
            "/api/v1/accounts/{account}",
            "Give an account another name",
        )
        .needs(RenameAccount)
        .takes::<NameAccount>()
        .gives::<Account>(200)
        .refuses(&[NotFound, Invalid]),
        delete!(
            accounts::delete,
            "/api/v1/accounts/{account}",
            "Delete an account without users (Team) or domains (Enterprise)"
        )
        .needs(DeleteAccount)
        .status(204)
        .refuses(&[NotFound, Conflict]),
        post!(
            domains::claim,
            "/api/v1/accounts/{account}/domains",
            "Claim a domain"
        )
        .needs(AddDomain)
        .takes::<ClaimDomain>()
        .gives::<DomainDetail>(201)
        .refuses(&[NotFound, Invalid, Conflict]),
        get!(
            domains::get,
            "/api/v1/accounts/{account}/domains/{domain}",
            "How a domain is verified, and what removing it would mean"
        )
        .needs(GetDomain)
        .gives::<DomainDetail>(200)
        .refuses(&[NotFound]),
        post!(
            domains::check,
            "/api/v1/accounts/{account}/domains/{domain}/check",
            "Look for the domain's TXT record now"
        )
        .needs(AddDomain)
        .gives::<DomainDetail>(200)
        .refuses(&[NotFound]),
        delete!(
            domains::remove,
            "/api/v1/accounts/{account}/domains/{domain}",
            "Remove a domain"
        )
        .needs(DeleteDomain)
        .status(204)
        .refuses(&[NotFound]),
        get!(
            retention::get,
            "/api/v1/accounts/{account}/settings/retention",
            "How long an account keeps messages"
        )
        .needs(GetAccountSettings)
        .gives::<Retention>(200)
        .refuses(&[NotFound]),
        put!(
            retention::put,
            "/api/v1/accounts/{account}/settings/retention",
            "Keep an Enterprise account's messages for another time"
        )
        .needs(UpdateAccountSettings)
        .takes::<SaveRetention>()
        .gives::<Retention>(200)
        .refuses(&[NotFound, Invalid, Conflict, Unavailable]),
        get!(
            retention::effect,
            "/api/v1/accounts/{account}/settings/retention/effect",
            "What other settings would hide, restore and delete at once"
        )
        .needs(GetAccountSettings)
        .query(RETENTION)
        .gives::<RetentionEffect>(200)
        .refuses(&[NotFound, Invalid, Conflict]),
    ]
}
