//! `DateTime`.

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use chrono::{SecondsFormat, Utc};
use domain::clock::Timestamp;

use crate::error::refuse_value;

/// A moment with its offset from UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DateTime(pub(crate) Timestamp);

/// A moment with its offset from UTC, such as `2026-11-22T18:30:00Z` (RFC 3339). Answers are in UTC, to the microsecond.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://www.rfc-editor.org/info/rfc3339"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        super::text(&value)
            .and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok())
            .map(|moment| Self(moment.with_timezone(&Utc)))
            .ok_or_else(|| {
                refuse_value(format!(
                    "{value} is not a moment with its offset, such as \"2026-11-22T18:30:00Z\" (RFC 3339)."
                ))
            })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
