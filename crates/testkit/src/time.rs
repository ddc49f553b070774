//! A clock that stands still and identifiers that count, so that what a test reads back is known beforehand.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, TimeDelta};
use domain::clock::{Clock, IdSource, Timestamp};
use persistence::Setup;
use uuid::{Builder, Uuid};

/// A clock that stands at noon of 22 November 2026 (UTC) until it is moved.
#[derive(Debug)]
pub struct StandingClock(Mutex<Timestamp>);

impl StandingClock {
    /// Moves it on.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Default for StandingClock {
    fn default() -> Self {
        Self(Mutex::new(
            DateTime::from_timestamp(1_795_348_800, 0).expect("that moment is in range"),
        ))
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Identifiers of version 7 whose last digits count from 1.
#[derive(Debug, Default)]
pub struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&number.to_be_bytes());
        Builder::from_unix_timestamp_millis(1_795_348_800_000, &random).into_uuid()
    }
}

/// A standing clock and counting identifiers for a store, and the clock to move it.
#[must_use]
pub fn setup() -> (Setup, Arc<StandingClock>) {
    let clock = Arc::new(StandingClock::default());
    let setup = Setup {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ids: Arc::new(CountingIds::default()),
    };
    (setup, clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_count_and_are_of_version_7() {
        let ids = CountingIds::default();
        let first = ids.next();
        assert_eq!(first.get_version_num(), 7);
        assert_eq!(first.to_string(), "01a20320-a200-7000-8000-000000000001");
        assert!(ids.next() > first);
    }

    #[test]
    fn the_clock_stands_until_it_is_moved() {
        let (setup, clock) = setup();
        assert_eq!(setup.clock.now().to_rfc3339(), "2026-11-22T12:00:00+00:00");
        clock.advance(TimeDelta::seconds(5));
        assert_eq!(setup.clock.now().to_rfc3339(), "2026-11-22T12:00:05+00:00");
    }
}
