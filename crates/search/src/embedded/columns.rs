//! What a segment tells of its products.

use std::ops::Range;

use tantivy::{SegmentReader, columnar::Column};

use super::{
    channels::Channels,
    prices::{PriceRows, Prices},
    quiet::Quiet,
    rows::Rows,
    texts::Texts,
};

/// The columns of a segment. What every found product is asked for lies unpacked in its rows.
pub(super) struct Columns {
    pub(super) id_high: Column<u64>,
    pub(super) id_low: Column<u64>,
    pub(super) created: Column<i64>,
    pub(super) updated: Column<i64>,
    pub(super) channels: Channels,
    pub(super) keys: Texts,
    pub(super) terms: Texts,
    pub(super) rows: Rows,
    pub(super) prices: Prices,
    pub(super) sorts: Texts,
    pub(super) suggestions: Texts,
    quiet: Quiet,
}

impl Columns {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let terms = Texts::open(segment, "terms")?;
        let mut prices = PriceRows::open(segment)?;
        let rows = Rows::open(segment, &terms, &mut prices)?;
        Ok(Self {
            id_high: naturals(segment, "id_high")?,
            id_low: naturals(segment, "id_low")?,
            created: numbers(segment, "created")?,
            updated: numbers(segment, "updated")?,
            channels: Channels::open(segment)?,
            keys: Texts::open(segment, "keys")?,
            prices: prices.into_prices(),
            rows,
            terms,
            sorts: Texts::open(segment, "sorts")?,
            suggestions: Texts::open(segment, "suggestions")?,
            quiet: Quiet::default(),
        })
    }

    /// The moments around this one, in microseconds, between which no publication and no price begins or ends.
    pub(super) fn quiet(&self, at: i64) -> Range<i64> {
        let windows = || self.channels.windows().chain(self.prices.windows());
        self.quiet.around(at, windows)
    }
}

/// A column of natural numbers; empty, where no document has one.
pub(super) fn naturals(segment: &SegmentReader, name: &str) -> tantivy::Result<Column<u64>> {
    let column = segment.fast_fields().column_opt::<u64>(name)?;
    Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
}

/// A column of whole numbers; empty, where no document has one.
pub(super) fn numbers(segment: &SegmentReader, name: &str) -> tantivy::Result<Column<i64>> {
    let column = segment.fast_fields().column_opt::<i64>(name)?;
    Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
}
