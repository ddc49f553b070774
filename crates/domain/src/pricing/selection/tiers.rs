//! What a unit costs from which quantity on.

use super::{PriceLists, obstacle, rank, rank::ListRank};
use crate::{
    buyer::Buyer,
    pricing::{Amount, Price},
};

/// What a unit costs from a quantity on, up to the next tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// From how many units on.
    pub min_quantity: u32,
    /// For one unit.
    pub amount: Amount,
    /// Digits after the point: of the list that the price is from, else the currency's.
    pub digits: u8,
}

/// The effective unit price at every minimum quantity that this buyer meets, across lists, ascending by quantity; only
/// those where the price changes. What [`select`](super::select) gives at any quantity is the last tier not above it.
#[must_use]
pub fn tiers(prices: &[Price], lists: &PriceLists, buyer: &Buyer) -> Vec<Tier> {
    if !buyer.currency_is_sold() {
        return Vec::new();
    }
    let mut rows: Vec<(ListRank<'_>, &Price)> = prices
        .iter()
        .filter(|price| obstacle::of_row(price, buyer, u32::MAX).is_none())
        .filter_map(|price| Some((rank::of_row(price, lists, buyer).ok()?, price)))
        .collect();
    // Ascending by quantity; of one quantity the best list first, and in it the best row.
    rows.sort_unstable_by(|(one_rank, one), (other_rank, other)| {
        let by_quantity = one.min_quantity.cmp(&other.min_quantity);
        by_quantity
            .then_with(|| other_rank.cmp(one_rank))
            .then_with(|| rank::compare_rows(other, one).0)
    });
    rows.dedup_by_key(|(_, price)| price.min_quantity);

    let mut tiers: Vec<Tier> = Vec::new();
    let mut leader: Option<ListRank<'_>> = None;
    for (rank, price) in rows {
        let last = tiers.last().map(|tier| tier.amount);
        // A better list takes over with its first row, be it dearer; in the same list only a lower amount counts.
        let takes_over = leader.is_none_or(|leader| rank > leader);
        let lowers = leader == Some(rank) && last.is_none_or(|last| price.amount < last);
        if takes_over {
            leader = Some(rank);
        }
        if (takes_over || lowers) && last != Some(price.amount) {
            tiers.push(Tier {
                min_quantity: price.min_quantity,
                amount: price.amount,
                digits: super::selected(price, rank.list()).digits,
            });
        }
    }
    tiers
}
