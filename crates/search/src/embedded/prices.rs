//! The prices of variants.

use std::ops::Range;

use domain::pricing::selection::price_key_holds;
use tantivy::{DocId, SegmentReader};

use super::{
    columns::{naturals, numbers},
    rows::Row,
    texts::Texts,
    unpacking::{Kinds, Reader, narrow},
};
use crate::document::PriceContext;

/// What prices there are in a segment.
pub(super) struct Prices {
    contexts: Texts,
    /// There are few, unless each price begins and ends at moments of its own.
    kinds: Box<[Kind]>,
}

/// What is the same for very many prices: whose they are, which variant of its product has them, and when.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    context: u32,
    variant: u32,
    from: i64,
    until: i64,
}

/// Which prices hold for a buyer at a moment.
#[derive(Debug, PartialEq)]
pub(super) struct Holding {
    /// Of each context whether its prices are the buyer's.
    contexts: Box<[bool]>,
    /// Whether those of any are.
    any: bool,
    /// The moment, in microseconds.
    at: i64,
}

/// A price as three numbers: the place of its kind, and the halves of its amount in millionths.
const NUMBERS: usize = 3;

/// Reads the prices of a segment's products, one product after the other.
pub(super) struct PriceRows {
    contexts: Texts,
    context: Reader<u64>,
    variant: Reader<u64>,
    from: Reader<i64>,
    until: Reader<i64>,
    amount: Reader<i64>,
    kinds: Kinds<Kind>,
}

impl PriceRows {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let contexts = Texts::open(segment, "price_context")?;
        Ok(Self {
            context: Reader::new(contexts.column().clone()),
            variant: Reader::new(naturals(segment, "price_variant")?),
            from: Reader::new(numbers(segment, "price_from")?),
            until: Reader::new(numbers(segment, "price_until")?),
            amount: Reader::new(numbers(segment, "price_amount")?),
            kinds: Kinds::new(),
            contexts,
        })
    }

    /// Writes those of a product.
    pub(super) fn write(&mut self, document: DocId, into: &mut Vec<u32>) -> tantivy::Result<()> {
        // What belongs together lies in the same rows of its columns.
        let rows = self.context.rows(document);
        let whose = self.context.values(rows.clone()).iter();
        let whose = whose.zip(self.variant.values(rows.clone()));
        let from = self.from.values(rows.clone()).iter();
        let windows = from.zip(self.until.values(rows.clone()));
        let amounts = self.amount.values(rows);
        for (((context, variant), (from, until)), amount) in whose.zip(windows).zip(amounts) {
            let kind = Kind {
                context: narrow(*context)?,
                variant: narrow(*variant)?,
                from: *from,
                until: *until,
            };
            let amount = amount.cast_unsigned();
            let low = narrow(amount & u64::from(u32::MAX))?;
            into.extend([self.kinds.place(kind)?, low, narrow(amount >> 32)?]);
        }
        Ok(())
    }

    /// What prices there are, when all are written.
    pub(super) fn into_prices(self) -> Prices {
        Prices {
            contexts: self.contexts,
            kinds: self.kinds.into_known(),
        }
    }
}

impl Prices {
    /// Which of them hold for a buyer at this moment, in microseconds. None: for nobody, none does.
    pub(super) fn holding(
        &self,
        whose: Option<&PriceContext>,
        at: i64,
    ) -> tantivy::Result<Holding> {
        let mut holds = vec![false; self.contexts.count()];
        if let Some(PriceContext(buyer)) = whose {
            self.contexts.each(|context, number| {
                let place = usize::try_from(number).ok();
                if let Some(holds) = place.and_then(|place| holds.get_mut(place)) {
                    *holds = price_key_holds(context, buyer);
                }
            })?;
        }
        Ok(Holding {
            any: holds.contains(&true),
            contexts: holds.into(),
            at,
        })
    }

    /// Calls with each price of a product that holds: which variant's, and how much in millionths.
    pub(super) fn each(&self, row: Row<'_>, holding: &Holding, mut found: impl FnMut(usize, i64)) {
        if !holding.any {
            return;
        }
        for price in row.prices.chunks_exact(NUMBERS) {
            let kind = &self.kinds[price[0] as usize];
            let holds = holding.contexts[kind.context as usize]
                && (kind.from..kind.until).contains(&holding.at);
            if holds {
                let amount = u64::from(price[1]) | u64::from(price[2]) << 32;
                found(kind.variant as usize, amount.cast_signed());
            }
        }
    }

    /// From when until when prices hold, in microseconds.
    pub(super) fn windows(&self) -> impl Iterator<Item = Range<i64>> + '_ {
        self.kinds.iter().map(|kind| kind.from..kind.until)
    }
}
