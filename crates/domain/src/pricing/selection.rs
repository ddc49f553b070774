//! Which price applies: one pure function, independent of the order of rows.
//!
//! First the list: of those that the buyer meets and that have a row for the quantity, the one that is bound closest to
//! the buyer (`rank`). Then, inside that list, one row for each minimum quantity, and of these the one with the lowest
//! amount: within a list nobody pays more a unit for buying more. A relative list has computed prices beside its own
//! (`ladder`). `obstacle` tells what keeps a row or a list from
//! applying, and `explain` tells it to people. All of them ask the same questions in the same order, so that what is
//! explained is what happens.

mod explain;
mod ladder;
mod obstacle;
mod offer;
mod range;
mod rank;
mod segments;
mod tiers;
mod verdict;

#[cfg(test)]
mod tests;

pub use explain::{Candidate, explain};
pub use offer::Offer;
pub use range::{PriceRange, UnitPrice, range};
pub use segments::{
    LISTS_MAX, PriceFacts, PriceSegment, price_key_contexts, price_key_facts, price_key_holds,
    price_key_parts, segments,
};
pub use tiers::{Tier, tiers};
pub use verdict::Verdict;

use self::{ladder::Step, rank::ListRank};
use super::{Amount, Money, Price, PriceList};
use crate::{
    buyer::Buyer,
    clock::Timestamp,
    id::PriceListId,
    reference::{Entry, Kind},
};

/// All price lists, as [`crate::reference::Reference`] has them.
pub type PriceLists = Kind<PriceListId, PriceList>;

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The base prices.
    Base,
    /// A price list's own prices.
    Fixed,
    /// Computed for a price list from the prices of another, or from the base prices.
    Relative,
}

/// The price that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected<'p> {
    /// The row that won, or the one from which the price was computed.
    pub price: &'p Price,
    /// The list that won. None: the base prices.
    pub list: Option<&'p PriceList>,
    /// What one unit costs.
    pub amount: Amount,
    /// What one unit is shown to have cost before. None: nothing is shown.
    pub compare_at: Option<Amount>,
    /// Digits after the point of its amounts: the list's, else the currency's.
    pub digits: u8,
    /// When it ends, this moment excluded: the nearest end of the time windows of the row, of the list and of the lists
    /// that it was computed through. None: without end.
    pub valid_until: Option<Timestamp>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Selected<'_> {
    /// What one unit costs.
    #[must_use]
    pub fn unit(&self) -> Money {
        self.money(self.amount)
    }

    /// What one unit is shown to have cost before. None: nothing is shown.
    #[must_use]
    pub fn compare_at(&self) -> Option<Money> {
        self.compare_at.map(|amount| self.money(amount))
    }

    fn money(&self, amount: Amount) -> Money {
        Money {
            amount: amount.to_decimal(self.digits),
            currency: self.price.currency,
        }
    }
}

/// The price of a variant that applies to this buyer at `quantity` units. None: it is not for sale in this context, as
/// also in a currency that the channel doesn't sell in.
#[must_use]
pub fn select<'p>(
    offer: impl Into<Offer<'p>>,
    lists: &'p PriceLists,
    buyer: &Buyer,
    quantity: u32,
) -> Option<Selected<'p>> {
    if !buyer.currency_is_sold() {
        return None;
    }
    let offer = offer.into();
    if relative_lists(lists, buyer).next().is_none() {
        return select_fixed(offer.prices, lists, buyer, quantity);
    }
    let applicable = applicable_lists(lists, buyer);
    let in_order = applicable.iter().map(|entry| Some(&*entry.value));
    in_order.chain([None]).find_map(|list| {
        let steps = ladder::of_list(list, offer, lists, buyer);
        let step = ladder::applying(&steps, quantity)?;
        Some(selected(step, list))
    })
}

/// What a relative list computes its prices from.
#[derive(Clone, Copy, Debug)]
pub enum Parent<'l> {
    /// The base prices.
    Base,
    /// The prices of this list.
    List(&'l Entry<PriceListId, PriceList>),
}

/// What a relative list computes its prices from at the buyer's moment. To whom the parent is bound says who gets it, not
/// what is in it, and is not asked. None: the list isn't relative, or the parent's time window is closed.
#[must_use]
pub fn parent<'l>(list: &PriceList, lists: &'l PriceLists, buyer: &Buyer) -> Option<Parent<'l>> {
    let Some(code) = &list.relative.as_ref()?.parent else {
        return Some(Parent::Base);
    };
    let entry = lists.by_code(code)?;
    obstacle::of_list_in_time(&entry.value, buyer)
        .is_none()
        .then_some(Parent::List(entry))
}

/// The rule where all lists have fixed prices.
fn select_fixed<'p>(
    prices: &'p [Price],
    lists: &'p PriceLists,
    buyer: &Buyer,
    quantity: u32,
) -> Option<Selected<'p>> {
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
    Some(selected(&Step::own(price), rank.list()))
}

/// The relative lists that hold for the buyer, in any order.
fn relative_lists<'l>(
    lists: &'l PriceLists,
    buyer: &'l Buyer,
) -> impl Iterator<Item = &'l PriceList> {
    lists
        .iter()
        .map(|entry| &*entry.value)
        .filter(|list| list.is_relative() && obstacle::of_list(list, buyer).is_none())
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

fn selected<'p>(step: &Step<'p>, list: Option<&'p PriceList>) -> Selected<'p> {
    let ends = [step.valid_until, list.and_then(|list| list.valid_until)];
    Selected {
        price: step.price,
        list,
        amount: step.amount,
        compare_at: step.compare_at,
        digits: digits(step.price, list),
        valid_until: ends.into_iter().flatten().min(),
        origin: origin(step, list),
    }
}

fn digits(price: &Price, list: Option<&PriceList>) -> u8 {
    list.map_or_else(|| price.currency.digits(), PriceList::digits)
}

const fn origin(step: &Step<'_>, list: Option<&PriceList>) -> Origin {
    match list {
        None => Origin::Base,
        Some(_) if step.is_computed => Origin::Relative,
        Some(_) => Origin::Fixed,
    }
}
