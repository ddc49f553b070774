//! `Decimal`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use domain::pricing::{AMOUNT_DIGITS, Amount};

use crate::error::refuse_value;

/// An exact decimal number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal(pub(crate) rust_decimal::Decimal);

/// An exact decimal number as a string with a point, such as `"19.99"`. It is never a float: a client that computes with
/// it needs a decimal type of its own.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let written = match &value {
            Value::String(text) => text.clone(),
            // A whole number is exact; one with a fraction went through a float on its way.
            Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
            _ => {
                return Err(refuse_value(format!(
                    "{value} is not exact: write amounts as strings, such as \"19.99\"."
                )));
            }
        };
        let (digits, sign) = match written.strip_prefix('-') {
            Some(digits) => (digits, -rust_decimal::Decimal::ONE),
            None => (written.as_str(), rust_decimal::Decimal::ONE),
        };
        let amount = Amount::parse(digits, AMOUNT_DIGITS).map_err(refuse_value)?;
        Ok(Self(amount.to_decimal(AMOUNT_DIGITS) * sign))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
