//! Attributes: a JSON object by attribute code.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    catalog::{AttributeValue, Attributes, Scalar, ValueType},
    outcome::Fault,
    reference::Reference,
    text::Code,
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use super::{DOING, decode, encode};
use crate::fault::corrupt;

/// What becomes of an attribute that the reference doesn't know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is left out: for a reader whose reference may be a moment older than the product.
    LeaveOut,
    /// It is a fault: for a writer, which would lose it.
    Refuse,
}

/// As JSON.
#[must_use]
pub fn attributes_to_text(attributes: &Attributes) -> String {
    if attributes.is_empty() {
        String::from("{}")
    } else {
        encode(&Object(attributes))
    }
}

/// From JSON, each value of the type that its attribute has.
///
/// # Errors
/// A fault of kind `Corrupt` where a value is not of its attribute's type.
pub fn attributes_from_text(
    text: &str,
    reference: &Reference,
    unknown: Unknown,
) -> Result<Attributes, Fault> {
    if text == "{}" {
        return Ok(Attributes::new());
    }
    let object: BTreeMap<String, Value> = decode(text)?;
    let mut attributes = Attributes::new();
    for (code, value) in object {
        let Some(known) = reference.attributes.by_code(&code) else {
            match unknown {
                Unknown::LeaveOut => continue,
                Unknown::Refuse => {
                    return Err(corrupt(DOING, format!("there is no attribute {code:?}")));
                }
            }
        };
        let value = attribute_value(value, known.value.value_type).ok_or_else(|| {
            corrupt(
                DOING,
                format!("a value of the attribute {code:?} is not of its type"),
            )
        })?;
        attributes.insert(known.value.code.clone(), value);
    }
    Ok(attributes)
}

struct Object<'a>(&'a Attributes);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (code, value) in self.0 {
            match value {
                AttributeValue::One(scalar) => {
                    map.serialize_entry(code.as_str(), &Plain(scalar))?;
                }
                AttributeValue::Many(scalars) => {
                    map.serialize_entry(
                        code.as_str(),
                        &scalars.iter().map(Plain).collect::<Vec<_>>(),
                    )?;
                }
            }
        }
        map.end()
    }
}

struct Plain<'a>(&'a Scalar);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Scalar::Text(text) => serializer.serialize_str(text),
            Scalar::Number(number) => match whole(*number) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(*number),
            },
            Scalar::Boolean(boolean) => serializer.serialize_bool(*boolean),
            Scalar::Date(date) => serializer.collect_str(date),
            Scalar::Enum(code) => serializer.serialize_str(code),
        }
    }
}

/// A whole number that a float holds exactly: written without a point.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    // What is below this prints without an exponent, and parses as an integer if it is one.
    if number.abs() <= EXACT && number.fract() == 0.0 {
        format!("{number:.0}").parse().ok()
    } else {
        None
    }
}

fn attribute_value(value: Value, value_type: ValueType) -> Option<AttributeValue> {
    match value {
        Value::Array(values) => {
            let scalars: Option<Vec<_>> = values
                .into_iter()
                .map(|value| scalar(value, value_type))
                .collect();
            scalars.map(AttributeValue::Many)
        }
        value => scalar(value, value_type).map(AttributeValue::One),
    }
}

fn scalar(value: Value, value_type: ValueType) -> Option<Scalar> {
    match (value_type, value) {
        (ValueType::Text, Value::String(text)) => Some(Scalar::Text(text)),
        (ValueType::Number, Value::Number(number)) => number.as_f64().map(Scalar::Number),
        (ValueType::Boolean, Value::Bool(boolean)) => Some(Scalar::Boolean(boolean)),
        (ValueType::Date, Value::String(text)) => text.parse::<NaiveDate>().ok().map(Scalar::Date),
        (ValueType::Enum, Value::String(code)) => Some(Scalar::Enum(Code::trusted(&code))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{catalog::Attribute, id::AttributeId, reference::Entry};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn reference() -> Reference {
        let mut reference = Reference::default();
        for value_type in ValueType::ALL {
            let code = Code::trusted(&value_type.as_str().to_lowercase());
            let value = Arc::new(Attribute {
                code: code.clone(),
                name: String::from(value_type.as_str()),
                value_type: *value_type,
                unit: None,
                list: false,
                filterable: false,
                searchable: false,
                values: Vec::new(),
                translations: BTreeMap::new(),
            });
            reference.attributes.insert(
                code,
                Entry {
                    id: AttributeId(Uuid::nil()),
                    version: 1,
                    value,
                },
            );
        }
        reference
    }

    fn one(code: &str, scalar: Scalar) -> Attributes {
        Attributes::from([(Code::trusted(code), AttributeValue::One(scalar))])
    }

    #[test]
    fn attributes_are_plain_json_in_the_order_of_their_codes() {
        let mut attributes = one("text", Scalar::Text(String::from("wool \"fine\"")));
        attributes.extend(one("boolean", Scalar::Boolean(true)));
        attributes.extend(one("date", Scalar::Date("2026-11-22".parse().unwrap())));
        let codes = vec![
            Scalar::Enum(Code::trusted("black")),
            Scalar::Enum(Code::trusted("red")),
        ];
        attributes.insert(Code::trusted("enum"), AttributeValue::Many(codes));
        let text = attributes_to_text(&attributes);
        assert_eq!(
            text,
            r#"{"boolean":true,"date":"2026-11-22","enum":["black","red"],"text":"wool \"fine\""}"#
        );
        assert_eq!(
            attributes_from_text(&text, &reference(), Unknown::Refuse).unwrap(),
            attributes
        );
    }

    #[test]
    fn a_whole_number_is_written_without_a_point() {
        assert_eq!(
            attributes_to_text(&one("number", Scalar::Number(30_000.0))),
            r#"{"number":30000}"#
        );
        assert_eq!(
            attributes_to_text(&one("number", Scalar::Number(-3.0))),
            r#"{"number":-3}"#
        );
        assert_eq!(
            attributes_to_text(&one("number", Scalar::Number(1.2))),
            r#"{"number":1.2}"#
        );
    }

    #[test]
    fn an_unknown_attribute_is_left_out_for_readers_and_refused_for_writers() {
        let text = r#"{"boolean":true,"gone":1}"#;
        assert_eq!(
            attributes_from_text(text, &reference(), Unknown::LeaveOut).unwrap(),
            one("boolean", Scalar::Boolean(true))
        );
        assert!(attributes_from_text(text, &reference(), Unknown::Refuse).is_err());
        assert!(
            attributes_from_text(r#"{"boolean":"yes"}"#, &reference(), Unknown::LeaveOut).is_err()
        );
    }

    proptest! {
        #[test]
        fn every_finite_number_survives(number in proptest::num::f64::NORMAL | proptest::num::f64::ZERO | proptest::num::f64::SUBNORMAL) {
            let attributes = one("number", Scalar::Number(number));
            prop_assert_eq!(attributes_from_text(&attributes_to_text(&attributes), &reference(), Unknown::Refuse).unwrap(), attributes);
        }
    }
}
