//! Moments as the databases keep them: whole microseconds since 1970 UTC.

use chrono::DateTime;
use domain::{clock::Timestamp, outcome::Fault};

use crate::fault::corrupt;

/// To the databases.
pub(crate) fn to_micros(moment: Timestamp) -> i64 {
    moment.timestamp_micros()
}

/// From the databases.
pub(crate) fn from_micros(micros: i64, doing: &'static str) -> Result<Timestamp, Fault> {
    DateTime::from_timestamp_micros(micros)
        .ok_or_else(|| corrupt(doing, format!("{micros} is not a moment")))
}
