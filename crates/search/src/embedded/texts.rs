//! A column of texts, which are read as numbers.

use std::ops::{Bound, Range};

use tantivy::{
    DocId, SegmentReader,
    columnar::{BytesColumn, Column, StrColumn},
};

use super::unpacking::narrow;

/// A column of texts, as their numbers in the order of the texts.
pub(super) struct Texts(StrColumn);

impl Texts {
    pub(super) fn open(segment: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(name)?;
        Ok(Self(column.unwrap_or_else(|| {
            StrColumn::wrap(BytesColumn::empty(segment.max_doc()))
        })))
    }

    /// The numbers, as a column.
    pub(super) fn column(&self) -> &Column<u64> {
        self.0.ords()
    }

    /// How many different texts there are.
    pub(super) fn count(&self) -> usize {
        self.0.num_terms()
    }

    /// The numbers of a product.
    pub(super) fn numbers(&self, doc: DocId) -> impl Iterator<Item = u64> + '_ {
        self.0.ords().values_for_doc(doc)
    }

    /// The number of a text. None: it isn't in this segment.
    pub(super) fn number(&self, text: &str) -> tantivy::Result<Option<u64>> {
        Ok(self.0.dictionary().term_ord(text)?)
    }

    /// Calls with each text and its number, in their order.
    pub(super) fn each(&self, mut found: impl FnMut(&str, u64)) -> tantivy::Result<()> {
        let mut texts = self.0.dictionary().stream()?;
        while texts.advance() {
            if let Ok(text) = std::str::from_utf8(texts.key()) {
                found(text, texts.term_ord());
            }
        }
        Ok(())
    }

    /// The numbers of the texts between two bounds.
    pub(super) fn between(
        &self,
        from: Bound<&str>,
        to: Bound<&str>,
    ) -> tantivy::Result<Range<u64>> {
        let count = self.0.num_terms() as u64;
        let (from, to) = self.0.dictionary().term_bounds_to_ord(from, to)?;
        let from = match from {
            Bound::Included(number) => number,
            Bound::Excluded(number) => number.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let to = match to {
            Bound::Included(number) => number.saturating_add(1),
            Bound::Excluded(number) => number,
            Bound::Unbounded => count,
        };
        let to = to.min(count);
        Ok(from.min(to)..to)
    }

    /// The numbers of the texts that begin so.
    pub(super) fn beginning(&self, beginning: &str) -> tantivy::Result<Range<u64>> {
        match after_all(beginning) {
            Some(end) => self.between(Bound::Included(beginning), Bound::Excluded(&end)),
            None => self.between(Bound::Included(beginning), Bound::Unbounded),
        }
    }

    /// The text of a number.
    pub(super) fn text(&self, number: u64) -> tantivy::Result<String> {
        let mut text = String::new();
        self.0.ord_to_str(number, &mut text)?;
        Ok(text)
    }

    /// The texts of numbers, which are in their order. Those that stand together are read together.
    pub(super) fn texts(&self, numbers: &[u64]) -> tantivy::Result<Vec<String>> {
        let mut texts = Vec::with_capacity(numbers.len());
        let each = |text: &[u8]| texts.push(String::from_utf8_lossy(text).into_owned());
        self.0.dictionary().sorted_ords_to_term_cb(numbers, each)?;
        Ok(texts)
    }
}

/// As [`narrow`], of both ends.
pub(super) fn narrow_range(range: &Range<u64>) -> tantivy::Result<Range<u32>> {
    Ok(narrow(range.start)?..narrow(range.end)?)
}

/// The least text behind all that begin so: the last letter counted up. None: there is none.
pub(crate) fn after_all(beginning: &str) -> Option<String> {
    let mut letters: Vec<char> = beginning.chars().collect();
    while let Some(last) = letters.pop() {
        let mut next = u32::from(last) + 1;
        if (0xd800..0xe000).contains(&next) {
            next = 0xe000;
        }
        if let Some(next) = char::from_u32(next) {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}
