//! The code that confirms a command: six letters, valid once and for ten minutes.

use attache_wire::{
    assistant::{CODE_LETTERS, CODE_LIFE_SECONDS},
    id::UserId,
};
use subtle::ConstantTimeEq;

use super::command::Command;
use crate::{
    clock::{Millis, SECOND},
    error::Result,
    random::Random,
    store::{self, Conn},
};

/// Upper-case letters that are not mistaken for others or for digits. Without vowels, they spell no words.
const LETTERS: &[u8; 18] = b"BCDFGHJKMNPRSTVWXZ";
const LIFE: Millis = CODE_LIFE_SECONDS as Millis * SECOND;

/// Creates the code that confirms a command, replacing any earlier one. Returns the message to send.
pub(super) async fn ask(
    conn: &mut Conn,
    random: &Random,
    user: &UserId,
    command: Command,
    now: Millis,
) -> Result<String> {
    let letter = |_| {
        let index = random.between(0, LETTERS.len() as i64 - 1);
        // The index is within the array.
        char::from(LETTERS[index as usize % LETTERS.len()])
    };
    let code: String = (0..CODE_LETTERS).map(letter).collect();
    store::assistant::put_code(conn, (user, command.stored()), &code, now + LIFE).await?;
    Ok(format!("{} {code}", command.phrase()))
}

/// Returns true if the code is right and has not expired. Right or wrong, the attempt uses up the stored code.
pub(super) async fn confirms(
    conn: &mut Conn,
    user: &UserId,
    command: Command,
    sent: &str,
    now: Millis,
) -> Result<bool> {
    let kept = store::assistant::take_code(conn, (user, command.stored())).await?;
    Ok(kept.is_some_and(|(code, valid_until)| {
        let same = code.as_bytes().ct_eq(sent.to_ascii_uppercase().as_bytes());
        bool::from(same) && now < valid_until
    }))
}
