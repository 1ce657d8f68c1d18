//! Resolves links: from a request to the file it may access.
//!
//! [`crate::signing`] verifies a link's signature and time; this module looks up its key and the object it names.

mod object;
mod resolve;
mod uses;

pub use crate::store::export_items::LinkedFile;
pub use object::{Object, Part};
pub use resolve::{Linked, LinkedManifest, Unresolved, resolve};
pub use uses::{Use, record, record_counts};
