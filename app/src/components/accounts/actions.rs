//! Creating, renaming and deleting accounts: the menu items and their dialogs.

mod delete;
mod dialogs;
mod items;

pub use self::delete::{Obstacle, obstacle};
pub(crate) use self::{
    dialogs::{AccountActions, AccountDialogs},
    items::{DeleteItem, RenameItem},
};
