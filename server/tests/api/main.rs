//! The API as its callers see it: an actor signs in, calls, and looks at the answers and what they changed.

mod submission;
mod support;
