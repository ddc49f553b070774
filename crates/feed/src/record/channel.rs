//! `{"type":"channel",…}`

use domain::{
    country::Country,
    locale::Locale,
    pricing::{Currency, tax},
    text::Code,
};
use rust_decimal::Decimal;

use crate::{
    fields::{self, Object, Path, Sink},
    given::Given,
    json::Json,
};

/// What a record says of a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelPatch {
    /// Its key.
    pub code: Code,
    /// Its name.
    pub name: Given<String>,
    /// Replaces the stored list.
    pub currencies: Given<Vec<Currency>>,
    /// One of the currencies.
    pub default_currency: Given<Currency>,
    /// Replaces the stored list.
    pub locales: Given<Vec<Locale>>,
    /// One of the locales.
    pub default_locale: Given<Locale>,
    /// The country of buyers who name none.
    pub country: Given<Country>,
    /// Whether prices are with tax.
    pub prices_include_tax: Given<bool>,
    /// By tax class; merges by key.
    pub tax_rates: Given<Vec<(Code, Given<Decimal>)>>,
    /// Location codes; replaces the stored list.
    pub locations: Given<Vec<Code>>,
}

impl ChannelPatch {
    pub(crate) const FIELDS: &'static [&'static str] = &[
        "type",
        "code",
        "name",
        "currencies",
        "defaultCurrency",
        "locales",
        "defaultLocale",
        "country",
        "pricesIncludeTax",
        "taxRates",
        "locations",
    ];

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let code = object.required("code", fields::code);
        let patch = Self {
            code: code.clone().unwrap_or_else(|| Code::trusted("")),
            name: object.given("name", fields::name),
            currencies: object.given("currencies", |json, path, sink| {
                fields::list(json, path, sink, fields::currency)
            }),
            default_currency: object.given("defaultCurrency", fields::currency),
            locales: object.given("locales", |json, path, sink| {
                fields::list(json, path, sink, fields::locale)
            }),
            default_locale: object.given("defaultLocale", fields::locale),
            country: object.given("country", fields::country),
            prices_include_tax: object.given("pricesIncludeTax", fields::boolean),
            tax_rates: object.given("taxRates", |json, path, sink| {
                fields::map(json, path, sink, fields::code, rate)
            }),
            locations: object.given("locations", |json, path, sink| {
                fields::list(json, path, sink, fields::code)
            }),
        };
        code.map(|_| patch)
    }
}

/// A share as decimal text, such as `"0.19"`.
fn rate(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Decimal> {
    let text = fields::text(json, path, sink)?;
    tax::parse_rate(text)
        .map(|rate| rate.normalize())
        .map_err(|error| sink.invalid(path, error.to_string()))
        .ok()
}
