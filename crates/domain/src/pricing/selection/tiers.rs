//! What a unit costs from which quantity on.

use super::{Offer, PriceLists, ladder, ladder::Step, obstacle, rank, rank::ListRank};
use crate::{buyer::Buyer, pricing::Amount};

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
pub fn tiers<'p>(offer: impl Into<Offer<'p>>, lists: &PriceLists, buyer: &Buyer) -> Vec<Tier> {
    if !buyer.currency_is_sold() {
        return Vec::new();
    }
    let mut steps = all_steps(offer.into(), lists, buyer);
    // Ascending by quantity; of one quantity the best list first, and in it the best row.
    steps.sort_unstable_by(|(one_rank, one), (other_rank, other)| {
        let by_quantity = one.price.min_quantity.cmp(&other.price.min_quantity);
        by_quantity
            .then_with(|| other_rank.cmp(one_rank))
            .then_with(|| rank::compare_rows(other.price, one.price).0)
    });
    steps.dedup_by_key(|(_, step)| step.price.min_quantity);

    let mut tiers: Vec<Tier> = Vec::new();
    let mut leader: Option<ListRank<'_>> = None;
    for (rank, step) in steps {
        let last = tiers.last().map(|tier| tier.amount);
        // A better list takes over with its first row, be it dearer; in the same list only a lower amount counts.
        let takes_over = leader.is_none_or(|leader| rank > leader);
        let lowers = leader == Some(rank) && last.is_none_or(|last| step.amount < last);
        if takes_over {
            leader = Some(rank);
        }
        if (takes_over || lowers) && last != Some(step.amount) {
            tiers.push(Tier {
                min_quantity: step.price.min_quantity,
                amount: step.amount,
                digits: super::digits(step.price, rank.list()),
            });
        }
    }
    tiers
}

/// Every row that can apply at some quantity, and what relative lists compute. Of fixed lists all rows, in any order.
fn all_steps<'p, 'l>(
    offer: Offer<'p>,
    lists: &'l PriceLists,
    buyer: &'l Buyer,
) -> Vec<(ListRank<'l>, Step<'p>)> {
    let is_fixed = |rank: &ListRank<'_>| rank.list().is_none_or(|list| !list.is_relative());
    let rows = offer
        .prices
        .iter()
        .filter(|price| obstacle::of_row(price, buyer, u32::MAX).is_none())
        .filter_map(|price| Some((rank::of_row(price, lists, buyer).ok()?, Step::own(price))))
        .filter(|(rank, _)| is_fixed(rank));
    let mut steps: Vec<_> = rows.collect();
    for list in super::relative_lists(lists, buyer) {
        let rank = ListRank::of(Some(list));
        let of_list = ladder::of_list(Some(list), offer, lists, buyer);
        steps.extend(of_list.into_iter().map(|step| (rank, step)));
    }
    steps
}
