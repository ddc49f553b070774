//! What every found product is asked for, unpacked in memory when its segment is opened.
//!
//! To unpack a number from a column takes longer than all that a search does with it, and to fetch it from memory, too. So what
//! is of one product lies together, in some 60 numbers that are fetched as one: how many variants and terms there are, then where
//! the own terms of each variant begin, the terms, and three numbers for each price.

use tantivy::{DocId, SegmentReader};

use super::{
    prices::PriceRows,
    schema::VARIANT,
    texts::Texts,
    unpacking::{Lists, Reader, narrow},
    variants::Variants,
};

/// How many numbers say what lies where.
const HEAD: usize = 2;

/// What the products of a segment are asked for.
pub(super) struct Rows(Lists);

/// That of one product.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) variants: Variants<'a>,
    /// Its prices, as [`super::prices`] writes them.
    pub(super) prices: &'a [u32],
}

impl Rows {
    pub(super) fn open(
        segment: &SegmentReader,
        terms: &Texts,
        prices: &mut PriceRows,
    ) -> tantivy::Result<Self> {
        let separator = terms.number(VARIANT)?;
        let mut terms = Reader::new(terms.column().clone());
        let lists = Lists::of(segment.max_doc(), |document, numbers| {
            let head = numbers.len();
            numbers.extend([0; HEAD]);
            let rows = terms.rows(document);
            let terms = terms.values(rows);
            let is_separator = |term: &u64| Some(*term) == separator;
            let (mut variants, mut own) = (0, 0);
            let placed = terms.iter().enumerate();
            for (place, _) in placed.filter(|(_, term)| is_separator(term)) {
                // The separators before it aren't kept.
                numbers.push(narrow((place - variants) as u64)?);
                variants += 1;
            }
            for term in terms.iter().filter(|term| !is_separator(term)) {
                numbers.push(narrow(*term)?);
                own += 1;
            }
            numbers[head] = narrow(variants as u64)?;
            numbers[head + 1] = own;
            prices.write(document, numbers)
        })?;
        Ok(Self(lists))
    }

    /// That of a product.
    pub(super) fn of(&self, document: DocId) -> Row<'_> {
        let (head, rest) = self.0.get(document).split_at(HEAD);
        let (starts, rest) = rest.split_at(head[0] as usize);
        let (terms, prices) = rest.split_at(head[1] as usize);
        Row {
            variants: Variants::new(terms, starts),
            prices,
        }
    }
}
