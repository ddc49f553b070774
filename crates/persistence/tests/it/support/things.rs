//! Domain values with everything said that a test doesn't care about; a test changes what it does care about.

use domain::{
    catalog::{Attribute, Category, Product, ProductStatus, Publication, ValueType, Variant},
    clock::Timestamp,
    country::Country,
    inventory::Stock,
    locale::Locale,
    pricing::{Amount, Currency, Price, PriceList},
    text::{Code, Sku, Slug},
};

/// A code.
pub(crate) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

/// A slug.
pub(crate) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// A SKU.
pub(crate) fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

/// A locale.
pub(crate) fn locale(text: &str) -> Locale {
    Locale::parse(text).unwrap()
}

/// A country.
pub(crate) fn country(text: &str) -> Country {
    Country::parse(text).unwrap()
}

/// A currency.
pub(crate) fn currency(text: &str) -> Currency {
    Currency::parse(text).unwrap()
}

/// An amount of money with at most two digits.
pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text, 2).unwrap()
}

/// A moment of the tests' year, in hours before or after the standing clock's noon.
pub(crate) fn hours(from_now: i64) -> Timestamp {
    chrono::DateTime::from_timestamp(1_795_348_800 + from_now * 3600, 0).unwrap()
}

/// An active product, always published in `web`, with one variant whose SKU is the product's code.
pub(crate) fn product(text: &str) -> Product {
    Product {
        code: code(text),
        slug: slug(&text.to_lowercase()),
        name: format!("Product {text}"),
        description: None,
        brand: None,
        status: ProductStatus::Active,
        channels: vec![published("web")],
        categories: Vec::new(),
        tax_class: code("standard"),
        attributes: domain::catalog::Attributes::new(),
        options: Vec::new(),
        media: Vec::new(),
        variants: vec![variant(text)],
        translations: std::collections::BTreeMap::new(),
    }
}

/// A product with an option `Size` and one variant for each of these sizes, with SKUs like `CODE-SIZE`.
pub(crate) fn product_in_sizes(text: &str, sizes: &[&str]) -> Product {
    let variants = sizes.iter().map(|size| Variant {
        options: vec![String::from(*size)],
        ..variant(&format!("{text}-{size}"))
    });
    Product {
        options: vec![String::from("Size")],
        variants: variants.collect(),
        ..product(text)
    }
}

/// A publication without a beginning and an end.
pub(crate) fn published(channel: &str) -> Publication {
    Publication {
        channel: code(channel),
        from: None,
        until: None,
    }
}

/// A variant whose stock is counted, of which there is none, without a price.
pub(crate) fn variant(text: &str) -> Variant {
    Variant {
        sku: sku(text),
        barcode: None,
        name: None,
        options: Vec::new(),
        attributes: domain::catalog::Attributes::new(),
        media: Vec::new(),
        track_inventory: true,
        low_stock_threshold: None,
        quantity_rule: None,
        prices: Vec::new(),
        stock: Vec::new(),
    }
}

/// A base price in euros for one unit.
pub(crate) fn price(euros: &str) -> Price {
    Price {
        list: None,
        currency: currency("EUR"),
        amount: amount(euros),
        compare_at: None,
        min_quantity: 1,
        country: None,
        valid_from: None,
        valid_until: None,
    }
}

/// So many units at a location, all of which can be sold.
pub(crate) fn stock(location: &str, on_hand: i64) -> Stock {
    Stock {
        location: code(location),
        on_hand,
        safety_stock: 0,
        backorder_limit: 0,
        incoming: None,
    }
}

/// A root category.
pub(crate) fn category(text: &str) -> Category {
    Category {
        code: code(text),
        slug: slug(&text.to_lowercase()),
        name: format!("Category {text}"),
        description: None,
        parent: None,
        position: 0,
        hidden: false,
        translations: std::collections::BTreeMap::new(),
    }
}

/// A category below another one.
pub(crate) fn category_in(parent: &str, text: &str) -> Category {
    Category {
        parent: Some(code(parent)),
        ..category(text)
    }
}

/// An attribute without values, of which a product has one value.
pub(crate) fn attribute(text: &str, value_type: ValueType) -> Attribute {
    Attribute {
        code: code(text),
        name: String::from(text),
        value_type,
        unit: None,
        list: false,
        filterable: true,
        searchable: true,
        values: Vec::new(),
        translations: std::collections::BTreeMap::new(),
    }
}

/// A price list in euros, bound to nothing.
pub(crate) fn price_list(text: &str) -> PriceList {
    PriceList {
        code: code(text),
        name: String::from(text),
        currency: currency("EUR"),
        priority: 0,
        channels: std::collections::BTreeSet::new(),
        customer_groups: std::collections::BTreeSet::new(),
        countries: std::collections::BTreeSet::new(),
        valid_from: None,
        valid_until: None,
        unit_precision: None,
        relative: None,
    }
}
