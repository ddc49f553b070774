//! A variant in its product's tree.

use async_graphql::InputObject;

use super::{AttributeValueInput, OptionValueInput};
use crate::{
    catalog::media::MediaInput,
    scalars::{CountryCode, CurrencyCode, Date, DateTime, Decimal},
};

/// A variant by its SKU. Of one that is there already a field that is left out stays as it is, null clears it, and a list
/// replaces.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductVariantSetInput {
    /// Stock keeping unit: your key of it, at most 128 characters, unique among all variants.
    pub(crate) sku: String,
    /// Its barcode, such as an EAN, at most 64 characters.
    barcode: Option<String>,
    /// Its own name, at most 512 characters. Null: it is called like its product, with its options.
    name: Option<String>,
    /// Its value of each option of the product, each once. No two variants of a product have the same.
    options: Option<Vec<OptionValueInput>>,
    /// What it has of attributes, each once. Those that are left out stay as they are; null clears all.
    attributes: Option<Vec<AttributeValueInput>>,
    /// Its own pictures, films and documents, in order.
    media: Option<Vec<MediaInput>>,
    /// Whether its stock is counted. Null: it is.
    track_inventory: Option<bool>,
    /// From how many available units down its stock is low. Null: it never is.
    low_stock_threshold: Option<i32>,
    /// In which quantities it can be bought; replaced as a whole. Null: in any.
    quantity_rule: Option<QuantityRuleInput>,
    /// All its prices, those of price lists too.
    prices: Option<Vec<VariantPriceInput>>,
    /// Its stock at each location. A level that isn't named goes, which is refused while units of it are reserved or owed.
    stock: Option<Vec<VariantStockInput>>,
}

/// In which quantities a variant can be bought.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct QuantityRuleInput {
    /// The least quantity. Null: 1.
    minimum: Option<i32>,
    /// The greatest quantity. Null: no end.
    maximum: Option<i32>,
    /// The steps in which the quantity goes up. Null: 1.
    increment: Option<i32>,
}

/// A price of a variant, for one unit.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct VariantPriceInput {
    /// What one unit costs, in major units, with no more digits than the currency, or the list, has.
    amount: Decimal,
    /// The currency. Null: the list's; a base price needs it.
    currency: Option<CurrencyCode>,
    /// What one unit is shown to have cost before. Null: nothing is shown.
    compare_at: Option<Decimal>,
    /// From how many units on it holds. Null: 1.
    min_quantity: Option<i32>,
    /// The price list's code. Null: it is a base price.
    price_list: Option<String>,
    /// The only country in which it holds. Null: it holds in all.
    country: Option<CountryCode>,
    /// From when it holds, this moment included. Null: from the beginning.
    valid_from: Option<DateTime>,
    /// Until when it holds, this moment excluded. Null: without end.
    valid_until: Option<DateTime>,
}

/// The stock of a variant at one location. Of a level that is there already a field that is left out stays as it is.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct VariantStockInput {
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

/// Units that are on their way to a location.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct VariantIncomingInput {
    /// How many, 1 or more.
    quantity: i32,
    /// On which day they are expected. Null: not known.
    expected_on: Option<Date>,
}
