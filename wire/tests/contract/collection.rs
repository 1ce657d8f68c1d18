//! Collects samples of types by name. Each sample is read back as a check.

use std::{any::type_name, collections::BTreeMap};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::shape::Shape;

/// The samples of one module of the contract.
#[derive(Default)]
pub struct Samples(BTreeMap<String, Value>);

impl Samples {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a struct. `full` has every optional field.
    pub fn object<T: Serialize + DeserializeOwned + PartialEq>(self, full: &T) -> Self {
        let name = name::<T>();
        let Value::Object(fields) = round_trip(full) else {
            panic!("{name} is not an object");
        };
        if let Shape::Fields(declared) = Shape::of::<T>() {
            for field in declared {
                assert!(fields.contains_key(*field), "{name}: the sample lacks `{field}`");
            }
        }
        let mut entry = json!({ "full": fields });
        let least: Map<String, Value> = fields
            .iter()
            .filter(|(field, _)| !reads::<T>(&without(&fields, field)))
            .map(|(field, value)| (field.clone(), value.clone()))
            .collect();
        if least.len() < fields.len() {
            let least: T = serde_json::from_value(Value::Object(least)).unwrap();
            entry["least"] = round_trip(&least);
        }
        let mut unknown = fields;
        unknown.insert("somethingElse".to_owned(), Value::Null);
        if !reads::<T>(&unknown) {
            entry["refusesUnknownFields"] = true.into();
        }
        self.keep::<T>(entry)
    }

    /// Adds an enum whose variants have no data.
    pub fn variants<T: Serialize + DeserializeOwned + PartialEq>(self) -> Self {
        let Shape::Variants(variants) = Shape::of::<T>() else {
            panic!("{} is not an enum", name::<T>());
        };
        for variant in variants {
            let read: T = serde_json::from_value((*variant).into()).unwrap();
            assert_eq!(round_trip(&read), *variant);
        }
        self.keep::<T>(json!(variants))
    }

    /// Adds an enum whose variants have data: one value of each.
    pub fn values<T: Serialize + DeserializeOwned + PartialEq>(self, values: &[T]) -> Self {
        let values: Vec<Value> = values.iter().map(round_trip).collect();
        self.keep::<T>(json!(values))
    }

    pub fn names(&self) -> impl Iterator<Item = String> {
        self.0.keys().cloned()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&self.0).unwrap()
    }

    fn keep<T>(mut self, entry: Value) -> Self {
        let earlier = self.0.insert(name::<T>(), entry);
        assert!(earlier.is_none(), "{} has two samples", name::<T>());
        self
    }
}

/// Returns the type's name without path and parameters.
fn name<T>() -> String {
    let path = type_name::<T>().split('<').next().unwrap();
    path.rsplit("::").next().unwrap().to_owned()
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq>(value: &T) -> Value {
    let json = serde_json::to_value(value).unwrap();
    let read: T = serde_json::from_value(json.clone()).unwrap();
    assert!(read == *value, "{} changes in a round trip: {json}", name::<T>());
    json
}

fn reads<T: DeserializeOwned>(fields: &Map<String, Value>) -> bool {
    serde_json::from_value::<T>(Value::Object(fields.clone())).is_ok()
}

fn without(fields: &Map<String, Value>, field: &str) -> Map<String, Value> {
    let mut fields = fields.clone();
    fields.remove(field);
    fields
}
