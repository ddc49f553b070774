//! `PriceRange`.

use async_graphql::SimpleObject;
use domain::pricing::selection;

use super::loaders::Priced;
use crate::{buyer::View, pricing::Money};

/// From what unit price to what the variants of a product go, each at the smallest quantity in which it can be bought.
#[derive(SimpleObject)]
pub(crate) struct PriceRange {
    /// The unit price of the cheapest variant.
    min: Money,
    /// The unit price of the dearest variant.
    max: Money,
}

/// The range over a product's variants. None: none of them is for sale.
pub(crate) fn range_of(priced: &Priced, view: &View) -> Option<PriceRange> {
    let buyer = &view.buyer;
    let range = selection::range(
        priced
            .prices
            .by_variant
            .values()
            .map(|own| (priced.offer_of(own), own.smallest_quantity)),
        &view.reference.price_lists,
        buyer,
    )?;
    Some(PriceRange {
        min: Money::of_unit(range.min, buyer.currency),
        max: Money::of_unit(range.max, buyer.currency),
    })
}
