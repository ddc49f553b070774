//! Values as JSON for the audit, with the feed's names of fields; lists whose entries have keys as objects by key, so
//! that a change names the entry.

use std::collections::BTreeMap;

use domain::{
    catalog::{Attribute, Category, Product, Variant},
    channel::Channel,
    clock::Timestamp,
    inventory::Location,
    locale::Locale,
    pricing::{AMOUNT_DIGITS, CustomerGroup, Price, PriceList},
    text::Code,
};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::json;

pub(crate) fn location(location: &Location) -> Value {
    json!({"name": location.name, "country": location.country.map(|country| country.as_str().to_owned())})
}

pub(crate) fn customer_group(group: &CustomerGroup) -> Value {
    json!({"name": group.name})
}

pub(crate) fn channel(channel: &Channel) -> Value {
    let rates = |rates: &BTreeMap<Code, Decimal>| {
        rates
            .iter()
            .map(|(class, rate)| (class.to_string(), json!(rate.to_string())))
            .collect::<Map<_, _>>()
    };
    let of_countries = channel.country_tax_rates.iter();
    let of_countries =
        of_countries.map(|(country, own)| (country.as_str().to_owned(), Value::from(rates(own))));
    let all_rates: Map<_, _> = rates(&channel.tax_rates)
        .into_iter()
        .chain(of_countries)
        .collect();
    let classes = channel.tax_class_names.iter();
    let classes = classes.map(|(class, name)| (class.to_string(), json!(name)));
    json!({
        "name": channel.name,
        "currencies": texts(&channel.currencies),
        "defaultCurrency": channel.default_currency.as_str(),
        "locales": texts(&channel.locales),
        "defaultLocale": channel.default_locale.as_str(),
        "country": channel.country.map(|country| country.as_str().to_owned()),
        "pricesIncludeTax": channel.prices_include_tax,
        "taxRates": all_rates,
        "taxClassNames": classes.collect::<Map<_, _>>(),
        "locations": texts(&channel.locations),
    })
}

pub(crate) fn price_list(list: &PriceList) -> Value {
    json!({
        "name": list.name,
        "currency": list.currency.as_str(),
        "priority": list.priority,
        "channels": texts(&list.channels),
        "customerGroups": texts(&list.customer_groups),
        "countries": texts(&list.countries),
        "validFrom": moment(list.valid_from),
        "validUntil": moment(list.valid_until),
        "unitPrecision": list.unit_precision,
        "relativeTo": list.relative.as_ref().map(|own| parsed(&json::relative_to_text(own))),
    })
}

pub(crate) fn attribute(attribute: &Attribute) -> Value {
    let values = attribute.values.iter().enumerate().map(|(position, value)| {
        let shape = json!({"position": position, "name": value.name, "translations": names(&value.translations)});
        (value.code.to_string(), shape)
    });
    json!({
        "name": attribute.name,
        "valueType": attribute.value_type.as_str(),
        "unit": attribute.unit,
        "list": attribute.list,
        "filterable": attribute.filterable,
        "searchable": attribute.searchable,
        "values": values.collect::<Map<_, _>>(),
        "translations": names(&attribute.translations),
    })
}

pub(crate) fn category(category: &Category) -> Value {
    let translations = category.translations.iter().map(|(locale, texts)| {
        let slug = texts.slug.as_ref().map(|slug| slug.as_str());
        (
            locale.to_string(),
            json!({"name": texts.name, "slug": slug, "description": texts.description}),
        )
    });
    json!({
        "slug": category.slug.as_str(),
        "name": category.name,
        "description": category.description,
        "parent": category.parent.as_ref().map(|parent| parent.as_str()),
        "position": category.position,
        "hidden": category.hidden,
        "translations": translations.collect::<Map<_, _>>(),
    })
}

pub(crate) fn product(product: &Product) -> Value {
    let channels = product.channels.iter().enumerate().map(|(position, publication)| {
        let shape = json!({"position": position, "from": moment(publication.from), "until": moment(publication.until)});
        (publication.channel.to_string(), shape)
    });
    let variants = product
        .variants
        .iter()
        .enumerate()
        .map(|(position, shown)| (shown.sku.to_string(), variant(position, shown)));
    let translations = product.translations.iter().map(|(locale, texts)| {
        let shape = json!({
            "name": texts.name,
            "slug": texts.slug.as_ref().map(|slug| slug.as_str()),
            "description": texts.description,
            "attributes": parsed(&json::attributes_to_text(&texts.attributes)),
            "options": parsed(&json::option_translations_to_text(&texts.options)),
        });
        (locale.to_string(), shape)
    });
    json!({
        "slug": product.slug.as_str(),
        "name": product.name,
        "description": product.description,
        "brand": product.brand,
        "status": product.status.as_str(),
        "channels": channels.collect::<Map<_, _>>(),
        "categories": texts(&product.categories),
        "taxClass": product.tax_class.as_str(),
        "attributes": parsed(&json::attributes_to_text(&product.attributes)),
        "options": product.options,
        "media": parsed(&json::media_to_text(&product.media)),
        "variants": variants.collect::<Map<_, _>>(),
        "translations": translations.collect::<Map<_, _>>(),
    })
}

fn variant(position: usize, variant: &Variant) -> Value {
    let stock = variant.stock.iter().map(|stock| {
        let mut shape = json!({"onHand": stock.on_hand, "safetyStock": stock.safety_stock, "backorderLimit": stock.backorder_limit});
        if let Some(incoming) = stock.incoming {
            shape["incoming"] = json!({"quantity": incoming.quantity, "expectedOn": incoming.expected_on.map(|day| day.to_string())});
        }
        (stock.location.to_string(), shape)
    });
    json!({
        "position": position,
        "barcode": variant.barcode,
        "name": variant.name,
        "options": variant.options,
        "attributes": parsed(&json::attributes_to_text(&variant.attributes)),
        "media": parsed(&json::media_to_text(&variant.media)),
        "trackInventory": variant.track_inventory,
        "lowStockThreshold": variant.low_stock_threshold,
        "quantityRule": variant.quantity_rule.map(|rule| json!({
            "minimum": rule.minimum, "maximum": rule.maximum, "increment": rule.increment,
        })),
        "prices": variant.prices.iter().map(price).collect::<Vec<_>>(),
        "stock": stock.collect::<Map<_, _>>(),
    })
}

/// What a price doesn't say is left out.
fn price(price: &Price) -> Value {
    let amount =
        |amount: domain::pricing::Amount| amount.to_decimal(AMOUNT_DIGITS).normalize().to_string();
    let mut shape = Map::from_iter([
        (String::from("amount"), json!(amount(price.amount))),
        (String::from("currency"), json!(price.currency.as_str())),
    ]);
    let mut put = |field: &str, value: Value| {
        if !value.is_null() {
            shape.insert(field.to_owned(), value);
        }
    };
    put(
        "priceList",
        json!(price.list.as_ref().map(|list| list.as_str())),
    );
    put("compareAt", json!(price.compare_at.map(amount)));
    put(
        "minQuantity",
        if price.min_quantity == 1 {
            Value::Null
        } else {
            json!(price.min_quantity)
        },
    );
    put(
        "country",
        json!(price.country.map(|country| country.as_str().to_owned())),
    );
    put("validFrom", moment(price.valid_from));
    put("validUntil", moment(price.valid_until));
    Value::Object(shape)
}

fn texts<T: ToString>(things: impl IntoIterator<Item = T>) -> Value {
    Value::Array(
        things
            .into_iter()
            .map(|thing| Value::String(thing.to_string()))
            .collect(),
    )
}

fn names(names: &BTreeMap<Locale, String>) -> Value {
    Value::Object(
        names
            .iter()
            .map(|(locale, name)| (locale.to_string(), json!(name)))
            .collect(),
    )
}

fn moment(moment: Option<Timestamp>) -> Value {
    json!(moment.map(|moment| moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("this was written as JSON a moment ago")
}
