//! What a storefront may not ask, it doesn't get: not by its schema, and not by asking past it.

use graphql::{Role, Viewer, sdl};
use testkit::on_each_database;

use crate::support::{Shop, errors};

/// Each admin part, and a query that asks for it.
const ADMIN_PARTS: &[(&str, &str)] = &[
    (
        "hidden",
        r#"{ category(by: { code: "shirts" }) { hidden } }"#,
    ),
    (
        "stockLevels",
        r#"{ productVariant(by: { sku: "MUG" }) { stockLevels { onHand } } }"#,
    ),
    (
        "trackInventory",
        r#"{ productVariant(by: { sku: "MUG" }) { trackInventory } }"#,
    ),
    (
        "lowStockThreshold",
        r#"{ productVariant(by: { sku: "MUG" }) { lowStockThreshold } }"#,
    ),
    (
        "reservation",
        r#"{ reservation(id: "UmVzZXJ2YXRpb246AAAAAAAAAAAAAAAAAAAAAA") { state } }"#,
    ),
    (
        "explanation",
        r#"{ productVariant(by: { sku: "MUG" }) { price { explanation { reason } } } }"#,
    ),
    (
        "status: [",
        "{ products(filter: { status: [DRAFT] }) { totalCount } }",
    ),
    (
        "priority",
        r#"{ productVariant(by: { sku: "LISTED" }) { price { priceList { priority } } } }"#,
    ),
    (
        "channels",
        r#"{ productVariant(by: { sku: "LISTED" }) { price { priceList { channels { code } } } } }"#,
    ),
    (
        "customerGroups",
        r#"{ productVariant(by: { sku: "LISTED" }) { price { priceList { customerGroups { code } } } } }"#,
    ),
    (
        "countries",
        r#"{ productVariant(by: { sku: "LISTED" }) { price { priceList { countries } } } }"#,
    ),
    (
        "relativeTo",
        r#"{ productVariant(by: { sku: "LISTED" }) { price { priceList { relativeTo { percentage } } } } }"#,
    ),
    (
        "unitPrecision",
        r#"{ productVariant(by: { sku: "LISTED" }) { price { priceList { unitPrecision } } } }"#,
    ),
    ("searchRules", "{ searchRules { rules { code } } }"),
];

/// What can only be asked of a search index, which these tests have none of: those of the server ask for it.
const OF_HITS: &[&str] = &["score"];

/// A variant whose price is of a list, so that the list's fields can be asked for.
const LISTED: &str = r#"{"type":"priceList","code":"sale","name":"Sale","currency":"EUR"}
{"type":"product","code":"listed","slug":"listed","name":"Listed","channels":["de"],"variants":[{"sku":"LISTED","prices":[{"amount":"1.00","priceList":"sale"}]}]}"#;

on_each_database! {
    async fn the_admin_part_is_refused_to_a_storefront_that_asks_past_its_schema(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(LISTED).await;
        for (part, query) in ADMIN_PARTS {
            let answer = shop.ask_unvalidated(Viewer::anonymous(), query).await;
            assert_eq!(errors(&answer), ["FORBIDDEN: This needs an admin's key."], "{part}: {answer}");
            let answer = shop.ask_as_admin(query).await;
            assert!(answer.get("errors").is_none(), "{part}: {answer}");
        }
    }
}

#[test]
fn the_storefronts_schema_has_nothing_of_the_admin_part() {
    let (storefront, admin) = (sdl(Role::Storefront), sdl(Role::Admin));
    for (part, _) in ADMIN_PARTS {
        let part = part.trim_end_matches(": [");
        let declared = |schema: &str| {
            schema.lines().any(|line| {
                line.trim_start().starts_with(&format!("{part}:"))
                    && !line.contains("ProductStatus!")
            })
        };
        assert!(part == "status" || declared(&admin), "{part}");
        assert!(part == "status" || !declared(&storefront), "{part}");
    }
    assert!(
        admin.contains("status: [ProductStatus!]")
            && !storefront.contains("status: [ProductStatus!]")
    );
    for name in [
        "StockLevel",
        "Reservation",
        "PriceCandidate",
        "PriceVerdict",
        "Channel",
        "TaxRate",
        "CustomerGroup",
    ] {
        let declared = |schema: &str| {
            schema.lines().any(|line| {
                line.starts_with(&format!("type {name} "))
                    || line.starts_with(&format!("enum {name} "))
            })
        };
        assert!(declared(&admin), "{name}");
        assert!(!declared(&storefront), "{name}");
    }
}

/// What the storefront's schema lacks of the whole is what the table above tests.
#[test]
fn every_hidden_field_is_in_the_table() {
    let fields = |schema: &str| -> Vec<String> {
        let mut owner = String::new();
        let mut fields = Vec::new();
        for line in schema.lines() {
            if let Some(name) = line
                .strip_prefix("type ")
                .or_else(|| line.strip_prefix("input "))
            {
                owner = String::from(name.split(' ').next().unwrap());
            } else if line.starts_with("  ")
                && !line.starts_with("   ")
                && line.contains([':', '('])
            {
                let name = line.trim().split([':', '(']).next().unwrap();
                if name.chars().all(char::is_alphanumeric) {
                    fields.push(format!("{owner}.{name}"));
                }
            }
        }
        fields
    };
    let (storefront, admin) = (fields(&sdl(Role::Storefront)), fields(&sdl(Role::Admin)));
    let owners: Vec<&str> = storefront
        .iter()
        .filter_map(|field| field.split('.').next())
        .collect();
    let hidden = admin.iter().filter(|field| !storefront.contains(field));
    let of_shared_types = hidden.filter(|field| owners.contains(&field.split('.').next().unwrap()));
    for field in of_shared_types {
        let name = field.rsplit('.').next().unwrap();
        assert!(
            ADMIN_PARTS
                .iter()
                .any(|(part, _)| part.trim_end_matches(": [") == name)
                || OF_HITS.contains(&name),
            "{field} is tested by no query"
        );
    }
}
