//! Where a product stands in an order, as numbers that compare fast within one segment.

use std::ops::{Bound, Range};

use smallvec::SmallVec;
use tantivy::{DocId, Score};

use super::{columns::Columns, prices::Holding};
use crate::{
    plan::{Key, Plan},
    query::SortValue,
    term::SEPARATOR,
};
use domain::id::ProductId;
use uuid::Uuid;

/// The order in one segment.
pub(super) struct Ordering {
    keys: Vec<SegmentKey>,
    after: Option<(Keys, u128)>,
}

/// The numbers of an order's keys; there are three at most.
type Keys = SmallVec<[u128; 3]>;

enum SegmentKey {
    Score,
    SoldOut,
    Price {
        holding: Holding,
        descending: bool,
    },
    Created {
        descending: bool,
    },
    Updated {
        descending: bool,
    },
    Text {
        numbers: Range<u64>,
        beginning: usize,
        descending: bool,
    },
}

/// A product that was found.
pub(super) struct Hit {
    pub(super) doc: DocId,
    pub(super) score: Score,
    /// Whether it is sold out in the channel of the answer.
    pub(super) sold_out: bool,
}

/// Where a product stands: the lesser, the earlier.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    keys: Keys,
    id: u128,
    doc: DocId,
    score: Score,
}

/// Behind everything that has a value.
const MISSING: u128 = 1 << 100;

impl Ordering {
    pub(super) fn new(columns: &Columns, plan: &Plan) -> tantivy::Result<Self> {
        let keys = plan
            .order
            .iter()
            .map(|key| SegmentKey::new(columns, key, plan.at))
            .collect::<tantivy::Result<Vec<_>>>()?;
        let after = match &plan.after {
            Some((values, id)) => {
                let places = keys.iter().zip(&plan.order).zip(values);
                let places = places
                    .map(|((key, planned), value)| key.of_value(columns, planned, value))
                    .collect::<tantivy::Result<Keys>>()?;
                Some((places, id.uuid().as_u128()))
            }
            None => None,
        };
        Ok(Self { keys, after })
    }

    /// Where a product stands. None: not behind where the last page ended, or behind the worst of those that there is room
    /// for, if they are known.
    pub(super) fn place(
        &self,
        columns: &Columns,
        hit: &Hit,
        worst: Option<&Place>,
    ) -> Option<Place> {
        let keys = self.keys.iter().map(|key| key.of_document(columns, hit));
        let keys: Keys = keys.collect();
        // Nearly all of very many are told apart here, without their ids.
        if worst.is_some_and(|worst| keys > worst.keys) {
            return None;
        }
        let high = columns.id_high.first(hit.doc).unwrap_or_default();
        let low = columns.id_low.first(hit.doc).unwrap_or_default();
        let place = Place {
            keys,
            id: Uuid::from_u64_pair(high, low).as_u128(),
            doc: hit.doc,
            score: hit.score,
        };
        let is_after = match &self.after {
            Some((keys, id)) => (&place.keys, place.id) > (keys, *id),
            None => true,
        };
        let is_better = worst.is_none_or(|worst| place < *worst);
        (is_after && is_better).then_some(place)
    }

    /// The values that a place stands for.
    pub(super) fn values(
        &self,
        columns: &Columns,
        place: &Place,
    ) -> tantivy::Result<Vec<SortValue>> {
        let values = self.keys.iter().zip(&place.keys);
        values
            .map(|(key, place_key)| key.value(columns, *place_key, place.score))
            .collect()
    }
}

impl SegmentKey {
    fn new(columns: &Columns, key: &Key, at: i64) -> tantivy::Result<Self> {
        Ok(match key {
            Key::Score => Self::Score,
            Key::SoldOut => Self::SoldOut,
            Key::Price { whose, descending } => Self::Price {
                holding: columns.prices.holding(whose.as_ref(), at)?,
                descending: *descending,
            },
            Key::Created { descending } => Self::Created {
                descending: *descending,
            },
            Key::Updated { descending } => Self::Updated {
                descending: *descending,
            },
            Key::Text { name, descending } => {
                let beginning = format!("{name}{SEPARATOR}");
                Self::Text {
                    numbers: columns.sorts.beginning(&beginning)?,
                    beginning: beginning.len(),
                    descending: *descending,
                }
            }
        })
    }

    fn of_document(&self, columns: &Columns, hit: &Hit) -> u128 {
        match self {
            Self::Score => placed(score_number(hit.score), true),
            Self::SoldOut => u128::from(hit.sold_out),
            Self::Price {
                holding,
                descending,
            } => {
                let mut least: Option<i64> = None;
                columns
                    .prices
                    .each(columns.rows.of(hit.doc), holding, |_, amount| {
                        least = Some(least.map_or(amount, |least| least.min(amount)));
                    });
                least.map_or(MISSING, |least| placed(whole_number(least), *descending))
            }
            Self::Created { descending } => {
                let moment = columns.created.first(hit.doc).unwrap_or_default();
                placed(whole_number(moment), *descending)
            }
            Self::Updated { descending } => {
                let moment = columns.updated.first(hit.doc).unwrap_or_default();
                placed(whole_number(moment), *descending)
            }
            Self::Text {
                numbers,
                descending,
                ..
            } => columns
                .sorts
                .numbers(hit.doc)
                .find(|number| numbers.contains(number))
                // Twice and one more: between two texts of a segment there is room for one that isn't in it.
                .map_or(MISSING, |number| placed(number * 2 + 1, *descending)),
        }
    }

    fn of_value(&self, columns: &Columns, key: &Key, value: &SortValue) -> tantivy::Result<u128> {
        Ok(match (self, value) {
            (_, SortValue::Missing(())) => MISSING,
            (Self::SoldOut, SortValue::Whole(number)) => u128::from(*number != 0),
            (Self::Score, SortValue::Score(score)) => placed(score_number(*score), true),
            (
                Self::Price { descending, .. }
                | Self::Created { descending }
                | Self::Updated { descending },
                SortValue::Whole(number),
            ) => placed(whole_number(*number), *descending),
            (Self::Text { descending, .. }, SortValue::Text(text)) => {
                let name = match key {
                    Key::Text { name, .. } => name.as_str(),
                    _ => "",
                };
                let wanted = format!("{name}{SEPARATOR}{text}");
                let number = match columns.sorts.number(&wanted)? {
                    Some(number) => number * 2 + 1,
                    None => {
                        let from = columns
                            .sorts
                            .between(Bound::Included(&wanted), Bound::Unbounded)?;
                        from.start * 2
                    }
                };
                placed(number, *descending)
            }
            // A cursor is only made of the values of its order.
            _ => MISSING,
        })
    }

    fn value(&self, columns: &Columns, place: u128, score: Score) -> tantivy::Result<SortValue> {
        if place == MISSING {
            return Ok(SortValue::Missing(()));
        }
        let number = |descending: bool| {
            let number = u64::try_from(place).unwrap_or_default();
            if descending { !number } else { number }
        };
        Ok(match self {
            Self::Score => SortValue::Score(score),
            Self::SoldOut => SortValue::Whole(i64::try_from(place).unwrap_or_default()),
            Self::Price { descending, .. }
            | Self::Created { descending }
            | Self::Updated { descending } => {
                SortValue::Whole((number(*descending) ^ (1 << 63)).cast_signed())
            }
            Self::Text {
                beginning,
                descending,
                ..
            } => {
                let text = columns.sorts.text(number(*descending) / 2)?;
                SortValue::Text(text[*beginning..].to_owned())
            }
        })
    }
}

impl Place {
    pub(super) fn id(&self) -> ProductId {
        Uuid::from_u128(self.id).into()
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn score(&self) -> Score {
        self.score
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.keys, self.id).cmp(&(&other.keys, other.id))
    }
}

fn placed(number: u64, descending: bool) -> u128 {
    u128::from(if descending { !number } else { number })
}

/// A whole number in the order of natural ones.
fn whole_number(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// A score in the order of natural numbers. Scores are never negative.
fn score_number(score: Score) -> u64 {
    u64::from(score.max(0.0).to_bits())
}
