//! Finds the names that a type's derived `Deserialize` declares.

use serde::{
    de::{DeserializeOwned, Deserializer, Error as _, Visitor, value::Error},
    forward_to_deserialize_any,
};

#[derive(Clone, Copy)]
pub enum Shape {
    /// A struct's fields.
    Fields(&'static [&'static str]),
    /// An enum's variants.
    Variants(&'static [&'static str]),
    /// A type with a flattened field or a hand-written `Deserialize`.
    Undeclared,
}

impl Shape {
    pub fn of<T: DeserializeOwned>() -> Self {
        let mut shape = Self::Undeclared;
        // The recorder always fails. Only the requested shape counts.
        let _ = T::deserialize(Recorder(&mut shape));
        shape
    }
}

/// Records the requested shape, and then fails.
struct Recorder<'a>(&'a mut Shape);

impl<'de> Deserializer<'de> for Recorder<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("there is no input"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = Shape::Fields(fields);
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = Shape::Variants(variants);
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}
