//! The columns of a segment, and one product's part of them.

use std::ops::{Bound, Range};

use tantivy::{
    DocId, SegmentReader,
    columnar::{BytesColumn, Column, RowId, StrColumn},
};

use super::{quiet::Quiet, schema::VARIANT};
use domain::pricing::selection::price_key_holds;

use crate::document::PriceContext;

/// The columns of a segment.
pub(super) struct Columns {
    pub(super) id_high: Column<u64>,
    pub(super) id_low: Column<u64>,
    pub(super) active: Column<u64>,
    pub(super) created: Column<i64>,
    pub(super) updated: Column<i64>,
    channel: Texts,
    channel_from: Column<i64>,
    channel_until: Column<i64>,
    channel_sold_out: Column<u64>,
    pub(super) keys: Texts,
    pub(super) terms: Texts,
    variant: Option<u64>,
    price_variant: Column<u64>,
    price_context: Texts,
    price_from: Column<i64>,
    price_until: Column<i64>,
    price_amount: Column<i64>,
    pub(super) sorts: Texts,
    pub(super) suggestions: Texts,
    quiet: Quiet,
}

/// A column of texts, as their numbers in the order of the texts.
pub(super) struct Texts(StrColumn);

impl Columns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let natural = |name: &str| -> tantivy::Result<Column<u64>> {
            Ok(columns
                .column_opt::<u64>(name)?
                .unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        let number = |name: &str| -> tantivy::Result<Column<i64>> {
            Ok(columns
                .column_opt::<i64>(name)?
                .unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        let texts = |name: &str| -> tantivy::Result<Texts> {
            Ok(Texts(columns.str(name)?.unwrap_or_else(|| {
                StrColumn::wrap(BytesColumn::empty(segment.max_doc()))
            })))
        };
        let terms = texts("terms")?;
        let variant = terms.number(VARIANT)?;
        Ok(Self {
            id_high: natural("id_high")?,
            id_low: natural("id_low")?,
            active: natural("active")?,
            created: number("created")?,
            updated: number("updated")?,
            channel: texts("channel")?,
            channel_from: number("channel_from")?,
            channel_until: number("channel_until")?,
            channel_sold_out: natural("channel_sold_out")?,
            keys: texts("keys")?,
            terms,
            variant,
            price_variant: natural("price_variant")?,
            price_context: texts("price_context")?,
            price_from: number("price_from")?,
            price_until: number("price_until")?,
            price_amount: number("price_amount")?,
            sorts: texts("sorts")?,
            suggestions: texts("suggestions")?,
            quiet: Quiet::default(),
        })
    }

    /// The number of a channel in this segment. None: no product is in it.
    pub(super) fn channel(&self, channel: &str) -> tantivy::Result<Option<u64>> {
        self.channel.number(channel)
    }

    /// The contexts of prices in this segment that hold for a buyer. There are few different ones, however many prices.
    pub(super) fn price_contexts(&self, whose: Option<&PriceContext>) -> tantivy::Result<Contexts> {
        let Some(PriceContext(buyer)) = whose else {
            return Ok(Contexts::default());
        };
        let mut holding = Vec::new();
        let mut contexts = self.price_context.0.dictionary().stream()?;
        while contexts.advance() {
            let context = std::str::from_utf8(contexts.key());
            if context.is_ok_and(|context| price_key_holds(context, buyer)) {
                holding.push(contexts.term_ord());
            }
        }
        Ok(Contexts(holding))
    }

    /// The window of a product in this channel, and whether it is sold out there.
    pub(super) fn window(&self, doc: DocId, channel: u64) -> Option<(Range<i64>, bool)> {
        // What belongs together lies in the same rows of its columns.
        let row = self
            .channel
            .rows(doc)
            .find(|row| self.channel.number_at(*row) == channel)?;
        let from = self.channel_from.values.get_val(row);
        let until = self.channel_until.values.get_val(row);
        let sold_out = self.channel_sold_out.values.get_val(row);
        Some((from..until, sold_out == 1))
    }

    /// The moments around this one, in microseconds, between which no publication and no price begins or ends.
    pub(super) fn quiet(&self, at: i64) -> Range<i64> {
        let columns = [
            &self.channel_from,
            &self.channel_until,
            &self.price_from,
            &self.price_until,
        ];
        self.quiet.around(at, &columns)
    }

    /// Reads the variants of a product.
    pub(super) fn read_variants(&self, doc: DocId, variants: &mut Variants) {
        let rows = self.terms.rows(doc);
        variants.numbers.resize(rows.len(), 0);
        let column = &self.terms.0.ords().values;
        column.get_range(u64::from(rows.start), &mut variants.numbers);
        variants.starts.clear();
        let numbers = variants.numbers.iter().enumerate();
        let starts = numbers.filter(|(_, number)| Some(**number) == self.variant);
        variants.starts.extend(starts.map(|(at, _)| at));
    }

    /// Calls with each variant's price in one of these contexts at this moment.
    pub(super) fn prices(
        &self,
        doc: DocId,
        contexts: &Contexts,
        at: i64,
        mut found: impl FnMut(usize, i64),
    ) {
        if contexts.0.is_empty() {
            return;
        }
        for row in self.price_context.rows(doc) {
            let holds = contexts.hold(self.price_context.number_at(row))
                && self.price_from.values.get_val(row) <= at
                && at < self.price_until.values.get_val(row);
            if holds && let Ok(variant) = usize::try_from(self.price_variant.values.get_val(row)) {
                found(variant, self.price_amount.values.get_val(row));
            }
        }
    }
}

/// Contexts of prices by their numbers in a segment; sorted.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Contexts(Vec<u64>);

impl Contexts {
    fn hold(&self, number: u64) -> bool {
        match self.0.as_slice() {
            [only] => *only == number,
            several => several.binary_search(&number).is_ok(),
        }
    }
}

impl Texts {
    /// The rows of a product.
    fn rows(&self, doc: DocId) -> Range<RowId> {
        self.0.ords().index.value_row_ids(doc)
    }

    fn number_at(&self, row: RowId) -> u64 {
        self.0.ords().values.get_val(row)
    }

    pub(super) fn numbers(&self, doc: DocId) -> impl Iterator<Item = u64> + '_ {
        self.0.ords().values_for_doc(doc)
    }

    /// The number of a text. None: it isn't in this segment.
    pub(super) fn number(&self, text: &str) -> tantivy::Result<Option<u64>> {
        Ok(self.0.dictionary().term_ord(text)?)
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

/// The variants of one product, by the numbers of their terms.
#[derive(Default)]
pub(super) struct Variants {
    numbers: Vec<u64>,
    /// Where the separator before the terms of each is; what stands before the first is of all.
    starts: Vec<usize>,
}

impl Variants {
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The terms that all have, in their order.
    pub(super) fn common(&self) -> &[u64] {
        let end = self.starts.first().copied().unwrap_or(self.numbers.len());
        &self.numbers[..end]
    }

    /// The terms of one besides, in their order.
    pub(super) fn own(&self, variant: usize) -> &[u64] {
        let end = self
            .starts
            .get(variant + 1)
            .copied()
            .unwrap_or(self.numbers.len());
        &self.numbers[self.starts[variant] + 1..end]
    }
}
