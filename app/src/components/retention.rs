//! How long an account keeps messages: the settings as somebody edits them, and what others would do.

mod draft;
mod effect;
mod form;

pub use self::{
    draft::Draft,
    effect::{destroys, question, sentences},
    form::RetentionForm,
};
