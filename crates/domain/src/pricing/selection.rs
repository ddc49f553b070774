//! Which price applies: one pure function, independent of the order of rows.
//!
//! First the list: of those that the buyer meets and that have a row for the quantity, the one that is bound closest to
//! the buyer (`rank`). Then, inside that list, one row for each minimum quantity, and of these the one with the lowest
//! amount: within a list nobody pays more a unit for buying more. `obstacle` tells what keeps a row or a list from
//! applying, and `explain` tells it to people. All of them ask the same questions in the same order, so that what is
//! explained is what happens.

mod explain;
mod obstacle;
mod range;
mod rank;
mod segments;
mod tiers;
mod verdict;

#[cfg(test)]
mod tests;

pub use explain::{Candidate, explain};
pub use range::{PriceRange, UnitPrice, range};
pub use segments::{
    LISTS_MAX, PriceFacts, PriceSegment, price_key_contexts, price_key_facts, price_key_holds,
    price_key_parts, segments,
};
pub use tiers::{Tier, tiers};
pub use verdict::Verdict;

use self::rank::ListRank;
use super::{Money, Price, PriceList};
use crate::{
    buyer::Buyer,
    clock::Timestamp,
    id::PriceListId,
    reference::{Entry, Kind},
};

/// All price lists, as [`crate::reference::Reference`] has them.
pub type PriceLists = Kind<PriceListId, PriceList>;

/// The price that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected<'p> {
    /// The row that won.
    pub price: &'p Price,
    /// Digits after the point of its amounts: the list's, else the currency's.
    pub digits: u8,
    /// When it ends, this moment excluded: the nearer end of the row's and its list's time windows. None: without end.
    pub valid_until: Option<Timestamp>,
}

impl Selected<'_> {
    /// What one unit costs.
    #[must_use]
    pub fn unit(&self) -> Money {
        Money {
            amount: self.price.amount.to_decimal(self.digits),
            currency: self.price.currency,
        }
    }

    /// What one unit is shown to have cost before. None: nothing is shown.
    #[must_use]
    pub fn compare_at(&self) -> Option<Money> {
        let amount = self.price.compare_at?.to_decimal(self.digits);
        Some(Money {
            amount,
            currency: self.price.currency,
        })
    }
}

/// The row of one variant's `prices` that applies to this buyer at `quantity` units. None: it is not for sale in this
/// context, as also in a currency that the channel doesn't sell in.
#[must_use]
pub fn select<'p>(
    prices: &'p [Price],
    lists: &PriceLists,
    buyer: &Buyer,
    quantity: u32,
) -> Option<Selected<'p>> {
    if !buyer.currency_is_sold() {
        return None;
    }
    let candidates = |price: &&Price| obstacle::of_row(price, buyer, quantity).is_none();

    // The common variant has one row in its best list: found in one pass that takes no memory.
    let mut best: Option<(ListRank<'_>, &Price)> = None;
    let mut rows_in_best = 0_usize;
    for price in prices.iter().filter(candidates) {
        let Ok(rank) = rank::of_row(price, lists, buyer) else {
            continue;
        };
        match best {
            Some((leader, _)) if rank < leader => {}
            Some((leader, _)) if rank == leader => rows_in_best += 1,
            _ => {
                best = Some((rank, price));
                rows_in_best = 1;
            }
        }
    }
    let (rank, only) = best?;
    let price = if rows_in_best == 1 {
        only
    } else {
        let mut rows: Vec<&Price> = prices
            .iter()
            .filter(candidates)
            .filter(|price| price.list == only.list)
            .collect();
        rank::keep_best_of_each_quantity(&mut rows);
        rows.into_iter()
            .min_by_key(|price| (price.amount, price.min_quantity))?
    };
    Some(selected(price, rank.list()))
}

/// The lists that can apply to the buyer at all, best first: their currency is the buyer's, they are bound to nothing
/// that the buyer isn't, and their time windows are open. The base prices, which come after all lists, are not among
/// them. Empty in a currency that the channel doesn't sell in.
#[must_use]
pub fn applicable_lists<'a>(
    lists: &'a PriceLists,
    buyer: &Buyer,
) -> Vec<&'a Entry<PriceListId, PriceList>> {
    if !buyer.currency_is_sold() {
        return Vec::new();
    }
    let mut applicable: Vec<_> = lists
        .iter()
        .filter(|entry| obstacle::of_list(&entry.value, buyer).is_none())
        .collect();
    applicable.sort_by(|one, other| {
        ListRank::of(Some(&other.value)).cmp(&ListRank::of(Some(&one.value)))
    });
    applicable
}

fn selected<'p>(price: &'p Price, list: Option<&PriceList>) -> Selected<'p> {
    let ends = [price.valid_until, list.and_then(|list| list.valid_until)];
    Selected {
        price,
        digits: list.map_or_else(|| price.currency.digits(), PriceList::digits),
        valid_until: ends.into_iter().flatten().min(),
    }
}
