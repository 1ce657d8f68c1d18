//! Following a link: from the request to the file that it may have.
//!
//! [`crate::signing`] says whether a link's signature and time are right; this module looks up its key and what it names.

mod object;
mod resolve;
mod uses;

pub use crate::store::export_items::LinkedFile;
pub use object::{Object, Part};
pub use resolve::{Linked, LinkedManifest, Unresolved, resolve};
pub use uses::{Use, record};
