//! What can be done to accounts as such: making one, renaming and deleting it. The menu items that offer it, and the
//! dialogs that ask.

mod delete;
mod dialogs;
mod items;

pub use self::delete::{Obstacle, obstacle};
pub(crate) use self::{
    dialogs::{AccountActions, AccountDialogs},
    items::{DeleteItem, RenameItem},
};
