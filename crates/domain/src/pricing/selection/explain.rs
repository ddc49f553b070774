//! Every price of a variant and why it won or lost.

use super::{
    Offer, Origin, PriceLists, Verdict, ladder, ladder::Step, obstacle, rank, rank::ListRank,
};
use crate::{
    buyer::Buyer,
    pricing::{Amount, Price, PriceList},
    text::Code,
};

/// One price and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'p> {
    /// The row that it is, or from which it was computed.
    pub price: &'p Price,
    /// The code of the list that it is a price of. None: it is a base price.
    pub list: Option<&'p Code>,
    /// What one unit costs.
    pub amount: Amount,
    /// What one unit is shown to have cost before. None: nothing is shown.
    pub compare_at: Option<Amount>,
    /// Where it comes from.
    pub origin: Origin,
    /// Why it won or lost.
    pub verdict: Verdict,
}

/// Every row of one variant, and every price that relative lists in the buyer's currency compute from them, with why it
/// won or lost: first the winner, if there is one, then the others, those that came closer to winning before the rest.
#[must_use]
pub fn explain<'p>(
    offer: impl Into<Offer<'p>>,
    lists: &'p PriceLists,
    buyer: &Buyer,
    quantity: u32,
) -> Vec<Candidate<'p>> {
    let offer = offer.into();
    let mut open: Vec<(ListRank<'p>, Step<'p>)> = Vec::new();
    let mut explained: Vec<Candidate<'p>> = Vec::with_capacity(offer.prices.len());
    for price in offer.prices {
        match applicable(price, lists, buyer, quantity) {
            Ok(rank) => open.push((rank, Step::own(price))),
            Err(verdict) => explained.push(of_row(price, verdict)),
        }
    }
    for entry in lists.iter().filter(|entry| entry.value.is_relative()) {
        let list = &*entry.value;
        for (step, obstacle) in computed(list, offer, lists, buyer, quantity) {
            match obstacle {
                None => open.push((ListRank::of(Some(list)), step)),
                Some(verdict) => explained.push(of_step(&step, Some(list), verdict)),
            }
        }
    }
    if let Some(leader) = open.iter().map(|(rank, _)| *rank).max() {
        let mut steps: Vec<Step<'p>> = Vec::new();
        for (rank, step) in open {
            if rank == leader {
                steps.push(step);
            } else {
                let verdict = rank.compare(leader).1;
                explained.push(of_step(&step, rank.list(), verdict));
            }
        }
        explain_list(&steps, leader.list(), &mut explained);
    }
    explained.sort_by(|one, other| {
        let by_verdict = one.verdict.cmp(&other.verdict);
        by_verdict
            .then_with(|| one.list.cmp(&other.list))
            .then_with(|| one.price.min_quantity.cmp(&other.price.min_quantity))
            .then_with(|| one.price.country.cmp(&other.price.country))
            .then_with(|| one.price.currency.cmp(&other.price.currency))
            .then_with(|| rank::compare_rows(other.price, one.price).0)
    });
    explained
}

/// The rank of a row that can apply, or what keeps it from applying.
fn applicable<'l>(
    price: &Price,
    lists: &'l PriceLists,
    buyer: &Buyer,
    quantity: u32,
) -> Result<ListRank<'l>, Verdict> {
    if !buyer.currency_is_sold() {
        return Err(Verdict::CurrencyNotSold);
    }
    match obstacle::of_row(price, buyer, quantity) {
        Some(obstacle) => Err(obstacle),
        None => rank::of_row(price, lists, buyer),
    }
}

/// What a relative list in the buyer's currency computes, with what keeps it from applying, if anything does.
fn computed<'p>(
    list: &PriceList,
    offer: Offer<'p>,
    lists: &PriceLists,
    buyer: &Buyer,
    quantity: u32,
) -> Vec<(Step<'p>, Option<Verdict>)> {
    if list.currency != buyer.currency {
        return Vec::new();
    }
    let steps = ladder::of_list(Some(list), offer, lists, buyer);
    let own = steps.iter().filter(|step| !step.is_computed);
    let first_own = own.map(|step| step.price.min_quantity).min();
    let of_list = obstacle::of_list(list, buyer);
    let obstacle = |step: &Step<'_>| {
        let from = step.price.min_quantity;
        if !buyer.currency_is_sold() {
            Some(Verdict::CurrencyNotSold)
        } else if from > quantity {
            Some(Verdict::QuantityTooSmall)
        } else if of_list.is_some() {
            of_list
        } else {
            first_own
                .is_some_and(|first| first <= from)
                .then_some(Verdict::RowComputed)
        }
    };
    ladder::computed(list, offer, lists, buyer)
        .into_iter()
        .map(|step| (step, obstacle(&step)))
        .collect()
}

/// The verdicts on the applicable prices of the list that won.
fn explain_list<'p>(
    steps: &[Step<'p>],
    list: Option<&'p PriceList>,
    explained: &mut Vec<Candidate<'p>>,
) {
    let own = steps.iter().filter(|step| !step.is_computed);
    let mut best: Vec<&Price> = own.map(|step| step.price).collect();
    rank::keep_best_of_each_quantity(&mut best);
    let preferred = |step: &Step<'p>| {
        let place = best.partition_point(|row| row.min_quantity < step.price.min_quantity);
        // A computed price that is open has no row of the list's own beside it.
        best.get(place).copied().filter(|_| !step.is_computed)
    };
    let is_preferred =
        |step: &&Step<'p>| preferred(step).is_none_or(|row| std::ptr::eq(row, step.price));
    let winner = steps
        .iter()
        .filter(is_preferred)
        .min_by_key(|step| (step.amount, step.price.min_quantity));
    let Some(winner) = winner else {
        return;
    };
    for step in steps {
        let verdict = if std::ptr::eq(step, winner) {
            Verdict::Won
        } else if let Some(row) = preferred(step).filter(|row| !std::ptr::eq(*row, step.price)) {
            rank::compare_rows(step.price, row).1
        } else if step.amount == winner.amount {
            Verdict::TierLater
        } else {
            Verdict::TierDearer
        };
        explained.push(of_step(step, list, verdict));
    }
}

fn of_row(price: &Price, verdict: Verdict) -> Candidate<'_> {
    Candidate {
        price,
        list: price.list.as_ref(),
        amount: price.amount,
        compare_at: price.compare_at,
        origin: if price.list.is_some() {
            Origin::Fixed
        } else {
            Origin::Base
        },
        verdict,
    }
}

fn of_step<'p>(step: &Step<'p>, list: Option<&'p PriceList>, verdict: Verdict) -> Candidate<'p> {
    Candidate {
        price: step.price,
        list: list.map(|list| &list.code),
        amount: step.amount,
        compare_at: step.compare_at,
        origin: super::origin(step, list),
        verdict,
    }
}
