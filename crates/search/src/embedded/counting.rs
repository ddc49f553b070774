//! Counting facets in one segment.

use std::{collections::HashMap, ops::Range};

use tantivy::DocId;

use super::{
    collect::Gathered,
    columns::Columns,
    passing::Passing,
    prices::{Holding, Prices},
    rows::Row,
    tally::{Once, Tally},
    texts::{Texts, narrow_range},
};
use crate::plan::Count;

/// The counts of one segment.
pub(super) struct Counting {
    counts: Vec<One>,
    /// The counts of terms, together by their condition, which each has the place of.
    terms: Vec<(usize, Tally)>,
}

/// A count.
enum One {
    Terms {
        range: Range<u32>,
        /// The place of its tally.
        tally: usize,
    },
    Prices(Priced),
    Suggestions {
        range: Range<u32>,
        tally: Tally,
    },
}

/// The count of prices.
struct Priced {
    /// The place of its condition.
    within: usize,
    holding: Holding,
    ranges: Vec<(i64, i64)>,
    /// Whether neither the least nor the greatest of a range is less than that of the one before it.
    in_order: bool,
    counts: Once,
    prices: Option<(i64, i64)>,
}

impl Counting {
    /// The counts of a plan, and the place of the condition of each.
    pub(super) fn new(
        columns: &Columns,
        plan: &[Count],
        conditions: &[usize],
        at: i64,
    ) -> tantivy::Result<Self> {
        let mut counts = Vec::with_capacity(plan.len());
        let mut together: Vec<(usize, Vec<Range<u32>>)> = Vec::new();
        for (count, within) in plan.iter().zip(conditions) {
            counts.push(match count {
                Count::Terms { beginning, .. } => {
                    let range = narrow_range(&columns.terms.beginning(beginning)?)?;
                    let known = together.iter().position(|(known, _)| known == within);
                    let tally = known.unwrap_or(together.len());
                    if known.is_none() {
                        together.push((*within, Vec::new()));
                    }
                    together[tally].1.push(range.clone());
                    One::Terms { range, tally }
                }
                Count::Suggestions { beginning } => {
                    let range = narrow_range(&columns.suggestions.beginning(beginning)?)?;
                    let tally = Tally::new(std::slice::from_ref(&range));
                    One::Suggestions { range, tally }
                }
                Count::Prices { whose, ranges, .. } => {
                    let holding = columns.prices.holding(whose.as_ref(), at)?;
                    One::Prices(Priced::new(*within, holding, ranges))
                }
            });
        }
        let tallies = together.into_iter();
        let terms = tallies.map(|(within, ranges)| (within, Tally::new(&ranges)));
        Ok(Self {
            counts,
            terms: terms.collect(),
        })
    }

    /// Counts a product of which these variants meet the conditions.
    pub(super) fn count(&mut self, columns: &Columns, doc: DocId, conditions: &[Passing]) {
        if self.counts.is_empty() {
            return;
        }
        let row = columns.rows.of(doc);
        for (within, tally) in &mut self.terms {
            tally.count_variants(doc, row.variants, &conditions[*within]);
        }
        for one in &mut self.counts {
            match one {
                One::Terms { .. } => {}
                One::Suggestions { tally, .. } => {
                    for number in columns.suggestions.numbers(doc) {
                        tally.count(doc, &[u32::try_from(number).unwrap_or(u32::MAX)]);
                    }
                }
                One::Prices(priced) => {
                    let passing = &conditions[priced.within];
                    priced.count(&columns.prices, doc, row, passing);
                }
            }
        }
    }

    pub(super) fn into_gathered(self, columns: &Columns) -> tantivy::Result<Vec<Gathered>> {
        let terms = self.terms;
        let gathered = |one: One| -> tantivy::Result<Gathered> {
            Ok(match one {
                One::Terms { range, tally } => named(&terms[tally].1, &range, &columns.terms)?,
                One::Suggestions { range, tally } => named(&tally, &range, &columns.suggestions)?,
                One::Prices(Priced { counts, prices, .. }) => {
                    Gathered::new(HashMap::new(), counts.into_counts(), prices)
                }
            })
        };
        self.counts.into_iter().map(gathered).collect()
    }
}

/// What was counted of a range of texts.
fn named(tally: &Tally, range: &Range<u32>, texts: &Texts) -> tantivy::Result<Gathered> {
    let (numbers, counts) = tally.counted(range);
    let terms = texts.texts(&numbers)?.into_iter().zip(counts).collect();
    Ok(Gathered::new(terms, Vec::new(), None))
}

impl Priced {
    fn new(within: usize, holding: Holding, ranges: &[(Option<i64>, Option<i64>)]) -> Self {
        let ranges: Vec<(i64, i64)> = ranges
            .iter()
            .map(|(min, max)| (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX)))
            .collect();
        Self {
            within,
            holding,
            in_order: ranges.is_sorted_by(|one, next| one.0 <= next.0 && one.1 <= next.1),
            counts: Once::new(ranges.len()),
            ranges,
            prices: None,
        }
    }

    /// Counts a product for the prices of those of its variants that pass.
    fn count(&mut self, all: &Prices, doc: DocId, row: Row<'_>, passing: &Passing) {
        let Self {
            holding,
            ranges,
            in_order,
            counts,
            prices,
            ..
        } = self;
        all.each(row, holding, |variant, amount| {
            if !passing.has(variant) {
                return;
            }
            let (min, max) = prices.get_or_insert((amount, amount));
            *min = amount.min(*min);
            *max = amount.max(*max);
            let places = if *in_order {
                let first = ranges.partition_point(|(_, max)| *max < amount);
                first..ranges.partition_point(|(min, _)| *min <= amount)
            } else {
                0..ranges.len()
            };
            for place in places {
                let (min, max) = ranges[place];
                if (min..=max).contains(&amount) {
                    counts.count(doc, place);
                }
            }
        });
    }
}
