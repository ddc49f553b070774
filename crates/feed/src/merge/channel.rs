//! Channels.

use domain::{channel::Channel, country::Country, problem::Reason, text::Code};
use rust_decimal::Decimal;

use super::{Known, by_key, needed, note_repeats};
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::{ChannelPatch, Kind, TaxRatePatch},
};

pub(crate) fn channel(
    stored: Option<&Channel>,
    patch: ChannelPatch,
    known: &Known<'_>,
    sink: &Sink,
) -> Option<Channel> {
    let root = &Path::Root;
    let name = needed(
        patch.name,
        stored.map(|stored| &stored.name),
        "name",
        root,
        sink,
    );
    let currencies = needed(
        patch.currencies,
        stored.map(|stored| &stored.currencies),
        "currencies",
        root,
        sink,
    );
    let default_currency = needed(
        patch.default_currency,
        stored.map(|stored| &stored.default_currency),
        "defaultCurrency",
        root,
        sink,
    );
    let locales = needed(
        patch.locales,
        stored.map(|stored| &stored.locales),
        "locales",
        root,
        sink,
    );
    let default_locale = needed(
        patch.default_locale,
        stored.map(|stored| &stored.default_locale),
        "defaultLocale",
        root,
        sink,
    );
    let (of_classes, of_countries) = split(patch.tax_rates);
    let merged = Channel {
        code: patch.code,
        name: name?,
        currencies: currencies?,
        default_currency: default_currency?,
        locales: locales?,
        default_locale: default_locale?,
        country: patch.country.over(stored.and_then(|stored| stored.country)),
        prices_include_tax: patch
            .prices_include_tax
            .over_or(stored.map(|stored| stored.prices_include_tax), false),
        tax_rates: by_key(
            of_classes,
            stored.map(|stored| &stored.tax_rates),
            |_, rate, _| Some(rate),
        ),
        country_tax_rates: by_key(
            of_countries,
            stored.map(|stored| &stored.country_tax_rates),
            |_, rates, stored| {
                let merged = by_key(Given::Value(rates), stored, |_, rate, _| Some(rate));
                (!merged.is_empty()).then_some(merged)
            },
        ),
        tax_class_names: by_key(
            patch.tax_class_names,
            stored.map(|stored| &stored.tax_class_names),
            |_, name, _| Some(name),
        ),
        locations: patch
            .locations
            .over_or(stored.map(|stored| stored.locations.clone()), Vec::new()),
    };
    check(&merged, known, sink);
    Some(merged)
}

/// The rates by tax class and those by country. A key that is cleared is cleared in both.
fn split(given: Given<Vec<(Code, Given<TaxRatePatch>)>>) -> (Rates, CountryRates) {
    let entries = match given {
        Given::Absent => return (Given::Absent, Given::Absent),
        Given::Null => return (Given::Null, Given::Null),
        Given::Value(entries) => entries,
    };
    let (mut classes, mut countries) = (Vec::new(), Vec::new());
    for (key, given) in entries {
        match given {
            Given::Value(TaxRatePatch::Class(rate)) => classes.push((key, Given::Value(rate))),
            Given::Value(TaxRatePatch::Country(country, rates)) => {
                countries.push((country, Given::Value(rates)));
            }
            Given::Absent | Given::Null => {
                if let Ok(country) = Country::parse(&key) {
                    countries.push((country, Given::Null));
                }
                classes.push((key, Given::Null));
            }
        }
    }
    (Given::Value(classes), Given::Value(countries))
}

type Rates = Given<Vec<(Code, Given<Decimal>)>>;
type CountryRates = Given<Vec<(Country, Given<Vec<(Code, Given<Decimal>)>>)>>;

fn check(channel: &Channel, known: &Known<'_>, sink: &Sink) {
    let root = &Path::Root;
    let at = |name| Path::Name(root, name);
    for (name, empty) in [
        ("currencies", channel.currencies.is_empty()),
        ("locales", channel.locales.is_empty()),
    ] {
        if empty {
            sink.note(&at(name), Reason::Required, "At least one is needed.");
        }
    }
    if !channel.currencies.contains(&channel.default_currency) {
        sink.note(
            &at("defaultCurrency"),
            Reason::Conflict,
            format!("{} is not among the currencies.", channel.default_currency),
        );
    }
    if !channel.locales.contains(&channel.default_locale) {
        sink.note(
            &at("defaultLocale"),
            Reason::Conflict,
            format!("{} is not among the locales.", channel.default_locale),
        );
    }
    note_repeats(&channel.currencies, &at("currencies"), sink);
    note_repeats(&channel.locales, &at("locales"), sink);
    note_repeats(&channel.locations, &at("locations"), sink);
    known.check_all(Kind::Location, &channel.locations, &at("locations"), sink);
}
