//! Counting facets in one segment.

use std::{collections::HashMap, ops::Range};

use tantivy::DocId;

use super::{
    collect::Gathered,
    columns::{Columns, Contexts, Texts, Variants},
    matching::Condition,
};
use crate::plan::Count;

/// The counts of one segment.
pub(super) struct Counting(Vec<One>);

enum One {
    Terms {
        within: Condition,
        numbers: Numbers,
    },
    Prices {
        within: Condition,
        contexts: Contexts,
        at: i64,
        ranges: Vec<(i64, i64)>,
        counts: Once,
        prices: Option<(i64, i64)>,
    },
    Suggestions(Numbers),
}

/// Products counted by the numbers of a range of texts.
struct Numbers {
    range: Range<u64>,
    counts: Once,
}

/// Counts of which a product counts for each once.
struct Once {
    counts: Vec<u64>,
    /// The last document that was counted for each, one counted up.
    last: Vec<DocId>,
}

impl Counting {
    pub(super) fn new(columns: &Columns, plan: &[Count], at: i64) -> tantivy::Result<Self> {
        let one = |count: &Count| -> tantivy::Result<One> {
            Ok(match count {
                Count::Terms { within, beginning } => One::Terms {
                    within: Condition::new(columns, within, at)?,
                    numbers: Numbers::new(columns.terms.beginning(beginning)?),
                },
                Count::Suggestions { beginning } => {
                    One::Suggestions(Numbers::new(columns.suggestions.beginning(beginning)?))
                }
                Count::Prices {
                    within,
                    whose,
                    ranges,
                } => One::Prices {
                    within: Condition::new(columns, within, at)?,
                    contexts: columns.price_contexts(whose.as_ref())?,
                    at,
                    ranges: ranges
                        .iter()
                        .map(|(min, max)| (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX)))
                        .collect(),
                    counts: Once::new(ranges.len()),
                    prices: None,
                },
            })
        };
        plan.iter()
            .map(one)
            .collect::<tantivy::Result<_>>()
            .map(Self)
    }

    /// Counts a product of which these variants are in the scope.
    pub(super) fn count(
        &mut self,
        columns: &Columns,
        doc: DocId,
        variants: &Variants,
        in_scope: &[bool],
    ) {
        let passing = |within: &Condition, variant: usize| {
            in_scope.get(variant) == Some(&true) && within.is_met(columns, doc, variants, variant)
        };
        for one in &mut self.0 {
            match one {
                One::Terms { within, numbers } => {
                    if numbers.range.is_empty() {
                        continue;
                    }
                    let mut any = false;
                    for variant in (0..variants.count()).filter(|v| passing(within, *v)) {
                        any = true;
                        numbers.count(doc, variants.own(variant));
                    }
                    if any {
                        numbers.count(doc, variants.common());
                    }
                }
                One::Suggestions(numbers) => {
                    for number in columns.suggestions.numbers(doc) {
                        numbers.count(doc, &[number]);
                    }
                }
                One::Prices {
                    within,
                    contexts,
                    at,
                    ranges,
                    counts,
                    prices,
                } => {
                    columns.prices(doc, contexts, *at, |variant, amount| {
                        if !passing(within, variant) {
                            return;
                        }
                        let (min, max) = prices.get_or_insert((amount, amount));
                        *min = amount.min(*min);
                        *max = amount.max(*max);
                        for (place, (from, to)) in ranges.iter().enumerate() {
                            if (*from..=*to).contains(&amount) {
                                counts.count(doc, place);
                            }
                        }
                    });
                }
            }
        }
    }

    pub(super) fn into_gathered(self, columns: &Columns) -> tantivy::Result<Vec<Gathered>> {
        let gathered = |one: One| -> tantivy::Result<Gathered> {
            Ok(match one {
                One::Terms { numbers, .. } => {
                    let terms = numbers.into_terms(&columns.terms)?;
                    Gathered::new(terms, Vec::new(), None)
                }
                One::Suggestions(numbers) => {
                    let terms = numbers.into_terms(&columns.suggestions)?;
                    Gathered::new(terms, Vec::new(), None)
                }
                One::Prices { counts, prices, .. } => {
                    Gathered::new(HashMap::new(), counts.counts, prices)
                }
            })
        };
        self.0.into_iter().map(gathered).collect()
    }
}

impl Numbers {
    fn new(range: Range<u64>) -> Self {
        let length = usize::try_from(range.end - range.start).unwrap_or_default();
        Self {
            range,
            counts: Once::new(length),
        }
    }

    /// Counts a product with these numbers, which are in their order.
    fn count(&mut self, doc: DocId, numbers: &[u64]) {
        let first = numbers.partition_point(|number| *number < self.range.start);
        for number in &numbers[first..] {
            if *number >= self.range.end {
                break;
            }
            if let Ok(place) = usize::try_from(number - self.range.start) {
                self.counts.count(doc, place);
            }
        }
    }

    fn into_terms(self, texts: &Texts) -> tantivy::Result<HashMap<String, u64>> {
        let counts = self.counts.counts;
        let counted = self.range.zip(counts).filter(|(_, count)| *count > 0);
        let (numbers, counts): (Vec<u64>, Vec<u64>) = counted.unzip();
        Ok(texts.texts(&numbers)?.into_iter().zip(counts).collect())
    }
}

impl Once {
    fn new(length: usize) -> Self {
        Self {
            counts: vec![0; length],
            last: vec![0; length],
        }
    }

    fn count(&mut self, doc: DocId, place: usize) {
        if self.last[place] != doc + 1 {
            self.last[place] = doc + 1;
            self.counts[place] += 1;
        }
    }
}
