//! Prices and stock by SKU, as `bulk` takes them.

use async_graphql::InputObject;

use crate::{
    catalog::product::input::VariantIncomingInput,
    scalars::{CountryCode, CurrencyCode, DateTime, Decimal},
};

/// All prices of one SKU in one list.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SkuPriceListSetInput {
    /// The variant's SKU.
    sku: String,
    /// The price list's code. Null: the base prices.
    price_list: Option<String>,
    /// All its prices there; empty: it has none.
    prices: Vec<ListPriceInput>,
}

/// A price in the list, for one unit.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ListPriceInput {
    /// What one unit costs, in major units, with no more digits than the currency, or the list, has.
    amount: Decimal,
    /// The currency. Null: the list's; a base price needs it.
    currency: Option<CurrencyCode>,
    /// What one unit is shown to have cost before. Null: nothing is shown.
    compare_at: Option<Decimal>,
    /// From how many units on it holds. Null: 1.
    min_quantity: Option<i32>,
    /// The only country in which it holds. Null: it holds in all.
    country: Option<CountryCode>,
    /// From when it holds, this moment included. Null: from the beginning.
    valid_from: Option<DateTime>,
    /// Until when it holds, this moment excluded. Null: without end.
    valid_until: Option<DateTime>,
}

/// The stock of one SKU at one location. A field that is left out stays as it is.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SkuStockSetInput {
    /// The variant's SKU.
    sku: String,
    /// The location's code.
    location: String,
    /// Units that are there, 0 to 1,000,000,000. Null: 0.
    on_hand: Option<i32>,
    /// Units that are kept back from sale. Null: 0.
    safety_stock: Option<i32>,
    /// Units that may be sold beyond those that are there. Null: 0.
    backorder_limit: Option<i32>,
    /// Units that are on their way. Null: none.
    incoming: Option<VariantIncomingInput>,
}
