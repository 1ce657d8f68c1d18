//! Changes to existing users, one or many at once: assign a tier, suspend, un-suspend, remove. The buttons, the
//! menu items and the dialog.

mod change;
mod dialog;
mod offers;
mod results;

pub use self::change::{ChosenUser, consequences, why_not};
pub(crate) use self::{
    dialog::{UserActions, UserDialog},
    offers::{ChangeButtons, ChangeItems},
};
