//! Filters by attributes.

use std::ops::Bound;

use chrono::NaiveDate;
use domain::catalog::{AttributeValue, Attributes, Product, Scalar, Variant};
use persistence::{
    catalog::product::{AttributeFilter, AttributeMatch, ProductFilter, ProductListing},
    page::PageRequest,
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, product, variant},
};

on_each_database! {
    async fn a_value_is_found_on_the_product_or_on_any_variant(database: TestDatabase) {
        let shop = jackets(database).await;
        assert_eq!(listed(&shop, "colour", any_of([colour("red")])).await, "ON-PRODUCT ON-VARIANT");
        assert_eq!(listed(&shop, "colour", any_of([colour("blue")])).await, "ON-VARIANT");
        assert_eq!(listed(&shop, "colour", any_of([colour("blue"), colour("red")])).await, "ON-PRODUCT ON-VARIANT");
        assert_eq!(listed(&shop, "colour", any_of([colour("green")])).await, "");
        assert_eq!(listed(&shop, "colour", any_of([])).await, "");
    }

    async fn any_value_of_a_list_matches(database: TestDatabase) {
        let shop = jackets(database).await;
        assert_eq!(listed(&shop, "tags", any_of([text("new")])).await, "ON-PRODUCT");
        assert_eq!(listed(&shop, "tags", any_of([text("sale"), text("none")])).await, "ON-PRODUCT ON-VARIANT");
        assert_eq!(listed(&shop, "tags", any_of([text("ne")])).await, "");
    }

    async fn numbers_match_by_value_and_range(database: TestDatabase) {
        let shop = jackets(database).await;
        let number = Scalar::Number;
        assert_eq!(listed(&shop, "weight", any_of([number(1.5)])).await, "ON-PRODUCT");
        assert_eq!(listed(&shop, "weight", any_of([number(2.0), number(7.0)])).await, "ON-VARIANT");
        let between = |lower, upper| AttributeMatch::Between(lower, upper);
        assert_eq!(listed(&shop, "weight", between(Bound::Included(number(1.5)), Bound::Included(number(2.0)))).await, "ON-PRODUCT ON-VARIANT");
        assert_eq!(listed(&shop, "weight", between(Bound::Excluded(number(1.5)), Bound::Unbounded)).await, "ON-VARIANT");
        assert_eq!(listed(&shop, "weight", between(Bound::Unbounded, Bound::Excluded(number(2.0)))).await, "ON-PRODUCT");
        assert_eq!(listed(&shop, "weight", between(Bound::Included(number(9.0)), Bound::Included(number(10.0)))).await, "");
    }

    async fn days_match_by_value_and_range(database: TestDatabase) {
        let shop = jackets(database).await;
        assert_eq!(listed(&shop, "released", any_of([day("2024-12-31")])).await, "ON-PRODUCT");
        let year = |from: &str, until: &str| AttributeMatch::Between(Bound::Included(day(from)), Bound::Excluded(day(until)));
        assert_eq!(listed(&shop, "released", year("2024-01-01", "2025-01-01")).await, "ON-PRODUCT");
        assert_eq!(listed(&shop, "released", year("2024-12-31", "2025-01-02")).await, "ON-PRODUCT ON-VARIANT");
    }

    async fn true_false_and_nothing_are_three_things(database: TestDatabase) {
        let shop = jackets(database).await;
        assert_eq!(listed(&shop, "waterproof", any_of([Scalar::Boolean(true)])).await, "ON-PRODUCT");
        assert_eq!(listed(&shop, "waterproof", any_of([Scalar::Boolean(false)])).await, "ON-VARIANT");
        assert_eq!(listed(&shop, "waterproof", AttributeMatch::Exists(true)).await, "ON-PRODUCT ON-VARIANT");
        assert_eq!(listed(&shop, "waterproof", AttributeMatch::Exists(false)).await, "PLAIN");
        assert_eq!(listed(&shop, "material", AttributeMatch::Exists(true)).await, "");
    }

    async fn a_value_of_another_type_and_an_unknown_attribute_match_nothing(database: TestDatabase) {
        let shop = jackets(database).await;
        assert_eq!(listed(&shop, "waterproof", any_of([Scalar::Number(1.0)])).await, "");
        assert_eq!(listed(&shop, "weight", any_of([text("1.5")])).await, "");
        assert_eq!(listed(&shop, "colour", any_of([text("red")])).await, "");
        assert_eq!(listed(&shop, "no such", any_of([text("red")])).await, "");
        assert_eq!(listed(&shop, "no such", AttributeMatch::Exists(false)).await, "ON-PRODUCT ON-VARIANT PLAIN");
    }

    async fn hostile_texts_are_only_texts(database: TestDatabase) {
        let shop = jackets(database).await;
        let hostile = ["'); DROP TABLE product; --", "\" OR 1=1", "$1", "?1", "%", "\\\"]", "{\"a\":1}"];
        for words in hostile {
            assert_eq!(listed(&shop, "tags", any_of([text(words)])).await, "", "{words}");
            assert_eq!(listed(&shop, words, any_of([text(words)])).await, "", "{words}");
        }
        let own = "It's \"50 %\" \\ ünïcode ☂";
        let odd = "it's \"odd\"";
        let attributes = ["material", odd].map(|name| (code(name), AttributeValue::One(text(own)))).into();
        shop.save([Product { attributes, ..product("QUOTED") }]).await;
        assert_eq!(listed(&shop, "material", any_of([text(own)])).await, "QUOTED");
        assert_eq!(listed(&shop, odd, any_of([text(own)])).await, "QUOTED");
    }

    async fn an_option_of_an_attributes_name_says_what_the_attribute_says(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([
            optioned("COLOURS", "Colour", &["RED", "Teal"]),
            optioned("MATERIALS", "MATERIAL", &["Wool", "It's \"50 %\""]),
            optioned("WEIGHTS", "weight", &["1.5", "12 kg", "1e1", ".5"]),
            optioned("SIZES", "Size", &["red", "Wool", "1.5"]),
            optioned("UNTRUE", "waterproof", &["true"]),
        ]).await;
        assert_eq!(listed(&shop, "colour", any_of([colour("red")])).await, "COLOURS");
        assert_eq!(listed(&shop, "colour", any_of([colour("blue")])).await, "");
        assert_eq!(listed(&shop, "colour", AttributeMatch::Exists(true)).await, "COLOURS");
        assert_eq!(listed(&shop, "material", any_of([text("Wool")])).await, "MATERIALS");
        assert_eq!(listed(&shop, "material", any_of([text("wool")])).await, "");
        assert_eq!(listed(&shop, "material", any_of([text("It's \"50 %\"")])).await, "MATERIALS");
        assert_eq!(listed(&shop, "weight", any_of([Scalar::Number(1.5)])).await, "WEIGHTS");
        for other in [12.0, 10.0, 0.5, 1.0, 0.0] {
            assert_eq!(listed(&shop, "weight", any_of([Scalar::Number(other)])).await, "", "{other}");
        }
        let least = AttributeMatch::Between(Bound::Included(Scalar::Number(1.5)), Bound::Unbounded);
        assert_eq!(listed(&shop, "weight", least).await, "WEIGHTS");
        assert_eq!(listed(&shop, "weight", AttributeMatch::Exists(false)).await, "COLOURS MATERIALS SIZES UNTRUE");
        assert_eq!(listed(&shop, "waterproof", AttributeMatch::Exists(true)).await, "");
    }

    async fn several_filters_must_all_hold(database: TestDatabase) {
        let shop = jackets(database).await;
        let filters = vec![filter("colour", any_of([colour("red")])), filter("waterproof", any_of([Scalar::Boolean(false)]))];
        assert_eq!(listed_by(&shop, filters).await, "ON-VARIANT");
    }
}

/// One product with attributes, one whose variants have them, and one without.
async fn jackets(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    let own = attributes(colour("red"), &["new", "sale"], 1.5, true, "2024-12-31");
    let of_first = attributes(colour("red"), &["sale"], 2.0, false, "2025-01-01");
    let of_second: Attributes = [(code("colour"), AttributeValue::One(colour("blue")))].into();
    let in_size = |size: &str, attributes: Attributes| Variant {
        options: vec![String::from(size)],
        attributes,
        ..variant(&format!("ON-VARIANT-{size}"))
    };
    shop.save([
        Product {
            attributes: own,
            ..product("ON-PRODUCT")
        },
        Product {
            options: vec![String::from("Size")],
            variants: vec![in_size("S", of_first), in_size("M", of_second)],
            ..product("ON-VARIANT")
        },
        product("PLAIN"),
    ])
    .await;
    shop
}

/// A product with an option, and a variant for each of its values.
fn optioned(text: &str, option: &str, values: &[&str]) -> Product {
    let numbered = values.iter().enumerate();
    let variants = numbered.map(|(number, value)| Variant {
        options: vec![String::from(*value)],
        ..variant(&format!("{text}-{number}"))
    });
    Product {
        options: vec![String::from(option)],
        variants: variants.collect(),
        ..product(text)
    }
}

fn attributes(
    colour: Scalar,
    tags: &[&str],
    weight: f64,
    waterproof: bool,
    released: &str,
) -> Attributes {
    [
        (code("colour"), AttributeValue::One(colour)),
        (
            code("tags"),
            AttributeValue::Many(tags.iter().map(|tag| text(tag)).collect()),
        ),
        (code("weight"), AttributeValue::One(Scalar::Number(weight))),
        (
            code("waterproof"),
            AttributeValue::One(Scalar::Boolean(waterproof)),
        ),
        (code("released"), AttributeValue::One(day(released))),
    ]
    .into()
}

fn colour(value: &str) -> Scalar {
    Scalar::Enum(code(value))
}

fn text(value: &str) -> Scalar {
    Scalar::Text(String::from(value))
}

fn day(value: &str) -> Scalar {
    Scalar::Date(value.parse::<NaiveDate>().unwrap())
}

fn any_of<const N: usize>(scalars: [Scalar; N]) -> AttributeMatch {
    AttributeMatch::AnyOf(scalars.into())
}

fn filter(attribute: &str, matches: AttributeMatch) -> AttributeFilter {
    AttributeFilter {
        code: code(attribute),
        matches,
    }
}

async fn listed(shop: &Shop, attribute: &str, matches: AttributeMatch) -> String {
    listed_by(shop, vec![filter(attribute, matches)]).await
}

async fn listed_by(shop: &Shop, attributes: Vec<AttributeFilter>) -> String {
    let listing = ProductListing {
        filter: ProductFilter {
            attributes,
            ..ProductFilter::default()
        },
        ..ProductListing::default()
    };
    let page = shop
        .store
        .products()
        .page(
            &listing,
            &PageRequest::first(99),
            &shop.buyer().await,
            &*shop.reference().await,
        )
        .await
        .unwrap();
    let mut codes: Vec<&str> = page
        .items
        .iter()
        .map(|(product, _)| product.code.as_str())
        .collect();
    codes.sort_unstable();
    codes.join(" ")
}
