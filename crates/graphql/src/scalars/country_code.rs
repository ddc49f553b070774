//! `CountryCode`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use domain::country::Country;

use crate::error::refuse_value;

/// A country by its two capital letters, such as `DE` (ISO 3166-1 alpha-2).
#[derive(Clone, Copy, Debug)]
pub(crate) struct CountryCode(pub(crate) Country);

/// A country by its two capital letters, such as `DE` (ISO 3166-1 alpha-2).
#[Scalar(
    name = "CountryCode",
    specified_by_url = "https://www.iso.org/iso-3166-country-codes.html"
)]
impl ScalarType for CountryCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Some(text) = super::text(&value) else {
            return Err(refuse_value(
                "A country is a string of two capital letters, such as \"DE\".",
            ));
        };
        Country::parse(text).map(Self).map_err(refuse_value)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_str().to_owned())
    }
}
