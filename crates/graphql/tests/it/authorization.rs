//! What a storefront may not ask, it doesn't get: not by its schema, and not by asking past it.

use graphql::{Role, sdl};
use serde_json::Value;
use testkit::on_each_database;

use crate::support::{Shop, errors, viewers};

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
/// What is subscribed to: a test of its own asks for it.
const OF_SUBSCRIPTIONS: &[&str] = &["Subscription.importProgress"];
/// The same by owner and field, where a storefront has another field of this name.
const ADMIN_FIELDS: &[(&str, &str)] = &[
    (
        "Query.attribute",
        r#"{ attribute(by: { code: "colour" }) { code } }"#,
    ),
    ("Query.attributes", "{ attributes { totalCount } }"),
    (
        "Query.channel",
        r#"{ channel(by: { code: "de" }) { code } }"#,
    ),
    ("Query.channels", "{ channels { totalCount } }"),
    (
        "Query.location",
        r#"{ location(by: { code: "reno" }) { code } }"#,
    ),
    ("Query.locations", "{ locations { totalCount } }"),
    (
        "Query.customerGroup",
        r#"{ customerGroup(by: { code: "b2b" }) { code } }"#,
    ),
    ("Query.customerGroups", "{ customerGroups { totalCount } }"),
    (
        "Query.priceList",
        r#"{ priceList(by: { code: "b2b-eur" }) { code } }"#,
    ),
    ("Query.priceLists", "{ priceLists { totalCount } }"),
    (
        "Query.job",
        r#"{ job(id: "Sm9iOgAAAAAAAAAAAAAAAAAAAAA") { state } }"#,
    ),
    ("Query.jobs", "{ jobs { totalCount } }"),
    ("Query.auditLog", "{ auditLog { totalCount } }"),
    ("Query.apiKeys", "{ apiKeys { prefix } }"),
    ("Query.stockLevels", "{ stockLevels { nodes { sku } } }"),
    ("Query.stockLedger", "{ stockLedger { nodes { cause } } }"),
    ("Query.changes", "{ changes(first: 1) { cursor } }"),
    (
        "ProductFilter.text",
        r#"{ products(filter: { text: "tee" }) { totalCount } }"#,
    ),
    (
        "Product.translations",
        r#"{ product(by: { code: "tee" }) { translations { locale } } }"#,
    ),
    (
        "Category.translations",
        r#"{ category(by: { code: "shirts" }) { translations { locale } } }"#,
    ),
    (
        "Attribute.translations",
        r#"{ node(id: "@colour") { ... on Attribute { translations { locale } } } }"#,
    ),
    (
        "AttributeEnumValue.translations",
        r#"{ node(id: "@colour") { ... on Attribute { values { translations { locale } } } } }"#,
    ),
    (
        "Attribute.productCount",
        r#"{ node(id: "@colour") { ... on Attribute { productCount } } }"#,
    ),
];

/// A variant whose price is of a list, so that the list's fields can be asked for.
const LISTED: &str = r#"{"type":"priceList","code":"sale","name":"Sale","currency":"EUR"}
{"type":"product","code":"listed","slug":"listed","name":"Listed","channels":["de"],"variants":[{"sku":"LISTED","prices":[{"amount":"1.00","priceList":"sale"}]}]}"#;

on_each_database! {
    async fn every_viewer_is_refused_what_is_not_in_their_schema_when_they_ask_past_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(LISTED).await;
        let colour = shop.ask_as_admin(r#"{ attribute(by: { code: "colour" }) { id } }"#).await;
        let colour = colour["data"]["attribute"]["id"].as_str().unwrap();
        // A schema of the whole would let pass what a resolver forgot to refuse: each is asked past its schema.
        for (part, query) in ADMIN_PARTS.iter().chain(ADMIN_FIELDS) {
            let query = &query.replace("@colour", colour);
            for viewer in viewers() {
                let (role, fits) = (viewer.role, shop.fits(&viewer, query));
                assert!(role != Role::Admin || viewer.channels.is_some() || fits, "{part}");
                assert!(role != Role::Storefront || !fits, "{part}");
                let answer = shop.ask_unvalidated(viewer, query).await;
                let told = errors(&answer);
                if fits {
                    assert_eq!(told, [] as [&str; 0], "{part} as {role}: {answer}");
                } else {
                    assert!(told.iter().any(|told| told.starts_with("FORBIDDEN: This ")), "{part} as {role}: {answer}");
                    assert_eq!(leaked(&answer["data"]), None, "{part} as {role}: {answer}");
                }
            }
        }
    }
}

/// Something in the data of a refused query that is more than what it leads through.
fn leaked(data: &Value) -> Option<String> {
    match data {
        Value::Object(fields) => fields.values().find_map(leaked),
        Value::Array(items) => items.iter().find_map(leaked),
        Value::Null => None,
        other => Some(other.to_string()),
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
        "StockLevelConnection",
        "StockLedgerEntry",
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
        let by_name = |(part, _): &(&str, &str)| part.trim_end_matches(": [") == name;
        let exactly = |(part, _): &(&str, &str)| part == field;
        assert!(
            ADMIN_PARTS.iter().any(by_name)
                || ADMIN_FIELDS.iter().any(exactly)
                || OF_HITS.contains(&name)
                || OF_SUBSCRIPTIONS.contains(&field.as_str()),
            "{field} is tested by no query"
        );
    }
    for (part, _) in ADMIN_FIELDS {
        let has = |fields: &[String]| fields.iter().any(|field| field == part);
        assert!(has(&admin) && !has(&storefront), "{part}");
    }
}
