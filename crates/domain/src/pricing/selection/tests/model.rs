//! The rule once more, written naively after its wording and sharing nothing with the real one: sorting instead of
//! scanning, one step after another.

use std::cmp::Reverse;

use crate::{
    buyer::Buyer,
    pricing::{Price, PriceList},
};

/// The row that wins.
pub(super) fn winner<'p>(
    prices: &'p [Price],
    lists: &[PriceList],
    buyer: &Buyer,
    quantity: u32,
) -> Option<&'p Price> {
    if !buyer.channel.currencies.contains(&buyer.currency) {
        return None;
    }
    let names = lists_in_order(lists, buyer)
        .into_iter()
        .map(|list| Some(&list.code))
        .chain([None]);
    for name in names {
        let rows: Vec<&Price> = prices
            .iter()
            .filter(|row| row.list.as_ref() == name && row_matches(row, buyer, quantity))
            .collect();
        if let Some(row) = winner_in_list(&rows) {
            return Some(row);
        }
    }
    None
}

/// The lists that hold for the buyer, best first.
pub(super) fn lists_in_order<'l>(lists: &'l [PriceList], buyer: &Buyer) -> Vec<&'l PriceList> {
    let mut ordered: Vec<&PriceList> = lists
        .iter()
        .filter(|list| list_matches(list, buyer))
        .collect();
    ordered.sort_by_key(|list| {
        (
            list.customer_groups.is_empty(),
            list.channels.is_empty(),
            list.countries.is_empty(),
            Reverse(list.priority),
            list.code.clone(),
        )
    });
    ordered
}

pub(super) fn winner_in_list<'p>(rows: &[&'p Price]) -> Option<&'p Price> {
    let mut quantities: Vec<u32> = rows.iter().map(|row| row.min_quantity).collect();
    quantities.sort_unstable();
    let mut best: Option<&Price> = None;
    for quantity in quantities {
        let row = rows
            .iter()
            .copied()
            .filter(|row| row.min_quantity == quantity)
            .min_by_key(|row| {
                let undated = row.valid_from.is_none() && row.valid_until.is_none();
                let begins = row.valid_from.map_or(i64::MIN, |time| time.timestamp());
                let ends = row.valid_until.map_or(i64::MAX, |time| time.timestamp());
                (
                    row.country.is_none(),
                    undated,
                    Reverse(begins),
                    row.amount,
                    Reverse(ends),
                    row.compare_at,
                )
            })?;
        if best.is_none_or(|best| row.amount < best.amount) {
            best = Some(row);
        }
    }
    best
}

fn list_matches(list: &PriceList, buyer: &Buyer) -> bool {
    let group = buyer
        .customer_group
        .iter()
        .any(|group| list.customer_groups.contains(group));
    let country = buyer
        .country
        .iter()
        .any(|country| list.countries.contains(country));
    list.currency == buyer.currency
        && (list.customer_groups.is_empty() || group)
        && (list.channels.is_empty() || list.channels.contains(&buyer.channel.code))
        && (list.countries.is_empty() || country)
        && list.valid_from.is_none_or(|from| from <= buyer.at)
        && list.valid_until.is_none_or(|until| buyer.at < until)
}

pub(super) fn row_matches(row: &Price, buyer: &Buyer, quantity: u32) -> bool {
    row.currency == buyer.currency
        && row.min_quantity <= quantity
        && (row.country.is_none() || row.country == buyer.country)
        && row.valid_from.is_none_or(|from| from <= buyer.at)
        && row.valid_until.is_none_or(|until| buyer.at < until)
}
