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
    /// By tax class, and by country; merges by key.
    pub tax_rates: Given<Vec<(Code, Given<TaxRatePatch>)>>,
    /// Names by tax class; merges by key.
    pub tax_class_names: Given<Vec<(Code, Given<String>)>>,
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
        "taxClassNames",
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
                fields::map(json, path, sink, fields::code, tax_rate)
            }),
            tax_class_names: object.given("taxClassNames", |json, path, sink| {
                fields::map(json, path, sink, fields::code, fields::name)
            }),
            locations: object.given("locations", |json, path, sink| {
                fields::list(json, path, sink, fields::code)
            }),
        };
        code.map(|_| patch)
    }
}

/// What stands under a key of `taxRates`.
#[derive(Clone, Debug, PartialEq)]
pub enum TaxRatePatch {
    /// The rate of the tax class that the key names.
    Class(Decimal),
    /// The rates, by tax class, of the country that the key names; merges by key.
    Country(Country, Vec<(Code, Given<Decimal>)>),
}

/// A rate, or under a country's code an object of rates.
fn tax_rate(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<TaxRatePatch> {
    if !matches!(json, Json::Map(_)) {
        return rate(json, path, sink).map(TaxRatePatch::Class);
    }
    let Path::Name(_, key) = path else {
        return None;
    };
    let country = Country::parse(key)
        .map_err(|error| sink.invalid(path, error.to_string()))
        .ok();
    let rates = fields::map(json, path, sink, fields::code, rate)?;
    Some(TaxRatePatch::Country(country?, rates))
}

/// A share as decimal text, such as `"0.19"`.
fn rate(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Decimal> {
    let text = fields::text(json, path, sink)?;
    tax::parse_rate(text)
        .map(|rate| rate.normalize())
        .map_err(|error| sink.invalid(path, error.to_string()))
        .ok()
}
