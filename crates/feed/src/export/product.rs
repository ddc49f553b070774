//! Products as lines, prices and stock inside their variants.

use std::{collections::BTreeMap, num::NonZeroU32};

use domain::{
    catalog::{
        AttributeValue, Attributes, DEFAULT_TAX_CLASS, Media, OptionTranslation, Product,
        ProductStatus, ProductTranslation, Scalar, Variant,
    },
    inventory::Stock,
    pricing::{Price, QuantityRule},
    reference::Reference,
};
use serde::{Serialize, Serializer, ser::SerializeSeq};

use super::line::{is_zero, time};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProductLine<'a> {
    r#type: &'static str,
    code: &'a str,
    slug: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    channels: Vec<PublicationLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    categories: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_class: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'a str, ValueLine<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    options: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    media: Vec<MediaLine<'a>>,
    variants: Vec<VariantLine<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    translations: BTreeMap<&'a str, Texts<'a>>,
}

#[derive(Serialize)]
struct PublicationLine<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Serialize)]
struct MediaLine<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alt: Option<&'a str>,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VariantLine<'a> {
    sku: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    barcode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    options: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'a str, ValueLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    media: Vec<MediaLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    track_inventory: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low_stock_threshold: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity_rule: Option<QuantityRuleLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prices: Vec<PriceLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stock: Vec<StockLine<'a>>,
}

#[derive(Serialize)]
struct QuantityRuleLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    increment: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PriceLine<'a> {
    amount: String,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_quantity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_list: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StockLine<'a> {
    location: &'a str,
    on_hand: i64,
    #[serde(skip_serializing_if = "is_zero")]
    safety_stock: i64,
    #[serde(skip_serializing_if = "is_zero")]
    backorder_limit: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    incoming: Option<IncomingLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IncomingLine {
    quantity: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_on: Option<String>,
}

#[derive(Serialize)]
struct Texts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slug: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'a str, ValueLine<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    options: BTreeMap<&'a str, OptionTexts<'a>>,
}

#[derive(Serialize)]
struct OptionTexts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: &'a BTreeMap<String, String>,
}

struct ValueLine<'a>(&'a AttributeValue);

impl Serialize for ValueLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            AttributeValue::One(scalar) => ScalarLine(scalar).serialize(serializer),
            AttributeValue::Many(scalars) => {
                let mut list = serializer.serialize_seq(Some(scalars.len()))?;
                for scalar in scalars {
                    list.serialize_element(&ScalarLine(scalar))?;
                }
                list.end()
            }
        }
    }
}

struct ScalarLine<'a>(&'a Scalar);

impl Serialize for ScalarLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Scalar::Text(text) => serializer.serialize_str(text),
            Scalar::Boolean(value) => serializer.serialize_bool(*value),
            Scalar::Date(date) => serializer.collect_str(&date.format("%Y-%m-%d")),
            Scalar::Enum(code) => serializer.serialize_str(code),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "whole and below 2^53, so that it fits exactly"
            )]
            Scalar::Number(number)
                if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 =>
            {
                serializer.serialize_i64(*number as i64)
            }
            Scalar::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

fn attributes(attributes: &Attributes) -> BTreeMap<&str, ValueLine<'_>> {
    attributes
        .iter()
        .map(|(code, value)| (code.as_str(), ValueLine(value)))
        .collect()
}

fn media(media: &[Media]) -> Vec<MediaLine<'_>> {
    media
        .iter()
        .map(|medium| MediaLine {
            url: &medium.url,
            alt: medium.alt.as_deref(),
            kind: medium.kind.as_str(),
        })
        .collect()
}

pub(super) fn product<'a>(product: &'a Product, reference: &Reference) -> ProductLine<'a> {
    let publications = product.channels.iter().map(|publication| PublicationLine {
        code: &publication.channel,
        from: publication.from.map(time),
        until: publication.until.map(time),
    });
    ProductLine {
        r#type: "product",
        code: &product.code,
        slug: &product.slug,
        name: &product.name,
        description: product.description.as_deref(),
        brand: product.brand.as_deref(),
        status: (product.status != ProductStatus::Active).then(|| product.status.as_str()),
        channels: publications.collect(),
        categories: product
            .categories
            .iter()
            .map(|code| code.as_str())
            .collect(),
        tax_class: (&*product.tax_class != DEFAULT_TAX_CLASS).then(|| product.tax_class.as_str()),
        attributes: attributes(&product.attributes),
        options: &product.options,
        media: media(&product.media),
        variants: product
            .variants
            .iter()
            .map(|variant| self::variant(variant, &product.options, reference))
            .collect(),
        translations: product
            .translations
            .iter()
            .map(|(locale, own)| (locale.as_str(), texts(own)))
            .collect(),
    }
}

fn variant<'a>(
    variant: &'a Variant,
    options: &'a [String],
    reference: &Reference,
) -> VariantLine<'a> {
    let values = variant.options.iter().map(String::as_str);
    VariantLine {
        sku: &variant.sku,
        barcode: variant.barcode.as_deref(),
        name: variant.name.as_deref(),
        options: options.iter().map(String::as_str).zip(values).collect(),
        attributes: attributes(&variant.attributes),
        media: media(&variant.media),
        track_inventory: (!variant.track_inventory).then_some(false),
        low_stock_threshold: variant.low_stock_threshold,
        quantity_rule: variant.quantity_rule.map(quantity_rule),
        prices: variant
            .prices
            .iter()
            .map(|price| self::price(price, reference))
            .collect(),
        stock: variant.stock.iter().map(stock).collect(),
    }
}

fn quantity_rule(rule: QuantityRule) -> QuantityRuleLine {
    let unless_one = |quantity: NonZeroU32| (quantity.get() > 1).then(|| quantity.get());
    QuantityRuleLine {
        minimum: unless_one(rule.minimum),
        maximum: rule.maximum.map(NonZeroU32::get),
        increment: unless_one(rule.increment),
    }
}

fn price<'a>(price: &'a Price, reference: &Reference) -> PriceLine<'a> {
    let list = price
        .list
        .as_ref()
        .and_then(|code| reference.price_lists.by_code(code));
    let digits = list.map_or_else(|| price.currency.digits(), |list| list.value.digits());
    PriceLine {
        amount: price.amount.to_text(digits),
        currency: price.currency.as_str(),
        compare_at: price.compare_at.map(|amount| amount.to_text(digits)),
        min_quantity: (price.min_quantity != 1).then_some(price.min_quantity),
        price_list: price.list.as_ref().map(|code| code.as_str()),
        country: price.country.as_ref().map(|country| country.as_str()),
        valid_from: price.valid_from.map(time),
        valid_until: price.valid_until.map(time),
    }
}

fn stock(level: &Stock) -> StockLine<'_> {
    StockLine {
        location: &level.location,
        on_hand: level.on_hand,
        safety_stock: level.safety_stock,
        backorder_limit: level.backorder_limit,
        incoming: level.incoming.map(|incoming| IncomingLine {
            quantity: incoming.quantity,
            expected_on: incoming.expected_on.map(|day| day.to_string()),
        }),
    }
}

fn texts(texts: &ProductTranslation) -> Texts<'_> {
    Texts {
        name: texts.name.as_deref(),
        slug: texts.slug.as_ref().map(|slug| slug.as_str()),
        description: texts.description.as_deref(),
        attributes: attributes(&texts.attributes),
        options: texts
            .options
            .iter()
            .map(|(name, own)| (name.as_str(), option_texts(own)))
            .collect(),
    }
}

fn option_texts(texts: &OptionTranslation) -> OptionTexts<'_> {
    OptionTexts {
        name: texts.name.as_deref(),
        values: &texts.values,
    }
}
