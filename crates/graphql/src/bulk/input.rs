//! What `bulk` takes, and the records that it makes of it.

use async_graphql::{Enum, InputObject, OneofObject};
use serde_json::{Map, Value};

use super::{
    reference::{
        AttributeSetInput, CategorySetInput, ChannelSetInput, CustomerGroupSetInput,
        LocationSetInput, PriceListSetInput,
    },
    sku::{SkuPriceListSetInput, SkuStockSetInput},
};
use crate::{
    catalog::{
        category,
        product::{
            input::{each, exact, record as product},
            mutations::ProductSetInput,
        },
    },
    mutation::{Input, keyed, valued},
    pricing::price_list,
};

/// Records to apply together.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct BulkInput {
    /// What becomes of the good records where others are refused.
    pub(super) policy: BulkPolicy,
    /// The records, at most 1,000. They are applied kind by kind in the order of the fields of `BulkRecordInput`, so that
    /// one may name another whatever their order here. No key may come twice.
    pub(super) records: Vec<BulkRecordInput>,
}

/// What becomes of the good records where others are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum BulkPolicy {
    /// Nothing is applied.
    RejectAll,
    /// The good ones are applied.
    RejectFailed,
}

/// A record: exactly one of these. It is made where nothing has its key, else brought into this state: a field that is left
/// out stays as it is, null clears it, and a list replaces.
#[derive(Debug, OneofObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum BulkRecordInput {
    /// A place that holds stock.
    Location(LocationSetInput),
    /// Buyers with prices of their own.
    CustomerGroup(CustomerGroupSetInput),
    /// A sales channel.
    Channel(ChannelSetInput),
    /// A price list.
    PriceList(PriceListSetInput),
    /// An attribute's definition.
    Attribute(AttributeSetInput),
    /// A category.
    Category(CategorySetInput),
    /// A product with all that belongs to it.
    Product(Box<ProductSetInput>),
    /// The prices of one SKU in one list.
    Price(SkuPriceListSetInput),
    /// The stock of one SKU at one location.
    Stock(SkuStockSetInput),
}

/// The records of an input, each with what its caller wrote of it.
pub(super) fn records(input: &Input) -> Vec<(Map<String, Value>, Input)> {
    let Some(Value::Array(records)) = input.given().get("records") else {
        return Vec::new();
    };
    let records = records.iter().enumerate().filter_map(|(place, entry)| {
        let (kind, given) = entry.as_object()?.iter().next()?;
        let input = input.part(&["records", &place.to_string(), kind], given)?;
        Some((record(kind, &input), input))
    });
    records.collect()
}

fn record(kind: &str, input: &Input) -> Map<String, Value> {
    let code = input.given().get("code").and_then(Value::as_str);
    let code = code.unwrap_or_default();
    match kind {
        "product" => product(input, code),
        "category" => category::record(input, code),
        "attribute" => {
            let mut record = input.record(kind, code);
            each(&mut record, "values", |value| {
                keyed(value, "translations", "locale");
            });
            keyed(&mut record, "translations", "locale");
            record
        }
        "channel" => channel(input.record(kind, code)),
        "priceList" => price_list::record(input, code),
        "price" | "stock" => {
            let mut record = input.given().clone();
            record.insert(String::from("type"), Value::from(kind));
            each(&mut record, "prices", |price| {
                exact(price, &["amount", "compareAt"]);
            });
            record
        }
        _ => input.record(kind, code),
    }
}

/// In a feed the rates of countries stand beside those of classes.
fn channel(mut record: Map<String, Value>) -> Map<String, Value> {
    let classes = |object: &mut Map<String, Value>, field: &str| {
        each(object, field, |rate| exact(rate, &["rate"]));
        valued(object, field, "class", "rate");
    };
    classes(&mut record, "taxRates");
    each(&mut record, "countryTaxRates", |country| {
        classes(country, "rates");
    });
    valued(&mut record, "countryTaxRates", "country", "rates");
    valued(&mut record, "taxClassNames", "class", "name");
    if let Some(Value::Object(countries)) = record.remove("countryTaxRates") {
        let rates = record
            .entry("taxRates")
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(rates) = rates {
            rates.extend(countries);
        }
    }
    record
}
