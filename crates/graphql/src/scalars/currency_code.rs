//! `CurrencyCode`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use domain::pricing::Currency;

use crate::error::refuse_value;

/// A currency by its three capital letters, such as `EUR` (ISO 4217).
#[derive(Clone, Copy, Debug)]
pub(crate) struct CurrencyCode(pub(crate) Currency);

/// A currency by its three capital letters, such as `EUR` (ISO 4217).
#[Scalar(
    name = "CurrencyCode",
    specified_by_url = "https://www.iso.org/iso-4217-currency-codes.html"
)]
impl ScalarType for CurrencyCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Some(text) = super::text(&value) else {
            return Err(refuse_value(
                "A currency is a string of three capital letters, such as \"EUR\".",
            ));
        };
        Currency::parse(text).map(Self).map_err(refuse_value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_str().to_owned())
    }
}
