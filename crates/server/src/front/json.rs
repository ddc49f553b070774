//! JSON read strictly: a key that comes twice in an object is an error, so that no two readers of a request see two
//! different requests; and values carried between the JSON of the validator and that of the executor in their order.

use std::fmt;

use apollo_compiler::response::serde_json_bytes::Map;
use apollo_compiler::response::{JsonMap, JsonValue};
use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value in which no object has a key twice.
pub(crate) struct Strict(pub JsonValue);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = JsonValue;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<JsonValue, E> {
        Ok(JsonValue::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<JsonValue, E> {
        Ok(JsonValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<JsonValue, E> {
        Ok(JsonValue::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<JsonValue, E> {
        Ok(JsonValue::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<JsonValue, E> {
        let number =
            serde_json::Number::from_f64(value).ok_or_else(|| E::custom("number out of range"))?;
        Ok(JsonValue::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<JsonValue, E> {
        Ok(JsonValue::String(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<JsonValue, E> {
        Ok(JsonValue::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<JsonValue, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(entry)) = entries.next_element()? {
            list.push(entry);
        }
        Ok(JsonValue::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<JsonValue, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Strict(value) = entries.next_value()?;
            if object.contains_key(key.as_str()) {
                let start: String = key.chars().take(50).collect();
                return Err(A::Error::custom(format_args!(
                    "the key \"{start}\" comes twice"
                )));
            }
            object.insert(key, value);
        }
        Ok(JsonValue::Object(object))
    }
}

/// The executor's value for a JSON value; keys keep their order.
pub(super) fn into_value(json: JsonValue) -> Value {
    match json {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(value) => Value::Boolean(value),
        JsonValue::Number(value) => Value::Number(value),
        JsonValue::String(value) => Value::String(String::from(value.as_str())),
        JsonValue::Array(entries) => Value::List(entries.into_iter().map(into_value).collect()),
        JsonValue::Object(entries) => Value::Object(into_object(entries)),
    }
}

/// The executor's object for a JSON object; keys keep their order.
pub(super) fn into_object(entries: JsonMap) -> IndexMap<Name, Value> {
    entries
        .into_iter()
        .map(|(key, value)| (Name::new(key.as_str()), into_value(value)))
        .collect()
}
