//! What mutations take of a price list, and how an input becomes a record of a feed.

use async_graphql::{InputObject, OneofObject};
use serde_json::{Map, Value};

use crate::{
    mutation::Input,
    pricing::price_list_relation::{RelativeCompareAt, RoundingMode},
    scalars::Decimal,
};

/// Names a price list.
#[derive(Debug, OneofObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum PriceListBy {
    /// By its id.
    Id(async_graphql::ID),
    /// By the seller's key of it.
    Code(String),
}

/// What the prices of a price list are computed from, where it has none of its own. One of `percentage` and `amount`.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PriceListRelationInput {
    /// The code of the price list whose prices are changed, in the same currency. Null: the base prices.
    pub(crate) price_list: Option<String>,
    /// By how many percent a price is changed, from -100 to 1000; below zero it takes off.
    pub(crate) percentage: Option<Decimal>,
    /// By how much, in major units, a price is changed; below zero it takes off.
    pub(crate) amount: Option<Decimal>,
    /// To which prices is rounded. Null: half to even, to the list's digits.
    pub(crate) rounding: Option<PriceRoundingInput>,
    /// What a computed price is shown to have cost before. Null: `ADJUSTED`.
    pub(crate) compare_at: Option<RelativeCompareAt>,
    /// Other changes for some products: the first that holds for a product counts.
    pub(crate) overrides: Option<Vec<PriceListOverrideInput>>,
}

/// To which prices is rounded: every multiple of a step, plus an ending.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PriceRoundingInput {
    /// From one of these prices to the next, in major units; above 0, at most 1000.
    pub(crate) step: Decimal,
    /// What is above the multiple of the step, less than it: 0.99 with a step of 1 makes 0.99, 1.99, 2.99 … Null: 0.
    pub(crate) ending: Option<Decimal>,
    /// Which of the two neighbours. Null: `NEAREST`.
    pub(crate) mode: Option<RoundingMode>,
}

/// Another change of the prices of some products: those of a category or of a brand, by a percentage or an amount.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PriceListOverrideInput {
    /// The code of a category: its products and those of the categories below it.
    pub(crate) category: Option<String>,
    /// A brand, spelled exactly so.
    pub(crate) brand: Option<String>,
    /// By how many percent their prices are changed.
    pub(crate) percentage: Option<Decimal>,
    /// By how much, in major units, their prices are changed.
    pub(crate) amount: Option<Decimal>,
}

/// The record that says of the price list with this code what the input says.
pub(crate) fn record(input: &Input, code: &str) -> Map<String, Value> {
    let mut record = input.record("priceList", code);
    if let Some(relative) = record.get_mut("relativeTo") {
        decimals_as_text(relative);
    }
    record
}

/// A feed takes decimals as text alone; a caller may write whole ones as numbers.
pub(crate) fn decimals_as_text(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), &mut *field) {
                    (
                        "percentage" | "amount" | "compareAt" | "step" | "ending",
                        Value::Number(number),
                    ) => {
                        *field = Value::String(number.to_string());
                    }
                    (_, inner) => decimals_as_text(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(decimals_as_text),
        _ => {}
    }
}
