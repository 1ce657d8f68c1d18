//! The actions of simulated users.

use std::convert::Infallible;

use attache_wire::{
    id::{ContainerId, UserId},
    simulator::{MAX_ATTACHMENT_BYTES, MIN_GROUP_MEMBERS},
};
use bytes::Bytes;
use futures::stream;

use crate::{
    clock::{DAY, Millis},
    error::{Error, Result},
    simulator::{
        chat::{self, Content, File},
        world::{
            file_name,
            files::{self, FileKind},
            rng::SeededRng,
            title,
        },
    },
    store::Conn,
    store::chat::pick,
    workspace::Workspace,
};

/// Maximum number of a user's places and acquaintances to choose from.
const KNOWN: u32 = 100;
/// Users to try for an action that few can do.
const TRIES: u32 = 6;
/// Only rooms younger than this are deleted.
const PASSING: Millis = 90 * DAY;

/// Performs one random action at `at`. Returns true if it succeeded.
pub(super) async fn perform(workspace: &Workspace, rng: &mut SeededRng, at: Millis) -> Result<bool> {
    match rng.below(1_000) {
        0..600 => say(workspace, rng, at).await,
        600..930 => send(workspace, rng, at).await,
        930..955 => begin_group(workspace, rng, at).await,
        955..975 => make_room(workspace, rng, at).await,
        975..980 => delete_room(workspace, rng, at).await,
        _ => accept_invitation(workspace, rng, at).await,
    }
}

/// Posts a message without a file.
async fn say(workspace: &Workspace, rng: &mut SeededRng, at: Millis) -> Result<bool> {
    let Some((sender, place)) = spot(workspace, rng, at).await? else {
        return Ok(false);
    };
    chat::post(workspace, &sender, &place, None, at).await?;
    Ok(true)
}

/// Sends a file: mostly one sent before, sometimes a new one.
async fn send(workspace: &Workspace, rng: &mut SeededRng, at: Millis) -> Result<bool> {
    let Some((sender, place)) = spot(workspace, rng, at).await? else {
        return Ok(false);
    };
    let known = match rng.chance(850) {
        true => known_file(workspace, rng).await?,
        false => None,
    };
    let (kind, content) = match known {
        Some((kind, sha256)) => (kind, Content::Stored(sha256)),
        None => new_file(workspace, rng).await?,
    };
    let file = File {
        name: file_name(rng, kind, at),
        content,
    };
    chat::post(workspace, &sender, &place, Some(&file), at).await?;
    Ok(true)
}

async fn begin_group(workspace: &Workspace, rng: &mut SeededRng, at: Millis) -> Result<bool> {
    let size = rng.between(2, 7);
    let Some((first, mut members)) = company(workspace, rng, size).await? else {
        return Ok(false);
    };
    members.push(first);
    if members.len() < MIN_GROUP_MEMBERS {
        return Ok(false);
    }
    chat::begin_group(workspace, &title(rng), &members, at).await?;
    Ok(true)
}

async fn make_room(workspace: &Workspace, rng: &mut SeededRng, at: Millis) -> Result<bool> {
    let size = rng.below(12);
    let Some((creator, members)) = company(workspace, rng, size).await? else {
        return Ok(false);
    };
    chat::make_room(workspace, &title(rng), &creator, &members, at).await?;
    Ok(true)
}

async fn delete_room(workspace: &Workspace, rng: &mut SeededRng, at: Millis) -> Result<bool> {
    let mut conn = workspace.store.read().await?;
    for _ in 0..TRIES {
        let Some(somebody) = somebody(&mut conn, rng).await? else {
            continue;
        };
        let places = pick::places(&mut conn, &somebody, at, KNOWN).await?;
        let mut rooms = places.iter().filter(|place| place.kind == "room");
        if let Some(room) = rooms.find(|room| room.created_at > at - PASSING) {
            drop(conn);
            chat::delete_room(workspace, &room.id, at).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

async fn accept_invitation(workspace: &Workspace, rng: &mut SeededRng, at: Millis) -> Result<bool> {
    let mut conn = workspace.store.read().await?;
    let from = position(&mut conn, rng).await?;
    let invited = pick::somebody_invited(&mut conn, from).await?;
    drop(conn);
    let Some(user) = invited else {
        return Ok(false);
    };
    chat::accept_invitation(workspace, &user, at).await?;
    Ok(true)
}

async fn position(conn: &mut Conn, rng: &mut SeededRng) -> Result<i64> {
    Ok(rng.between_i64(1, pick::last_user(conn).await?))
}

async fn somebody(conn: &mut Conn, rng: &mut SeededRng) -> Result<Option<UserId>> {
    let from = position(conn, rng).await?;
    Ok(pick::somebody(conn, from).await?)
}

/// Picks a user, and a place where they can write.
async fn spot(
    workspace: &Workspace,
    rng: &mut SeededRng,
    at: Millis,
) -> Result<Option<(UserId, ContainerId)>> {
    let mut conn = workspace.store.read().await?;
    for _ in 0..TRIES {
        let Some(somebody) = somebody(&mut conn, rng).await? else {
            continue;
        };
        let mut places = pick::places(&mut conn, &somebody, at, KNOWN).await?;
        if !places.is_empty() {
            let place = places.swap_remove(index(rng, places.len()));
            return Ok(Some((somebody, place.id)));
        }
    }
    Ok(None)
}

/// Picks a user, and up to `size` of their acquaintances.
async fn company(
    workspace: &Workspace,
    rng: &mut SeededRng,
    size: u32,
) -> Result<Option<(UserId, Vec<UserId>)>> {
    let mut conn = workspace.store.read().await?;
    let Some(somebody) = somebody(&mut conn, rng).await? else {
        return Ok(None);
    };
    let mut known = pick::acquaintances(&mut conn, &somebody, KNOWN).await?;
    let mut company = Vec::new();
    while company.len() < size as usize && !known.is_empty() {
        company.push(known.swap_remove(index(rng, known.len())));
    }
    Ok(Some((somebody, company)))
}

fn index(rng: &mut SeededRng, of: usize) -> usize {
    rng.below(u32::try_from(of).unwrap_or(u32::MAX)) as usize
}

/// Picks a file sent before, with its kind.
async fn known_file(workspace: &Workspace, rng: &mut SeededRng) -> Result<Option<(FileKind, String)>> {
    let mut from = [0; 4];
    rng.fill(&mut from);
    let mut conn = workspace.store.read().await?;
    let found = pick::file(&mut conn, &hex::encode(from)).await?;
    Ok(found.and_then(|(sha256, content_type)| {
        let kind = FileKind::ALL
            .into_iter()
            .find(|kind| kind.content_type() == content_type)?;
        Some((kind, sha256))
    }))
}

/// Generates a new file, with its kind.
async fn new_file(workspace: &Workspace, rng: &mut SeededRng) -> Result<(FileKind, Content)> {
    let (seed, number) = (rng.between_i64(0, i64::MAX).unsigned_abs(), rng.below(1_000_000));
    let bytes = tokio::task::spawn_blocking(move || files::generate(seed, number))
        .await
        .map_err(|error| Error::Internal(error.to_string()))?
        .map_err(|error| Error::Internal(error.to_string()))?;
    let bytes = stream::iter([Ok::<_, Infallible>(Bytes::from(bytes))]);
    let id = workspace.random.id();
    let incoming = workspace.blobs.receive(&id, MAX_ATTACHMENT_BYTES, bytes).await?;
    Ok((files::kind_of(number), Content::Incoming(incoming)))
}
