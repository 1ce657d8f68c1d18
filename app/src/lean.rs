//! What replaces a part of a library because the library's own would make the download larger. `docs/size.md` says by how
//! much.

pub(crate) mod json;
