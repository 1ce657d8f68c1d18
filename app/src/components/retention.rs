//! Retention settings: the edited draft, and the effect of other settings.

mod draft;
mod effect;
mod form;

pub use self::{
    draft::Draft,
    effect::{destroys, question, sentences},
    form::RetentionForm,
};
