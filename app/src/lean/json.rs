//! Reads the types of the contract with the browser's `JSON.parse`.
//!
//! `serde_json` would bring a second parser, and with it code that reads each type twice, from an object and from an
//! array, and words a message for each mistake. `docs/size.md` says what that and the other libraries weigh.

use js_sys::{Array, JSON, Object, Reflect};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    value::U32Deserializer,
};
use wasm_bindgen::{JsCast, JsValue};

/// Reads a value from JSON; fields that its type does not have are ignored.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Mismatch> {
    let value = JSON::parse(text).map_err(|_| Mismatch)?;
    T::deserialize(Json(value))
}

/// The text is not JSON, or not the JSON of the wanted type. Where it differs would be of no use to a person.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mismatch;

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not the expected JSON")
    }
}

impl std::error::Error for Mismatch {}

impl serde::de::Error for Mismatch {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A parsed value.
struct Json(JsValue);

impl Json {
    fn text(&self) -> Result<String, Mismatch> {
        self.0.as_string().ok_or(Mismatch)
    }

    fn number(&self) -> Result<f64, Mismatch> {
        self.0.as_f64().ok_or(Mismatch)
    }

    /// A count: one of the integers that JavaScript holds exactly.
    fn count(&self) -> Result<u64, Mismatch> {
        const LARGEST: f64 = 9_007_199_254_740_991.0;
        let number = self.number()?;
        let is_count = (0.0..=LARGEST).contains(&number) && number.trunc().to_bits() == number.to_bits();
        is_count.then_some(number as u64).ok_or(Mismatch)
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = Mismatch;

    /// For `#[serde(flatten)]` and `#[serde(untagged)]`.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if let Ok(count) = self.count() {
            visitor.visit_u64(count)
        } else if let Some(number) = self.0.as_f64() {
            visitor.visit_f64(number)
        } else if let Some(truth) = self.0.as_bool() {
            visitor.visit_bool(truth)
        } else if self.0.is_null() {
            visitor.visit_unit()
        } else if Array::is_array(&self.0) {
            self.deserialize_seq(visitor)
        } else {
            self.deserialize_map(visitor)
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let number = self.number()?;
        let size = Json(JsValue::from_f64(number.abs())).count()?;
        let size = i64::try_from(size).map_err(|_| Mismatch)?;
        visitor.visit_i64(if number < 0.0 { -size } else { size })
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_u64(self.count()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_u64(self.count()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_u64(self.count()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let items = self.0.dyn_into().map_err(|_| Mismatch)?;
        visitor.visit_seq(Items { items, next: 0 })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let object: Object = self.0.dyn_into().map_err(|_| Mismatch)?;
        visitor.visit_map(Entries {
            entries: Object::entries(&object),
            next: 0,
            value: JsValue::UNDEFINED,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_map(Fields {
            object: self.0,
            names,
            next: 0,
            value: JsValue::UNDEFINED,
        })
    }

    /// Finds the variant by its position, as [`Fields`] does.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let name = self.text()?;
        let position = names.iter().position(|known| *known == name).ok_or(Mismatch)?;
        visitor.visit_enum((position as u32).into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i64 i128 u8 u128 f32 char str bytes byte_buf unit unit_struct tuple
        tuple_struct identifier ignored_any
    }
}

/// The fields of a type that an object has. A derived `Deserialize` also knows its fields by their position: no type has
/// to compare names.
struct Fields {
    object: JsValue,
    names: &'static [&'static str],
    next: usize,
    value: JsValue,
}

impl Fields {
    /// The position of the next field that is there.
    fn advance(&mut self) -> Result<Option<u32>, Mismatch> {
        while let Some(name) = self.names.get(self.next) {
            let position = self.next as u32;
            self.next += 1;
            self.value = Reflect::get(&self.object, &JsValue::from_str(name)).map_err(|_| Mismatch)?;
            if !self.value.is_undefined() {
                return Ok(Some(position));
            }
        }
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some(position) = self.advance()? else {
            return Ok(None);
        };
        let position: U32Deserializer<Mismatch> = position.into_deserializer();
        seed.deserialize(position).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        seed.deserialize(Json(self.value.clone()))
    }
}

/// All entries of an object, under their names.
struct Entries {
    entries: Array,
    next: u32,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        if self.next >= self.entries.length() {
            return Ok(None);
        }
        let entry: Array = self.entries.get(self.next).unchecked_into();
        self.next += 1;
        self.value = entry.get(1);
        seed.deserialize(Json(entry.get(0))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        seed.deserialize(Json(self.value.clone()))
    }
}

/// The items of an array.
struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        if self.next >= self.items.length() {
            return Ok(None);
        }
        let item = Json(self.items.get(self.next));
        self.next += 1;
        seed.deserialize(item).map(Some)
    }
}
