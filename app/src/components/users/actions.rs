//! What can be done to users who are there: giving them another permission tier, suspending, un-suspending and removing
//! them, one or many at once. The buttons and menu items that offer it, and the dialog that asks.

mod change;
mod dialog;
mod offers;
mod results;

pub use self::change::{ChosenUser, consequences, why_not};
pub(crate) use self::{
    dialog::{UserActions, UserDialog},
    offers::{ChangeButtons, ChangeItems},
};
