//! Counting products by their numbers: each number once a product, however many of its variants have it.

use std::ops::Range;

use tantivy::DocId;

use super::{passing::Passing, variants::Variants};

/// Counts for several ranges of numbers, of which the same variants are counted, in one pass over a product's numbers.
pub(super) struct Tally {
    /// From which number to which there are ranges.
    span: Range<u32>,
    /// Where each number of the span is counted; those of no range, and of no span, all in the first place.
    places: Vec<u32>,
    once: Once,
}

/// Counts of which a product counts for each once.
pub(super) struct Once {
    counts: Vec<u64>,
    /// The last document that was counted for each, one counted up.
    last: Vec<DocId>,
}

impl Once {
    /// So many.
    pub(super) fn new(length: usize) -> Self {
        Self {
            counts: vec![0; length],
            last: vec![0; length],
        }
    }

    /// Counts a product. There is nothing in here that a processor would have to guess.
    pub(super) fn count(&mut self, doc: DocId, place: usize) {
        let is_new = self.last[place] != doc + 1;
        self.counts[place] += u64::from(is_new);
        self.last[place] = doc + 1;
    }

    pub(super) fn into_counts(self) -> Vec<u64> {
        self.counts
    }
}

impl Tally {
    pub(super) fn new(ranges: &[Range<u32>]) -> Self {
        let filled = || ranges.iter().filter(|range| !range.is_empty());
        let start = filled().map(|range| range.start).min().unwrap_or_default();
        let end = filled().map(|range| range.end).max().unwrap_or_default();
        let mut places = vec![0; (end - start) as usize];
        let mut next = 1_u32;
        for number in filled().flat_map(Range::clone) {
            let place = &mut places[(number - start) as usize];
            if *place == 0 {
                *place = next;
                next += 1;
            }
        }
        Self {
            span: start..end,
            places,
            once: Once::new(next as usize),
        }
    }

    /// Counts a product for what those of its variants have that pass.
    pub(super) fn count_variants(&mut self, doc: DocId, variants: Variants<'_>, passing: &Passing) {
        if passing.has_all() {
            self.count(doc, variants.all());
        } else if passing.has_any() {
            self.count(doc, variants.common());
            for variant in (0..variants.count()).filter(|variant| passing.has(*variant)) {
                self.count(doc, variants.own(variant));
            }
        }
    }

    /// Counts a product with these numbers.
    pub(super) fn count(&mut self, doc: DocId, numbers: &[u32]) {
        if self.places.is_empty() {
            return;
        }
        for number in numbers {
            let within = number.wrapping_sub(self.span.start) as usize;
            let place = self.places.get(within).copied().unwrap_or_default() as usize;
            self.once.count(doc, place);
        }
    }

    /// The numbers of a range that were counted, in their order, and how often.
    pub(super) fn counted(&self, range: &Range<u32>) -> (Vec<u64>, Vec<u64>) {
        let place = |number: u32| self.places[(number - self.span.start) as usize] as usize;
        let counted = range
            .clone()
            .map(|number| (number, self.once.counts[place(number)]));
        counted
            .filter(|(_, count)| *count > 0)
            .map(|(number, count)| (u64::from(number), count))
            .unzip()
    }
}
