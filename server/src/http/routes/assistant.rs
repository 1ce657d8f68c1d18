//! The routes of the Assistant: part of the simulated chat, and outside the product's permissions.

use attache_wire::{
    assistant::{AssistantThread, AssistantUser, WriteToAssistant},
    error::ErrorCode::*,
};
use axum::routing;
use utoipa::openapi::HttpMethod;

use super::PAGE;
use crate::http::{assistant, route::Route};

const USERS: &[(&str, &str)] = &[
    (
        "q",
        "Words; each must begin a word of the name or the e-mail address. Finds managed users as well.",
    ),
    PAGE[0],
    PAGE[1],
];

pub(super) fn table() -> Vec<Route> {
    vec![
        get!(
            assistant::users,
            "/api/v1/assistant/users",
            "People in whose name one can write to the Assistant"
        )
        .in_demo()
        .query(USERS)
        .gives_page::<AssistantUser>()
        .refuses(&[NotFound]),
        get!(
            assistant::thread,
            "/api/v1/assistant/users/{user}/messages",
            "A user's conversation with the Assistant"
        )
        .in_demo()
        .gives::<AssistantThread>(200)
        .refuses(&[NotFound]),
        post!(
            assistant::write,
            "/api/v1/assistant/users/{user}/messages",
            "Write to the Assistant in the name of a user"
        )
        .in_demo()
        .takes::<WriteToAssistant>()
        .gives::<AssistantThread>(201)
        .refuses(&[NotFound, Conflict, Invalid]),
    ]
}
