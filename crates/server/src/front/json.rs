//! JSON read strictly: a key that comes twice in an object is an error, so that no two readers of a request see two
//! different requests; and values carried between the JSON of the validator and that of the executor in their order.

use std::{cell::Cell, fmt};

use apollo_compiler::response::serde_json_bytes::Map;
use apollo_compiler::response::{JsonMap, JsonValue};
use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Why a JSON text was not read to its end.
pub(crate) enum Unreadable {
    /// It isn't JSON, or an object has a key twice.
    Json(serde_json::Error),
    /// It has more values than it may have. Reading it all would take many times its bytes.
    TooManyValues,
}

/// Reads a JSON value in which no object has a key twice, of at most so many values.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn read_strictly(text: &[u8], most: usize) -> Result<JsonValue, Unreadable> {
    let left = Cell::new(most);
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let read = Strict(&left)
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    read.map_err(|error| {
        if left.get() == 0 {
            Unreadable::TooManyValues
        } else {
            Unreadable::Json(error)
        }
    })
}

/// Reads one value, and counts how many more there may be.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a Cell<usize>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = JsonValue;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonValue, D::Error> {
        let left = self.0.get().saturating_sub(1);
        self.0.set(left);
        if left == 0 {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
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
        while let Some(entry) = entries.next_element_seed(self)? {
            list.push(entry);
        }
        Ok(JsonValue::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<JsonValue, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(self)?;
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
