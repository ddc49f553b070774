//! When nothing begins and nothing ends: the moments for which an answer stays the same.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
};

use tantivy::columnar::Column;

/// The span that was looked up last. A search asks as of now, and so for the same one until it ends.
#[derive(Default)]
pub(super) struct Quiet(Mutex<Range<i64>>);

/// How many rows are read at once.
const ROWS: usize = 1024;

impl Quiet {
    /// The span around a moment in which no row of these columns begins or ends: from the last such moment, which is in it, to
    /// the next one, which isn't.
    pub(super) fn around(&self, at: i64, columns: &[&Column<i64>]) -> Range<i64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.contains(&at) {
            let spans = columns.iter().map(|column| of_column(column, at));
            *known = spans.fold(i64::MIN..i64::MAX, within_both);
        }
        known.clone()
    }
}

/// What is in both of two spans that have something in common.
pub(super) fn within_both(one: Range<i64>, other: Range<i64>) -> Range<i64> {
    one.start.max(other.start)..one.end.min(other.end)
}

fn of_column(column: &Column<i64>, at: i64) -> Range<i64> {
    let values = &column.values;
    if values.num_vals() == 0 {
        return i64::MIN..i64::MAX;
    }
    // Nearly always all that begins has begun, and what ends does so at the end of time.
    let (least, greatest) = (values.min_value(), values.max_value());
    if greatest <= at {
        return greatest..i64::MAX;
    }
    if at < least {
        return i64::MIN..least;
    }
    let (mut last, mut next) = (least, greatest);
    let mut rows = [0; ROWS];
    let count = u64::from(values.num_vals());
    for start in (0..count).step_by(ROWS) {
        let length = usize::try_from(count - start).map_or(ROWS, |left| left.min(ROWS));
        values.get_range(start, &mut rows[..length]);
        for moment in &rows[..length] {
            if *moment <= at {
                last = last.max(*moment);
            } else {
                next = next.min(*moment);
            }
        }
    }
    last..next
}
