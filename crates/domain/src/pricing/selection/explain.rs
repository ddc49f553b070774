//! Every price of a variant and why it won or lost.

use super::{PriceLists, Verdict, obstacle, rank, rank::ListRank};
use crate::{buyer::Buyer, pricing::Price};

/// One row and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'p> {
    /// The row.
    pub price: &'p Price,
    /// Why it won or lost.
    pub verdict: Verdict,
}

/// Every row of one variant with why it won or lost: first the winner, if there is one, then the others, those that
/// came closer to winning before the rest.
#[must_use]
pub fn explain<'p>(
    prices: &'p [Price],
    lists: &PriceLists,
    buyer: &Buyer,
    quantity: u32,
) -> Vec<Candidate<'p>> {
    let mut open: Vec<(ListRank<'_>, &Price)> = Vec::new();
    let mut explained: Vec<Candidate<'p>> = Vec::with_capacity(prices.len());
    for price in prices {
        match applicable(price, lists, buyer, quantity) {
            Ok(rank) => open.push((rank, price)),
            Err(verdict) => explained.push(Candidate { price, verdict }),
        }
    }
    if let Some(leader) = open.iter().map(|(rank, _)| *rank).max() {
        let mut rows: Vec<&Price> = Vec::new();
        for (rank, price) in open {
            if rank == leader {
                rows.push(price);
            } else {
                let verdict = rank.compare(leader).1;
                explained.push(Candidate { price, verdict });
            }
        }
        explain_list(rows, &mut explained);
    }
    explained.sort_by(|one, other| {
        let by_verdict = one.verdict.cmp(&other.verdict);
        by_verdict
            .then_with(|| one.price.list.cmp(&other.price.list))
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

/// The verdicts on the applicable rows of the list that won.
fn explain_list<'p>(rows: Vec<&'p Price>, explained: &mut Vec<Candidate<'p>>) {
    let mut best = rows.clone();
    rank::keep_best_of_each_quantity(&mut best);
    let cheapest = best
        .iter()
        .copied()
        .min_by_key(|price| (price.amount, price.min_quantity));
    let Some(winner) = cheapest else {
        return;
    };
    for price in rows {
        let place = best.partition_point(|row| row.min_quantity < price.min_quantity);
        let preferred = best[place];
        let verdict = if std::ptr::eq(price, winner) {
            Verdict::Won
        } else if !std::ptr::eq(price, preferred) {
            rank::compare_rows(price, preferred).1
        } else if price.amount == winner.amount {
            Verdict::TierLater
        } else {
            Verdict::TierDearer
        };
        explained.push(Candidate { price, verdict });
    }
}
