//! Resolves links: from a request to the file it may access.
//!
//! [`crate::signing`] verifies a link's signature and time; this module looks up its key and the object it names.

mod object;
mod refusals;
mod resolve;

pub use crate::store::export_items::LinkedFile;
pub use object::{Object, Part};
pub use refusals::{MAX_TEXT, RefusedUse, record, record_counts};
pub use resolve::{Linked, LinkedAttachment, LinkedManifest, Unresolved, resolve};
