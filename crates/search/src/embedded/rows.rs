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
    unpacking::{Reader, narrow},
    variants::Variants,
};

/// How many numbers say what lies where.
const HEAD: usize = 2;

/// What the products of a segment are asked for.
pub(super) struct Rows {
    starts: Box<[u32]>,
    numbers: Box<[u32]>,
}

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
        let documents = segment.max_doc();
        let mut starts = Vec::with_capacity(documents as usize + 1);
        let mut numbers = Vec::new();
        starts.push(0);
        for document in 0..documents {
            let head = numbers.len();
            numbers.extend([0; HEAD]);
            let rows = terms.rows(document);
            let terms = terms.values(rows);
            let is_separator = |term: &u64| Some(*term) == separator;
            let (mut variants, mut own) = (0, 0);
            for (place, _) in terms
                .iter()
                .enumerate()
                .filter(|(_, term)| is_separator(term))
            {
                // The separators before it aren't kept.
                numbers.push(narrow((place - variants) as u64)?);
                variants += 1;
            }
            for term in terms.iter().filter(|term| !is_separator(term)) {
                numbers.push(narrow(*term)?);
                own += 1;
            }
            prices.write(document, &mut numbers)?;
            numbers[head] = narrow(variants as u64)?;
            numbers[head + 1] = own;
            starts.push(narrow(numbers.len() as u64)?);
        }
        Ok(Self {
            starts: starts.into(),
            numbers: numbers.into(),
        })
    }

    /// That of a product.
    pub(super) fn of(&self, document: DocId) -> Row<'_> {
        let at = document as usize;
        let numbers = &self.numbers[self.starts[at] as usize..self.starts[at + 1] as usize];
        let (head, rest) = numbers.split_at(HEAD);
        let (starts, rest) = rest.split_at(head[0] as usize);
        let (terms, prices) = rest.split_at(head[1] as usize);
        Row {
            variants: Variants::new(terms, starts),
            prices,
        }
    }
}
