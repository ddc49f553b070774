//! `{"type":"price",…}` and the prices within a variant.

use domain::{
    clock::Timestamp,
    country::Country,
    pricing::Currency,
    problem::Reason,
    text::{Code, Sku},
};

use crate::{
    fields::{self, Object, Path, Sink},
    json::Json,
};

/// A price as written. Its amounts stay texts until the digits of its list are known.
#[derive(Clone, Debug, PartialEq)]
pub struct PricePatch {
    /// For one unit.
    pub amount: String,
    /// None: in a list, the list's; needed elsewhere.
    pub currency: Option<Currency>,
    /// What it is shown to have cost before.
    pub compare_at: Option<String>,
    /// From how many units on.
    pub min_quantity: u32,
    /// The price list's code. None: the base prices, or the list of the record.
    pub list: Option<Code>,
    /// The only country in which it holds.
    pub country: Option<Country>,
    /// From when it holds.
    pub valid_from: Option<Timestamp>,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
}

/// Replaces one SKU's prices in one list.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceRecord {
    /// The variant.
    pub sku: Sku,
    /// The price list's code. None: the base prices.
    pub list: Option<Code>,
    /// The only currency that it replaces, and that of its prices. None: it replaces all of the list's.
    pub currency: Option<Currency>,
    /// All its prices there.
    pub prices: Vec<PricePatch>,
}

const FIELDS: &[&str] = &[
    "amount",
    "currency",
    "compareAt",
    "minQuantity",
    "country",
    "validFrom",
    "validUntil",
];
const FIELDS_WITH_LIST: &[&str] = &[
    "amount",
    "currency",
    "compareAt",
    "minQuantity",
    "priceList",
    "country",
    "validFrom",
    "validUntil",
];

impl PricePatch {
    pub(super) fn read_with_list(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        Self::read(json, path, sink, FIELDS_WITH_LIST)
    }

    /// A base price.
    pub(super) fn read_plain(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        Self::read(json, path, sink, FIELDS)
    }

    fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink, names: &[&str]) -> Option<Self> {
        let object = Object::open(json, names, path, sink)?;
        let amount = object.required("amount", amount);
        let min_quantity = object.optional("minQuantity", |json, path, sink| {
            fields::whole(json, path, sink, 1, domain::inventory::QUANTITY_MAX)
        });
        let patch = Self {
            amount: amount.clone().unwrap_or_default(),
            currency: object.optional("currency", fields::currency),
            compare_at: object.optional("compareAt", self::amount),
            min_quantity: min_quantity
                .and_then(|quantity| u32::try_from(quantity).ok())
                .unwrap_or(1),
            list: object.optional("priceList", fields::code),
            country: object.optional("country", fields::country),
            valid_from: object.optional("validFrom", fields::time),
            valid_until: object.optional("validUntil", fields::time),
        };
        if let (Some(from), Some(until)) = (patch.valid_from, patch.valid_until)
            && until <= from
        {
            sink.invalid(&path.name("validUntil"), "A window ends after it starts.");
        }
        amount.map(|_| patch)
    }
}

/// A decimal text; its digits are checked when its list is known.
fn amount(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<String> {
    match json {
        Json::Integer(_) | Json::Number(_) => {
            sink.invalid(
                path,
                "Money is a decimal text such as \"19.99\", not a JSON number.",
            );
            None
        }
        _ => fields::text(json, path, sink).map(str::to_owned),
    }
}

impl PriceRecord {
    pub(crate) const FIELDS: &'static [&'static str] =
        &["type", "sku", "priceList", "currency", "prices"];

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let sku = object.required("sku", fields::sku);
        let list = object.optional("priceList", fields::code);
        let currency = object.optional("currency", fields::currency);
        let in_list = list.is_some();
        let prices = object.required("prices", |json, path, sink| {
            fields::list(json, path, sink, |json, path, sink| {
                let mut price = PricePatch::read(json, path, sink, FIELDS)?;
                if let (Some(all), Some(own)) = (currency, price.currency)
                    && all != own
                {
                    sink.note(
                        &path.name("currency"),
                        Reason::Conflict,
                        format!("The record is about the prices in {all}."),
                    );
                }
                price.currency = price.currency.or(currency);
                if !in_list && price.currency.is_none() {
                    sink.note(
                        &path.name("currency"),
                        Reason::Required,
                        "A base price needs its currency.",
                    );
                }
                Some(price)
            })
        });
        Some(Self {
            sku: sku?,
            list,
            currency,
            prices: prices?,
        })
    }
}
