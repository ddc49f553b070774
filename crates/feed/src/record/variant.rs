//! A variant within a product record.

use domain::{
    catalog::Media,
    inventory::QUANTITY_MAX,
    pricing::{Currency, QuantityRule},
    problem::Reason,
    text::{Code, Sku},
};

use super::{
    PricePatch, StockPatch, Untyped,
    product::{attributes, medium},
};
use crate::{
    fields::{self, Object, Path, Sink},
    given::Given,
    json::Json,
};

/// What a record says of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantPatch {
    /// Its key.
    pub sku: Sku,
    /// Such as an EAN.
    pub barcode: Given<String>,
    /// Its own name.
    pub name: Given<String>,
    /// Its value of each option, by option name.
    pub options: Given<Vec<(String, String)>>,
    /// By attribute code; merges by key.
    pub attributes: Given<Vec<(Code, Given<Untyped>)>>,
    /// Replaces the stored list.
    pub media: Given<Vec<Media>>,
    /// Whether its stock is counted.
    pub track_inventory: Given<bool>,
    /// From how many units down its stock is low.
    pub low_stock_threshold: Given<i64>,
    /// In which quantities it can be bought; replaces the stored rule as a whole.
    pub quantity_rule: Given<Option<QuantityRule>>,
    /// Replaces the stored list.
    pub prices: Given<Vec<PricePatch>>,
    /// The base prices by currency; merges by key. Other currencies, and price lists, stay.
    pub base_prices: Given<Vec<(Currency, Given<Vec<PricePatch>>)>>,
    /// Replaces the stored list.
    pub stock: Given<Vec<StockPatch>>,
    /// Levels by location; merges by key. Other locations stay.
    pub stock_by_location: Given<Vec<(Code, Given<StockPatch>)>>,
}

impl VariantPatch {
    const FIELDS: &'static [&'static str] = &[
        "sku",
        "barcode",
        "name",
        "options",
        "attributes",
        "media",
        "trackInventory",
        "lowStockThreshold",
        "quantityRule",
        "prices",
        "basePrices",
        "stock",
        "stockByLocation",
    ];

    pub(super) fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(json, Self::FIELDS, path, sink)?;
        let sku = object.required("sku", fields::sku);
        let patch = Self {
            sku: sku.clone().unwrap_or_else(|| Sku::trusted("")),
            barcode: object.given("barcode", fields::barcode),
            name: object.given("name", fields::name),
            options: object.given("options", options),
            attributes: object.given("attributes", attributes),
            media: object.given("media", |json, path, sink| {
                fields::list(json, path, sink, medium)
            }),
            track_inventory: object.given("trackInventory", fields::boolean),
            low_stock_threshold: object.given("lowStockThreshold", fields::quantity),
            quantity_rule: object.given("quantityRule", quantity_rule),
            prices: object.given("prices", |json, path, sink| {
                fields::list(json, path, sink, PricePatch::read_with_list)
            }),
            base_prices: object.given("basePrices", |json, path, sink| {
                fields::map(json, path, sink, fields::currency, |json, path, sink| {
                    fields::list(json, path, sink, PricePatch::read_plain)
                })
            }),
            stock: object.given("stock", |json, path, sink| {
                fields::list(json, path, sink, StockPatch::read)
            }),
            stock_by_location: object.given("stockByLocation", |json, path, sink| {
                fields::map(json, path, sink, fields::code, StockPatch::read_level)
                    .map(StockPatch::placed)
            }),
        };
        for (whole, part) in [("prices", "basePrices"), ("stock", "stockByLocation")] {
            if object.raw(whole).is_some() && object.raw(part).is_some() {
                sink.note(
                    &path.name(part),
                    Reason::Conflict,
                    format!("{whole} says all of it already."),
                );
            }
        }
        sku.map(|_| patch)
    }
}

/// `{"minimum":6,"maximum":60,"increment":6}`, all of them optional.
fn quantity_rule(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Option<QuantityRule>> {
    let object = Object::open(json, &["minimum", "maximum", "increment"], path, sink)?;
    let number = |name| {
        object.optional(name, |json, path, sink| {
            fields::whole(json, path, sink, 1, QUANTITY_MAX)
        })
    };
    QuantityRule::parse(number("minimum"), number("maximum"), number("increment"))
        .map_err(|error| sink.invalid(path, error.to_string()))
        .ok()
}

fn options(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Vec<(String, String)>> {
    let entries = fields::map(json, path, sink, fields::label, fields::label)?;
    let mut options = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        match value {
            Given::Value(value) => options.push((name, value)),
            Given::Absent | Given::Null => {
                sink.invalid(&path.name(&name), "An option needs a value.");
            }
        }
    }
    Some(options)
}
