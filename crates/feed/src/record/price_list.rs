//! `{"type":"priceList",…}`

use domain::{clock::Timestamp, country::Country, pricing::Currency, text::Code};

use super::RelativePatch;
use crate::{
    fields::{self, Object},
    given::Given,
};

/// What a record says of a price list.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceListPatch {
    /// Its key.
    pub code: Code,
    /// Its name.
    pub name: Given<String>,
    /// The currency of its prices; fixed once made.
    pub currency: Given<Currency>,
    /// Of lists that bind the same, the higher wins.
    pub priority: Given<i32>,
    /// Channel codes; replaces the stored list.
    pub channels: Given<Vec<Code>>,
    /// Customer group codes; replaces the stored list.
    pub customer_groups: Given<Vec<Code>>,
    /// Countries; replaces the stored list.
    pub countries: Given<Vec<Country>>,
    /// From when it holds.
    pub valid_from: Given<Timestamp>,
    /// Until when it holds.
    pub valid_until: Given<Timestamp>,
    /// Digits of its unit prices.
    pub unit_precision: Given<i64>,
    /// What its prices are computed from; replaces what is stored as a whole.
    pub relative: Given<RelativePatch>,
}

impl PriceListPatch {
    pub(crate) const FIELDS: &'static [&'static str] = &[
        "type",
        "code",
        "name",
        "currency",
        "priority",
        "channels",
        "customerGroups",
        "countries",
        "validFrom",
        "validUntil",
        "unitPrecision",
        "relativeTo",
    ];

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let code = object.required("code", fields::code);
        let patch = Self {
            code: code.clone().unwrap_or_else(|| Code::trusted("")),
            name: object.given("name", fields::name),
            currency: object.given("currency", fields::currency),
            priority: object.given("priority", fields::integer),
            channels: object.given("channels", |json, path, sink| {
                fields::list(json, path, sink, fields::code)
            }),
            customer_groups: object.given("customerGroups", |json, path, sink| {
                fields::list(json, path, sink, fields::code)
            }),
            countries: object.given("countries", |json, path, sink| {
                fields::list(json, path, sink, fields::country)
            }),
            valid_from: object.given("validFrom", fields::time),
            valid_until: object.given("validUntil", fields::time),
            unit_precision: object.given("unitPrecision", |json, path, sink| {
                fields::whole(json, path, sink, 0, 6)
            }),
            relative: object.given("relativeTo", RelativePatch::read),
        };
        code.map(|_| patch)
    }
}
