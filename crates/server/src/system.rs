//! The system's clock and its identifiers: the one place that reads them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::clock::{Clock, IdSource, Timestamp};
use persistence::Setup;
use uuid::Uuid;

/// The time of this machine, in whole microseconds.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else takes"
    )]
    fn now(&self) -> Timestamp {
        let now = Utc::now();
        DateTime::from_timestamp_micros(now.timestamp_micros())
            .expect("the present is a moment that can be written")
    }
}

/// Identifiers of version 7. Each is greater than the one before, also within a millisecond and when the clock of the
/// machine is put back.
#[derive(Clone, Copy, Debug)]
pub struct SystemIds;

impl IdSource for SystemIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the source that everybody else takes"
    )]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// What a store takes time and identifiers from, outside of tests.
#[must_use]
pub fn setup() -> Setup {
    Setup {
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_grow_also_within_a_millisecond() {
        let ids: Vec<_> = (0..10_000).map(|_| SystemIds.next()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn the_clock_tells_whole_microseconds() {
        assert_eq!(SystemClock.now().timestamp_subsec_nanos() % 1000, 0);
    }
}
