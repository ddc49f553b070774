//! `AttributeScalar`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use domain::catalog::{AttributeValue, Scalar as DomainScalar};
use serde_json::Number;

use crate::error::refuse_value;

/// What a product or a variant has of one attribute.
#[derive(Clone, Debug)]
pub(crate) struct AttributeScalar(pub(crate) Value);

/// The value of an attribute, by the attribute's `valueType`: TEXT a string, NUMBER a number, BOOLEAN a boolean, DATE a
/// string such as `"2026-11-22"`, ENUM the code of the value as a string. Of an attribute with several values, a list.
#[Scalar(name = "AttributeScalar")]
impl ScalarType for AttributeScalar {
    fn parse(value: Value) -> InputValueResult<Self> {
        let one = |value: &Value| {
            matches!(
                value,
                Value::String(_) | Value::Number(_) | Value::Boolean(_)
            )
        };
        let fits = match &value {
            Value::List(values) => values.iter().all(one),
            value => one(value),
        };
        if fits {
            return Ok(Self(value));
        }
        Err(refuse_value(
            "The value of an attribute is a string, a number, a boolean, or a list of them.",
        ))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

impl From<&AttributeValue> for AttributeScalar {
    fn from(value: &AttributeValue) -> Self {
        Self(match value {
            AttributeValue::One(scalar) => one(scalar),
            AttributeValue::Many(scalars) => Value::List(scalars.iter().map(one).collect()),
        })
    }
}

fn one(scalar: &DomainScalar) -> Value {
    match scalar {
        DomainScalar::Text(text) => Value::String(text.clone()),
        DomainScalar::Number(number) => number_value(*number),
        DomainScalar::Boolean(boolean) => Value::Boolean(*boolean),
        DomainScalar::Date(date) => Value::String(date.to_string()),
        DomainScalar::Enum(code) => Value::String(code.as_str().to_owned()),
    }
}

/// A whole number is written without a fraction: `30000`, not `30000.0`.
fn number_value(number: f64) -> Value {
    let whole = number.to_string().parse::<i64>().ok().map(Number::from);
    whole
        .or_else(|| Number::from_f64(number))
        .map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_fraction() {
        let shown = |number| number_value(number).to_string();
        assert_eq!(
            [shown(30_000.0), shown(1.2), shown(-0.5), shown(1e21)],
            ["30000", "1.2", "-0.5", "1e+21"]
        );
    }
}
