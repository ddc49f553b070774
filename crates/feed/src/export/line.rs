//! Locations, groups, channels, price lists, attributes and categories as lines: fields in the format's order, defaults
//! left out.

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use domain::{
    catalog::{Attribute, Category, EnumValue},
    channel::Channel,
    clock::Timestamp,
    inventory::Location,
    locale::Locale,
    pricing::{CustomerGroup, PriceList},
};
use serde::Serialize;

use super::relative::{self, RelativeLine};

/// RFC 3339 in UTC, with as many digits of the second as it has.
pub(super) fn time(time: Timestamp) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

pub(super) const fn is_false(value: &bool) -> bool {
    !*value
}

pub(super) const fn is_zero(value: &i64) -> bool {
    *value == 0
}

#[derive(Serialize)]
pub(super) struct LocationLine<'a> {
    r#type: &'static str,
    code: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
}

pub(super) fn location(location: &Location) -> LocationLine<'_> {
    LocationLine {
        r#type: "location",
        code: &location.code,
        name: &location.name,
        country: location.country.map(|country| country.to_string()),
    }
}

#[derive(Serialize)]
pub(super) struct CustomerGroupLine<'a> {
    r#type: &'static str,
    code: &'a str,
    name: &'a str,
}

pub(super) fn customer_group(group: &CustomerGroup) -> CustomerGroupLine<'_> {
    CustomerGroupLine {
        r#type: "customerGroup",
        code: &group.code,
        name: &group.name,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChannelLine<'a> {
    r#type: &'static str,
    code: &'a str,
    name: &'a str,
    currencies: Vec<&'a str>,
    default_currency: &'a str,
    locales: Vec<&'a str>,
    default_locale: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    prices_include_tax: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tax_rates: BTreeMap<&'a str, TaxRateLine<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tax_class_names: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<&'a str>,
}

/// The rate of a class, or the rates of a country.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum TaxRateLine<'a> {
    Class(String),
    Country(BTreeMap<&'a str, String>),
}

fn tax_rates(channel: &Channel) -> BTreeMap<&str, TaxRateLine<'_>> {
    let classes = channel.tax_rates.iter();
    let classes =
        classes.map(|(class, rate)| (class.as_str(), TaxRateLine::Class(rate.to_string())));
    let countries = channel.country_tax_rates.iter().map(|(country, rates)| {
        let rates = rates.iter();
        let rates = rates.map(|(class, rate)| (class.as_str(), rate.to_string()));
        (country.as_str(), TaxRateLine::Country(rates.collect()))
    });
    classes.chain(countries).collect()
}

pub(super) fn channel(channel: &Channel) -> ChannelLine<'_> {
    ChannelLine {
        r#type: "channel",
        code: &channel.code,
        name: &channel.name,
        currencies: channel
            .currencies
            .iter()
            .map(|currency| currency.as_str())
            .collect(),
        default_currency: channel.default_currency.as_str(),
        locales: channel
            .locales
            .iter()
            .map(|locale| locale.as_str())
            .collect(),
        default_locale: &channel.default_locale,
        country: channel.country.map(|country| country.to_string()),
        prices_include_tax: channel.prices_include_tax,
        tax_rates: tax_rates(channel),
        tax_class_names: channel
            .tax_class_names
            .iter()
            .map(|(class, name)| (class.as_str(), name.as_str()))
            .collect(),
        locations: channel.locations.iter().map(|code| code.as_str()).collect(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PriceListLine<'a> {
    r#type: &'static str,
    code: &'a str,
    name: &'a str,
    currency: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    priority: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    channels: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    customer_groups: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    countries: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_precision: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relative_to: Option<RelativeLine<'a>>,
}

pub(super) fn price_list(list: &PriceList) -> PriceListLine<'_> {
    PriceListLine {
        r#type: "priceList",
        code: &list.code,
        name: &list.name,
        currency: list.currency.as_str(),
        priority: list.priority.into(),
        channels: list.channels.iter().map(|code| code.as_str()).collect(),
        customer_groups: list
            .customer_groups
            .iter()
            .map(|code| code.as_str())
            .collect(),
        countries: list
            .countries
            .iter()
            .map(|country| country.as_str())
            .collect(),
        valid_from: list.valid_from.map(time),
        valid_until: list.valid_until.map(time),
        unit_precision: list.unit_precision,
        relative_to: list
            .relative
            .as_ref()
            .map(|relative| relative::line(relative, list.digits())),
    }
}

#[derive(Serialize)]
pub(super) struct NameLine<'a> {
    name: &'a str,
}

fn names(translations: &BTreeMap<Locale, String>) -> BTreeMap<&str, NameLine<'_>> {
    translations
        .iter()
        .map(|(locale, name)| (locale.as_str(), NameLine { name }))
        .collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AttributeLine<'a> {
    r#type: &'static str,
    code: &'a str,
    name: &'a str,
    value_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    list: bool,
    #[serde(skip_serializing_if = "is_false")]
    filterable: bool,
    #[serde(skip_serializing_if = "is_false")]
    searchable: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<EnumValueLine<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    translations: BTreeMap<&'a str, NameLine<'a>>,
}

#[derive(Serialize)]
pub(super) struct EnumValueLine<'a> {
    code: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    translations: BTreeMap<&'a str, NameLine<'a>>,
}

pub(super) fn attribute(attribute: &Attribute) -> AttributeLine<'_> {
    AttributeLine {
        r#type: "attribute",
        code: &attribute.code,
        name: &attribute.name,
        value_type: attribute.value_type.as_str(),
        unit: attribute.unit.as_deref(),
        list: attribute.list,
        filterable: attribute.filterable,
        searchable: attribute.searchable,
        values: attribute.values.iter().map(enum_value).collect(),
        translations: names(&attribute.translations),
    }
}

fn enum_value(value: &EnumValue) -> EnumValueLine<'_> {
    EnumValueLine {
        code: &value.code,
        name: &value.name,
        translations: names(&value.translations),
    }
}

#[derive(Serialize)]
pub(super) struct CategoryLine<'a> {
    r#type: &'static str,
    code: &'a str,
    slug: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'a str>,
    #[serde(skip_serializing_if = "is_zero")]
    position: i64,
    #[serde(skip_serializing_if = "is_false")]
    hidden: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    translations: BTreeMap<&'a str, CategoryTexts<'a>>,
}

#[derive(Serialize)]
struct CategoryTexts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slug: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

pub(super) fn category(category: &Category) -> CategoryLine<'_> {
    let texts = category.translations.iter().map(|(locale, texts)| {
        let texts = CategoryTexts {
            name: texts.name.as_deref(),
            slug: texts.slug.as_ref().map(|slug| slug.as_str()),
            description: texts.description.as_deref(),
        };
        (locale.as_str(), texts)
    });
    CategoryLine {
        r#type: "category",
        code: &category.code,
        slug: &category.slug,
        name: &category.name,
        description: category.description.as_deref(),
        parent: category.parent.as_ref().map(|code| code.as_str()),
        position: category.position.into(),
        hidden: category.hidden,
        translations: texts.collect(),
    }
}
