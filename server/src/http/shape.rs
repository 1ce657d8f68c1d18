//! The schemas of query parameters, with the limits that the handlers check.

use attache_wire::{
    page::{DEFAULT_LIMIT, MAX_CURSOR_BYTES, MAX_LIMIT, MAX_SEARCH_CHARS},
    retention::{MAX_RETENTION_DAYS, MIN_RETENTION_DAYS},
};
use utoipa::openapi::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, schema::Type};

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn integer(minimum: u32, maximum: u32) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(minimum))
        .maximum(Some(maximum))
}

/// A text with this many characters.
pub(super) fn text(minimum: usize, maximum: usize) -> Schema {
    string()
        .min_length(Some(minimum))
        .max_length(Some(maximum))
        .into()
}

/// A text to search or filter by; empty for none.
pub(super) fn search() -> Schema {
    text(0, MAX_SEARCH_CHARS)
}

/// A text that is required, such as an id or an address.
pub(super) fn some_text() -> Schema {
    text(1, MAX_SEARCH_CHARS)
}

/// The cursor of a page.
pub(super) fn cursor() -> Schema {
    string()
        .max_length(Some(MAX_CURSOR_BYTES))
        .pattern(Some("^[A-Za-z0-9_-]*$"))
        .into()
}

/// The size of a page.
pub(super) fn limit() -> Schema {
    integer(1, MAX_LIMIT).default(Some(DEFAULT_LIMIT.into())).into()
}

/// A retention in days.
pub(super) fn retention_days() -> Schema {
    integer(MIN_RETENTION_DAYS, MAX_RETENTION_DAYS).into()
}

/// A point in time.
pub(super) fn time() -> Schema {
    string()
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .into()
}

/// `true` or `false`.
pub(super) fn boolean() -> Schema {
    ObjectBuilder::new().schema_type(Type::Boolean).into()
}

/// One of these words.
pub(super) fn one_of<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Schema {
    let words: Vec<String> = words.into_iter().map(Into::into).collect();
    string().enum_values(Some(words)).into()
}
