//! The bodies of requests: small objects and lists of them, made for `JSON.stringify`.

use js_sys::{Array, JSON, Object, Reflect};
use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeSeq, SerializeStruct},
};
use wasm_bindgen::JsValue;

use super::json::Mismatch;

/// The JSON text of a body; `None` if it is no object of words, numbers, truths and
/// lists.
pub(crate) fn text_of(body: &impl Serialize) -> Option<String> {
    let value = body.serialize(Body).ok()?;
    JSON::stringify(&value).ok().map(String::from)
}

impl serde::ser::Error for Mismatch {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

type Nothing = Impossible<JsValue, Mismatch>;

struct Body;

/// What no body contains.
macro_rules! refuse {
    ($($name:ident($($kind:ty),*) -> $value:ty;)*) => {
        $(fn $name(self, $(_: $kind),*) -> Result<$value, Mismatch> { Err(Mismatch) })*
    };
}

impl Serializer for Body {
    type Ok = JsValue;
    type Error = Mismatch;
    type SerializeSeq = Items;
    type SerializeTuple = Nothing;
    type SerializeTupleStruct = Nothing;
    type SerializeTupleVariant = Nothing;
    type SerializeMap = Nothing;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Nothing;

    fn serialize_bool(self, value: bool) -> Result<JsValue, Mismatch> {
        Ok(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<JsValue, Mismatch> {
        Ok((value as f64).into())
    }

    fn serialize_u64(self, value: u64) -> Result<JsValue, Mismatch> {
        Ok((value as f64).into())
    }

    fn serialize_u32(self, value: u32) -> Result<JsValue, Mismatch> {
        Ok(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<JsValue, Mismatch> {
        Ok(value.into())
    }

    fn serialize_str(self, value: &str) -> Result<JsValue, Mismatch> {
        Ok(value.into())
    }

    fn serialize_none(self) -> Result<JsValue, Mismatch> {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue, Mismatch> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<JsValue, Mismatch> {
        Ok(name.into())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Mismatch> {
        Ok(Fields(Object::new()))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Mismatch> {
        Ok(Items(Array::new()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: &T,
    ) -> Result<JsValue, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<JsValue, Mismatch> {
        Err(Mismatch)
    }

    refuse! {
        serialize_i8(i8) -> JsValue;
        serialize_i16(i16) -> JsValue;
        serialize_i32(i32) -> JsValue;
        serialize_u8(u8) -> JsValue;
        serialize_u16(u16) -> JsValue;
        serialize_f32(f32) -> JsValue;
        serialize_char(char) -> JsValue;
        serialize_bytes(&[u8]) -> JsValue;
        serialize_unit() -> JsValue;
        serialize_unit_struct(&'static str) -> JsValue;
        serialize_tuple(usize) -> Nothing;
        serialize_tuple_struct(&'static str, usize) -> Nothing;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Nothing;
        serialize_map(Option<usize>) -> Nothing;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Nothing;
    }
}

struct Fields(Object);

impl SerializeStruct for Fields {
    type Ok = JsValue;
    type Error = Mismatch;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Mismatch> {
        let value = value.serialize(Body)?;
        Reflect::set(&self.0, &JsValue::from_str(name), &value).map_err(|_| Mismatch)?;
        Ok(())
    }

    fn end(self) -> Result<JsValue, Mismatch> {
        Ok(self.0.into())
    }
}

struct Items(Array);

impl SerializeSeq for Items {
    type Ok = JsValue;
    type Error = Mismatch;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        self.0.push(&value.serialize(Body)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue, Mismatch> {
        Ok(self.0.into())
    }
}
