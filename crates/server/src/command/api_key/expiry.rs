//! When a key ends, as people write it.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::clock::Timestamp;

/// A moment, or a time from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expiry {
    At(Timestamp),
    In(TimeDelta),
}

impl Expiry {
    pub(super) fn from(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(moment) => moment,
            Self::In(time) => now
                .checked_add_signed(time)
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
        }
    }
}

impl FromStr for Expiry {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::At(moment.to_utc()));
        }
        if let Ok(date) = NaiveDate::from_str(text) {
            return Ok(Self::At(date.and_time(NaiveTime::MIN).and_utc()));
        }
        let from_now = text.char_indices().last().and_then(|(end, unit)| {
            let number: i64 = text[..end]
                .parse()
                .ok()
                .filter(|number| (1..=36_500).contains(number))?;
            match unit {
                'd' => TimeDelta::try_days(number),
                'h' => TimeDelta::try_hours(number),
                'm' => TimeDelta::try_minutes(number),
                _ => None,
            }
        });
        let message = "it is a date (2027-06-30), a moment (2027-06-30T12:00:00Z), or a time from now (90d, 12h, 30m)";
        from_now.map(Self::In).ok_or_else(|| String::from(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_a_moment_and_a_time_from_now_are_read() {
        let now = DateTime::parse_from_rfc3339("2026-11-22T12:00:00Z")
            .unwrap()
            .to_utc();
        let ends = |text: &str| {
            text.parse::<Expiry>()
                .map(|expiry| expiry.from(now).to_rfc3339())
        };
        assert_eq!(ends("2027-06-30").unwrap(), "2027-06-30T00:00:00+00:00");
        assert_eq!(
            ends("2027-06-30T12:00:00+02:00").unwrap(),
            "2027-06-30T10:00:00+00:00"
        );
        assert_eq!(ends("90d").unwrap(), "2027-02-20T12:00:00+00:00");
        assert_eq!(ends("12h").unwrap(), "2026-11-23T00:00:00+00:00");
        for wrong in ["", "soon", "d", "-3d", "3w", "99999999999d", "٣d"] {
            assert!(ends(wrong).is_err(), "{wrong}");
        }
    }
}
