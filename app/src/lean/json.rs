//! JSON, read and written by the browser: the types of the contract are made from what `JSON.parse` gives.
//!
//! One parser is in the browser already. A second one in WebAssembly, with the reading of each type compiled
//! into it twice (from an object and from an array) and a message for every mistake, was a quarter of the
//! console. Fields and variants are found by their place in the type's own list of names, so that no type
//! compares strings.

use js_sys::{Array, JSON, Reflect};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    value::U32Deserializer,
};
use wasm_bindgen::{JsCast, JsValue};

/// The value is not what the type wants. Where it differs is of no use to a person.
#[derive(Debug)]
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
#[derive(Debug, Clone)]
pub(crate) struct Json(JsValue);

impl Json {
    /// Parses a text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// The value as a type of the contract; unknown fields are ignored.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.clone()).ok()
    }

    fn text(&self) -> Result<String, Mismatch> {
        self.0.as_string().ok_or(Mismatch)
    }

    fn number(&self) -> Result<f64, Mismatch> {
        self.0.as_f64().ok_or(Mismatch)
    }

    /// A count: what JavaScript holds exactly.
    fn count(&self) -> Result<u64, Mismatch> {
        const LARGEST: f64 = 9_007_199_254_740_991.0;
        let number = self.number()?;
        let is_count = (0.0..=LARGEST).contains(&number) && number.trunc().to_bits() == number.to_bits();
        is_count.then_some(number as u64).ok_or(Mismatch)
    }

    fn variant(&self, names: &[&str]) -> Result<U32Deserializer<Mismatch>, Mismatch> {
        let name = self.text()?;
        let place = names.iter().position(|known| *known == name).ok_or(Mismatch)?;
        Ok((place as u32).into_deserializer())
    }

    fn array(self) -> Result<Rows, Mismatch> {
        let rows = self.0.dyn_into().map_err(|_| Mismatch)?;
        Ok(Rows { rows, next: 0 })
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = Mismatch;

    /// For the few types that are a word or a number.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0.as_f64() {
            Some(number) => visitor.visit_f64(number),
            None => visitor.visit_string(self.text()?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
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

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(self.array()?)
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

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(self.variant(names)?)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u128 f32 char str bytes byte_buf unit unit_struct newtype_struct tuple
        tuple_struct map identifier ignored_any
    }
}

/// The fields of a type that an object has.
struct Fields {
    object: JsValue,
    names: &'static [&'static str],
    next: usize,
    value: JsValue,
}

impl Fields {
    /// The place of the next field that is there.
    fn step(&mut self) -> Result<Option<u32>, Mismatch> {
        while let Some(name) = self.names.get(self.next) {
            let place = self.next as u32;
            self.next += 1;
            self.value = Reflect::get(&self.object, &JsValue::from_str(name)).map_err(|_| Mismatch)?;
            if !self.value.is_undefined() {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some(place) = self.step()? else {
            return Ok(None);
        };
        let place: U32Deserializer<Mismatch> = place.into_deserializer();
        seed.deserialize(place).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        seed.deserialize(Json(self.value.clone()))
    }
}

struct Rows {
    rows: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Rows {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        if self.next >= self.rows.length() {
            return Ok(None);
        }
        let row = Json(self.rows.get(self.next));
        self.next += 1;
        seed.deserialize(row).map(Some)
    }
}
