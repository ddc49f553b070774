//! The rule by examples, one for each sentence of it, and by laws that hold of every catalogue; `model` is the rule
//! written once more, naively, to compare with.

mod answers;
mod applying;
mod explained;
mod laws;
mod model;
mod preference;
mod relative;
mod segments;

use super::select;
use crate::{
    buyer::Buyer,
    country::Country,
    pricing::{
        Price, PriceList,
        fixture::{buyer, price_lists},
    },
    text::Code,
};

fn country(text: &str) -> Option<Country> {
    Some(Country::parse(text).unwrap())
}

/// The amount that wins at a quantity, in either order of the rows.
#[track_caller]
fn wins(prices: &[Price], lists: &[PriceList], buyer: &Buyer, quantity: u32) -> Option<String> {
    let lists = price_lists(lists.iter().cloned());
    let amount = |prices: &[Price]| {
        let selected = select(prices, &lists, buyer, quantity)?;
        Some(selected.amount.to_text(2))
    };
    let mut reversed = prices.to_vec();
    reversed.reverse();
    assert_eq!(
        amount(prices),
        amount(&reversed),
        "the order of rows matters"
    );
    amount(prices)
}

fn reseller() -> Buyer {
    Buyer {
        customer_group: Some(Code::trusted("b2b")),
        country: country("DE"),
        ..buyer()
    }
}
