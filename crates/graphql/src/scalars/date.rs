//! `Date`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;

use crate::error::refuse_value;

/// A calendar day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A calendar day, such as `2026-11-22` (RFC 3339, full-date).
#[Scalar(
    name = "Date",
    specified_by_url = "https://www.rfc-editor.org/info/rfc3339"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        super::text(&value)
            .and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
            .map(Self)
            .ok_or_else(|| refuse_value(format!("{value} is not a day, such as \"2026-11-22\".")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
