//! When nothing begins and nothing ends: the moments for which an answer stays the same.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
};

/// The span that was looked up last. A search asks as of now, and so for the same one until it ends.
#[derive(Default)]
pub(super) struct Quiet(Mutex<Range<i64>>);

impl Quiet {
    /// The span around a moment in which none of these windows begins or ends: from the last such moment, which is in it, to
    /// the next one, which isn't.
    pub(super) fn around<W: Iterator<Item = Range<i64>>>(
        &self,
        at: i64,
        windows: impl FnOnce() -> W,
    ) -> Range<i64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.contains(&at) {
            *known = i64::MIN..i64::MAX;
            for moment in windows().flat_map(|window| [window.start, window.end]) {
                if moment <= at {
                    known.start = known.start.max(moment);
                } else {
                    known.end = known.end.min(moment);
                }
            }
        }
        known.clone()
    }
}

/// What is in both of two spans that have something in common.
pub(super) fn within_both(one: Range<i64>, other: Range<i64>) -> Range<i64> {
    one.start.max(other.start)..one.end.min(other.end)
}
