//! Conditions on variants, with a segment's numbers in place of terms.

use std::ops::{Bound, Range};

use tantivy::DocId;

use super::{columns::Columns, prices::Holding, rows::Row, texts::narrow_range, unpacking::narrow};
use crate::plan::Match;

/// A condition on a variant of this segment.
#[derive(Debug, PartialEq)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// One of these terms; sorted.
    Terms(Vec<u32>),
    Between(Range<u32>),
    Keys(Vec<u64>),
    KeysBetween(Range<u64>),
    Price {
        holding: Holding,
        min: i64,
        max: i64,
    },
}

impl Condition {
    /// The condition at this moment, in microseconds.
    pub(super) fn new(columns: &Columns, plan: &Match, at: i64) -> tantivy::Result<Self> {
        let several = |plans: &[Match]| -> tantivy::Result<Vec<Self>> {
            let each = plans.iter().map(|plan| Self::new(columns, plan, at));
            each.collect()
        };
        Ok(match plan {
            Match::All(plans) => Self::All(several(plans)?),
            Match::Any(plans) => Self::Any(several(plans)?),
            Match::Not(plan) => Self::Not(Box::new(Self::new(columns, plan, at)?)),
            Match::Terms(terms) => {
                let mut numbers = Vec::with_capacity(terms.len());
                for term in terms {
                    let number = columns.terms.number(term)?;
                    numbers.extend(number.map(narrow).transpose()?);
                }
                numbers.sort_unstable();
                Self::Terms(numbers)
            }
            Match::Keys(keys) => {
                let mut numbers = Vec::with_capacity(keys.len());
                for key in keys {
                    numbers.extend(columns.keys.number(key)?);
                }
                numbers.sort_unstable();
                Self::Keys(numbers)
            }
            Match::Between(from, to) => {
                let terms = &columns.terms;
                Self::Between(narrow_range(&terms.between(as_str(from), as_str(to))?)?)
            }
            Match::KeysBetween(from, to) => {
                Self::KeysBetween(columns.keys.between(as_str(from), as_str(to))?)
            }
            Match::Price(price) => Self::Price {
                holding: columns.prices.holding(price.whose.as_ref(), at)?,
                min: price.min.unwrap_or(i64::MIN),
                max: price.max.unwrap_or(i64::MAX),
            },
        })
    }

    /// Whether every variant meets this.
    pub(super) fn is_everything(&self) -> bool {
        matches!(self, Self::All(conditions) if conditions.iter().all(Self::is_everything))
    }

    /// Whether a variant of a product meets this.
    pub(super) fn is_met(
        &self,
        columns: &Columns,
        doc: DocId,
        row: Row<'_>,
        variant: usize,
    ) -> bool {
        let met = |condition: &Self| condition.is_met(columns, doc, row, variant);
        let has = |wanted: &dyn Fn(u32) -> bool| {
            row.variants.common().iter().any(|number| wanted(*number))
                || row
                    .variants
                    .own(variant)
                    .iter()
                    .any(|number| wanted(*number))
        };
        match self {
            Self::All(conditions) => conditions.iter().all(met),
            Self::Any(conditions) => conditions.iter().any(met),
            Self::Not(condition) => !met(condition),
            Self::Terms(numbers) => match numbers.as_slice() {
                [] => false,
                [one] => has(&|number| number == *one),
                several => has(&|number| several.binary_search(&number).is_ok()),
            },
            Self::Between(range) => !range.is_empty() && has(&|number| range.contains(&number)),
            Self::Keys(numbers) => columns
                .keys
                .numbers(doc)
                .any(|number| numbers.binary_search(&number).is_ok()),
            Self::KeysBetween(range) => columns
                .keys
                .numbers(doc)
                .any(|number| range.contains(&number)),
            Self::Price { holding, min, max } => {
                let mut found = false;
                columns.prices.each(row, holding, |of, amount| {
                    found |= of == variant && (*min..=*max).contains(&amount);
                });
                found
            }
        }
    }
}

fn as_str(bound: &Bound<String>) -> Bound<&str> {
    match bound {
        Bound::Included(text) => Bound::Included(text),
        Bound::Excluded(text) => Bound::Excluded(text),
        Bound::Unbounded => Bound::Unbounded,
    }
}
