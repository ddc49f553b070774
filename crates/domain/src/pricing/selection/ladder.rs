//! What a unit costs in one list from which quantity on: the list's own prices, and those computed from its parent's.
//!
//! A list's own prices take the place of the computed ones from their least minimum quantity on: what a seller fixed for
//! a variant holds, and is never undercut by a computed tier. Below that quantity the computed ones stand.

use super::{Offer, Parent, PriceLists, obstacle, rank};
use crate::{
    buyer::Buyer,
    clock::Timestamp,
    pricing::{Amount, CHAIN_MAX, Price, PriceList},
};

/// What a unit costs in a list from a quantity on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'p> {
    /// The row that it is, or that it was computed from.
    pub(super) price: &'p Price,
    /// For one unit.
    pub(super) amount: Amount,
    /// What it is shown to have cost before. None: nothing is shown.
    pub(super) compare_at: Option<Amount>,
    /// When the row, or a list that it was computed through, ends. None: without end.
    pub(super) valid_until: Option<Timestamp>,
    /// Whether it was computed.
    pub(super) is_computed: bool,
}

impl<'p> Step<'p> {
    pub(super) fn own(price: &'p Price) -> Self {
        Self {
            price,
            amount: price.amount,
            compare_at: price.compare_at,
            valid_until: price.valid_until,
            is_computed: false,
        }
    }
}

/// The steps of a list, or of the base prices, ascending by quantity, one for each quantity. Whether the list itself
/// holds for the buyer is not asked.
pub(super) fn of_list<'p>(
    list: Option<&PriceList>,
    offer: Offer<'p>,
    lists: &PriceLists,
    buyer: &Buyer,
) -> Vec<Step<'p>> {
    within(list, offer, lists, buyer, CHAIN_MAX)
}

/// The steps that are computed for a relative list, those too whose place the list's own prices take.
pub(super) fn computed<'p>(
    list: &PriceList,
    offer: Offer<'p>,
    lists: &PriceLists,
    buyer: &Buyer,
) -> Vec<Step<'p>> {
    computed_within(list, offer, lists, buyer, CHAIN_MAX)
}

/// Of the steps from a quantity not above the one asked, the one that applies: the lowest, and of equal ones the first.
pub(super) fn applying<'s, 'p>(steps: &'s [Step<'p>], quantity: u32) -> Option<&'s Step<'p>> {
    steps
        .iter()
        .filter(|step| step.price.min_quantity <= quantity)
        .min_by_key(|step| (step.amount, step.price.min_quantity))
}

fn within<'p>(
    list: Option<&PriceList>,
    offer: Offer<'p>,
    lists: &PriceLists,
    buyer: &Buyer,
    links: usize,
) -> Vec<Step<'p>> {
    let code = list.map(|list| &list.code);
    let mut own: Vec<&Price> = offer
        .prices
        .iter()
        .filter(|price| price.list.as_ref() == code)
        .filter(|price| obstacle::of_row(price, buyer, u32::MAX).is_none())
        .collect();
    rank::keep_best_of_each_quantity(&mut own);
    let mut steps = match list {
        Some(list) => computed_within(list, offer, lists, buyer, links),
        None => Vec::new(),
    };
    if let Some(first) = own.first() {
        steps.retain(|step| step.price.min_quantity < first.min_quantity);
    }
    steps.extend(own.into_iter().map(Step::own));
    steps
}

fn computed_within<'p>(
    list: &PriceList,
    offer: Offer<'p>,
    lists: &PriceLists,
    buyer: &Buyer,
    links: usize,
) -> Vec<Step<'p>> {
    let Some(relative) = list.relative.as_ref().filter(|_| links > 0) else {
        return Vec::new();
    };
    let parent = match super::parent(list, lists, buyer) {
        None => return Vec::new(),
        Some(Parent::Base) => None,
        Some(Parent::List(entry)) => Some(&*entry.value),
    };
    let adjustment = relative.adjustment_for(offer.brand, offer.categories);
    let mut steps = within(parent, offer, lists, buyer, links - 1);
    for step in &mut steps {
        let computed = relative.compute(step.amount, step.compare_at, adjustment, list.digits());
        let ends = [step.valid_until, parent.and_then(|list| list.valid_until)];
        *step = Step {
            price: step.price,
            amount: computed.amount,
            compare_at: computed.compare_at,
            valid_until: ends.into_iter().flatten().min(),
            is_computed: true,
        };
    }
    steps
}
