//! From what price to what price a product's variants go.

use super::{Offer, PriceLists, Selected, select};
use crate::{buyer::Buyer, pricing::Amount};

/// What one unit costs, with the digits to show. Compared by amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice {
    /// In the buyer's currency.
    pub amount: Amount,
    /// Digits after the point: of the list that the price is from, else the currency's.
    pub digits: u8,
}

/// The lowest and the highest unit price of a product's variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceRange {
    /// Of the cheapest variant.
    pub min: UnitPrice,
    /// Of the dearest variant.
    pub max: UnitPrice,
}

/// The range of unit prices over a product's variants, each given with its smallest orderable quantity, at
/// which it is taken; variants that are not for sale are left out. None: none is for sale in this context.
pub fn range<'p>(
    variants: impl IntoIterator<Item = (Offer<'p>, u32)>,
    lists: &'p PriceLists,
    buyer: &Buyer,
) -> Option<PriceRange> {
    variants
        .into_iter()
        .filter_map(|(offer, quantity)| select(offer, lists, buyer, quantity))
        .map(|selected| UnitPrice::from(&selected))
        .map(|unit| PriceRange {
            min: unit,
            max: unit,
        })
        .reduce(|one, other| PriceRange {
            min: one.min.min(other.min),
            max: one.max.max(other.max),
        })
}

impl From<&Selected<'_>> for UnitPrice {
    fn from(selected: &Selected<'_>) -> Self {
        Self {
            amount: selected.amount,
            digits: selected.digits,
        }
    }
}
