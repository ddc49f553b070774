//! Comparing the sort values of rows.

use std::cmp::Ordering;

use super::SortValue;
use crate::plan::Key;

/// Which of two rows comes first by the values of an order.
pub(crate) fn compare(order: &[Key], one: &[SortValue], other: &[SortValue]) -> Ordering {
    let pairs = one.iter().zip(other);
    order
        .iter()
        .zip(pairs)
        .map(|(key, (one, other))| compare_one(key, one, other))
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn compare_one(key: &Key, one: &SortValue, other: &SortValue) -> Ordering {
    let ascending = match (one, other) {
        (SortValue::Missing(()), SortValue::Missing(())) => return Ordering::Equal,
        (SortValue::Missing(()), _) => return Ordering::Greater,
        (_, SortValue::Missing(())) => return Ordering::Less,
        (SortValue::Whole(one), SortValue::Whole(other)) => one.cmp(other),
        (SortValue::Score(one), SortValue::Score(other)) => one.total_cmp(other),
        (SortValue::Text(one), SortValue::Text(other)) => one.cmp(other),
        // Two rows of one order have values of one kind.
        _ => Ordering::Equal,
    };
    let descending = match key {
        Key::Score => true,
        Key::SoldOut => false,
        Key::Price { descending, .. }
        | Key::Created { descending }
        | Key::Updated { descending }
        | Key::Text { descending, .. } => *descending,
    };
    if descending {
        ascending.reverse()
    } else {
        ascending
    }
}
