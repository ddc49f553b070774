//! Prices: digits and currency by their list, in the order in which the store and an export keep them.

use domain::{
    clock::Timestamp,
    pricing::{Amount, Currency, Price},
    problem::Reason,
};

use super::Known;
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::{Kind, PricePatch},
};

/// Makes prices of what a record gives.
pub(crate) fn prices(
    patches: Vec<PricePatch>,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Vec<Price> {
    let mut prices: Vec<Price> = Vec::with_capacity(patches.len());
    for (place, patch) in patches.into_iter().enumerate() {
        let path = path.index(place);
        if let Some(price) = price(patch, known, &path, sink) {
            if prices.contains(&price) {
                sink.note(&path, Reason::Duplicate, "This price is given twice.");
            }
            prices.push(price);
        }
    }
    canonical(prices)
}

/// The prices after a record that gives base prices by currency: those of other currencies, and of lists, stay.
pub(crate) fn base_prices(
    given: Given<Vec<(Currency, Given<Vec<PricePatch>>)>>,
    stored: &[Price],
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Vec<Price> {
    let by_currency = match given {
        Given::Absent => return stored.to_vec(),
        Given::Null => {
            let in_lists = stored.iter().filter(|price| price.list.is_some());
            return in_lists.cloned().collect();
        }
        Given::Value(by_currency) => by_currency,
    };
    let mut after = stored.to_vec();
    for (currency, patches) in by_currency {
        after.retain(|price| price.list.is_some() || price.currency != currency);
        let Given::Value(patches) = patches else {
            continue;
        };
        let path = path.name(currency.as_str());
        let patches = patches.into_iter().enumerate().map(|(place, patch)| {
            if let Some(other) = patch.currency.filter(|other| *other != currency) {
                let message = format!("This is one of the prices in {currency}, not in {other}.");
                sink.note(
                    &path.index(place).name("currency"),
                    Reason::Conflict,
                    message,
                );
            }
            PricePatch {
                currency: Some(currency),
                ..patch
            }
        });
        after.extend(prices(patches.collect(), known, &path, sink));
    }
    canonical(after)
}

/// Sorts by list (the base prices first), currency, country, minimum quantity and beginning, then by what is left.
pub(crate) fn canonical(mut prices: Vec<Price>) -> Vec<Price> {
    prices.sort_by(|a, b| {
        let end = |price: &Price| price.valid_until.unwrap_or(Timestamp::MAX_UTC);
        a.list
            .cmp(&b.list)
            .then_with(|| a.currency.cmp(&b.currency))
            .then_with(|| a.country.cmp(&b.country))
            .then_with(|| a.min_quantity.cmp(&b.min_quantity))
            .then_with(|| a.valid_from.cmp(&b.valid_from))
            .then_with(|| end(a).cmp(&end(b)))
            .then_with(|| a.amount.cmp(&b.amount))
            .then_with(|| a.compare_at.cmp(&b.compare_at))
    });
    prices
}

fn price(patch: PricePatch, known: &Known<'_>, path: &Path<'_>, sink: &Sink) -> Option<Price> {
    let (currency, digits) = match &patch.list {
        Some(code) => {
            let Some(list) = known
                .reference
                .price_lists
                .by_code(code)
                .map(|entry| &entry.value)
            else {
                known.missing(Kind::PriceList, code, &path.name("priceList"), sink);
                return None;
            };
            if let Some(currency) = patch.currency.filter(|currency| *currency != list.currency) {
                let message = format!(
                    "The price list \"{code}\" is in {}, not {currency}.",
                    list.currency
                );
                sink.note(&path.name("currency"), Reason::Conflict, message);
                return None;
            }
            (list.currency, list.digits())
        }
        None => {
            let Some(currency) = patch.currency else {
                sink.note(
                    &path.name("currency"),
                    Reason::Required,
                    "A base price needs its currency.",
                );
                return None;
            };
            (currency, currency.digits())
        }
    };
    let amount = amount(&patch.amount, digits, &path.name("amount"), sink);
    let compare_at = match &patch.compare_at {
        Some(text) => Some(self::amount(text, digits, &path.name("compareAt"), sink)?),
        None => None,
    };
    Some(Price {
        list: patch.list,
        currency,
        amount: amount?,
        compare_at,
        min_quantity: patch.min_quantity,
        country: patch.country,
        valid_from: patch.valid_from,
        valid_until: patch.valid_until,
    })
}

fn amount(text: &str, digits: u8, path: &Path<'_>, sink: &Sink) -> Option<Amount> {
    Amount::parse(text, digits)
        .map_err(|error| sink.invalid(path, error.to_string()))
        .ok()
}
