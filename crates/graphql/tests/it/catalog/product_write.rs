//! The mutations of products.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::Shop;

/// The payload of the only mutation of a document, which has no top-level errors.
pub(crate) async fn sent(shop: &Shop, mutation: &str) -> Value {
    let mut answer = shop
        .ask_as_admin(&format!("mutation {{ {mutation} }}"))
        .await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let payload = answer["data"]
        .as_object_mut()
        .and_then(|data| data.values_mut().next());
    payload.map(Value::take).unwrap()
}

/// Code and path of each of a payload's user errors.
pub(crate) fn refused(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array();
    let errors = errors.unwrap_or_else(|| panic!("{payload:#}")).iter();
    errors
        .map(|error| {
            let field = error["field"].as_array().unwrap().iter();
            let field: Vec<&str> = field.map(|step| step.as_str().unwrap()).collect();
            format!("{} {}", error["code"].as_str().unwrap(), field.join("."))
        })
        .collect()
}

async fn product(shop: &Shop, code: &str, fields: &str) -> Value {
    let query = format!(
        r#"{{ product(by: {{ code: "{code}" }}, context: {{ locale: "en" }}) {{ {fields} }} }}"#
    );
    shop.ask_as_admin(&query).await["data"]["product"].take()
}

const ERRORS: &str = "userErrors { code field message currentVersion }";

on_each_database! {
    async fn a_product_is_made_with_its_whole_tree(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let made = sent(&shop, r#"productCreate(input: {
            code: "scarf", slug: "scarf", name: "Scarf", description: "Warm.", brand: "Holm", status: DRAFT,
            channels: [{ channel: "de", from: "2026-11-01T00:00:00Z" }], categories: ["clothing"], taxClass: "reduced",
            attributes: [{ code: "colour", value: ["black", "white"] }, { code: "washable", value: true }, { code: "released", value: "2026-03-01" }],
            options: ["Size"], media: [{ url: "https://media.example/scarf.mp4", alt: "Worn", kind: VIDEO }],
            variants: [{ sku: "SCARF-L", barcode: "4000000000099", options: [{ name: "Size", value: "L" }],
                attributes: [{ code: "weight", value: 0.2 }], lowStockThreshold: 2, quantityRule: { minimum: 2, increment: 2 },
                prices: [{ amount: 25, currency: "EUR", compareAt: "29.90" }, { amount: "14.995", priceList: "b2b-eur", minQuantity: 10 }],
                stock: [{ location: "berlin", onHand: 7, safetyStock: 1, incoming: { quantity: 5, expectedOn: "2026-12-24" } }] }],
            translations: [{ locale: "de", name: "Schal", slug: "schal", attributes: [{ code: "material", value: "Wolle" }],
                options: [{ name: "Size", translation: "Größe", values: [{ value: "L", translation: "Groß" }] }] }] }) {
            product { code status options { name values } categories { code } attributes { code value } media { kind url }
                variants { nodes { sku barcode attributes { code value } stockLevels { onHand } price(quantity: 2) { unit { amount } compareAt { amount } quantityRule { minimum increment } } } } }
            userErrors { code field message } }"#).await;
        assert_eq!(refused(&made), Vec::<String>::new(), "{made:#}");
        assert_eq!(made["product"]["status"], "DRAFT");
        let variant = &made["product"]["variants"]["nodes"][0];
        assert_eq!(variant["price"], json!({ "unit": { "amount": "25.00" }, "compareAt": { "amount": "29.90" }, "quantityRule": { "minimum": 2, "increment": 2 } }));
        assert_eq!(variant["stockLevels"], json!([{ "onHand": 7 }]));
        let german = shop.ask_as_admin(r#"{ product(by: { slug: "schal" }, context: { locale: "de" }) { name options { name values } attributes(codes: ["colour"]) { value } } }"#).await;
        assert_eq!(german["data"]["product"], json!({ "name": "Schal", "options": [{ "name": "Größe", "values": ["Groß"] }], "attributes": [{ "value": ["black", "white"] }] }), "{german:#}");
        let again = sent(&shop, r#"productCreate(input: { code: "scarf", slug: "scarf", name: "Scarf 2", variants: [{ sku: "SCARF-L", options: [{ name: "Size", value: "L" }] }] }) { userErrors { code field message } }"#).await;
        assert_eq!(refused(&again), ["TAKEN input.code"]);
        assert_eq!(product(&shop, "scarf", "name").await["name"], "Scarf");
    }

    async fn everything_that_is_wrong_with_a_tree_is_told_at_once_by_the_path_that_was_written(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = sent(&shop, r#"productCreate(input: {
            code: "x", slug: "No slug", name: "X", categories: ["clothing", "nowhere"], options: ["Size"],
            channels: [{ channel: "de" }, { channel: "mars" }],
            attributes: [{ code: "washable", value: "yes" }, { code: "colour", value: ["black", "pink"] }, { code: "none", value: 1 }],
            variants: [
                { sku: "X-1", options: [{ name: "Size", value: "S" }], prices: [{ amount: "1.999", currency: "EUR" }] },
                { sku: "MUG", options: [{ name: "Colour", value: "S" }] },
                { sku: "X-1", options: [{ name: "Size", value: "S" }], stock: [{ location: "nowhere", onHand: 1 }] }],
            translations: [{ locale: "fr" }, { locale: "de", options: [{ name: "Size", values: [{ value: "S", translation: "" }] }] }] }) {
            product { id } userErrors { code field message } }"#).await;
        assert_eq!(answer["product"], Value::Null);
        assert_eq!(refused(&answer), [
            "INVALID input.slug",
            "INVALID input.translations.1.options.0.values.0",
            "INVALID input.variants.0.prices.0.amount",
            "CONFLICT input.variants.1.options.0",
            "REQUIRED input.variants.1.options.Size",
            "NOT_FOUND input.variants.2.stock.0.location",
            "DUPLICATE input.variants.2.sku",
            "CONFLICT input.variants.2.options",
            "NOT_FOUND input.attributes.1.value.1",
            "NOT_FOUND input.attributes.2",
            "INVALID input.attributes.0",
            "NOT_FOUND input.categories.1",
            "NOT_FOUND input.channels.1",
            "TAKEN input.variants.1.sku",
        ]);
        let answer = sent(&shop, r#"productUpdate(by: { code: "mug" }, input: { attributes: [{ code: "weight", value: 1 }, { code: "weight", value: 2 }] }) { userErrors { code field message } }"#).await;
        assert_eq!(refused(&answer), ["DUPLICATE input.attributes.1.code"]);
    }

    async fn a_set_product_is_made_changed_or_left_alone(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let set = |fields: &str| {
            let set = format!(r#"productSet(input: {{ code: "pot", {fields} }}) {{ outcome product {{ version description variants {{ nodes {{ sku barcode }} }} }} {ERRORS} }}"#);
            let shop = &shop;
            async move { sent(shop, &set).await }
        };
        let whole = r#"slug: "pot", name: "Pot", description: "Iron.", options: ["Size"], variants: [{ sku: "POT-S", barcode: "1", options: [{ name: "Size", value: "S" }] }, { sku: "POT-L", options: [{ name: "Size", value: "L" }] }]"#;
        assert_eq!(set(whole).await["outcome"], "CREATED");
        assert_eq!(set(whole).await["outcome"], "UNCHANGED");
        let changed = set(r#"description: null, variants: [{ sku: "POT-S" }]"#).await;
        assert_eq!(changed["outcome"], "UPDATED", "{changed:#}");
        assert_eq!(changed["product"], json!({ "version": 2, "description": null, "variants": { "nodes": [{ "sku": "POT-S", "barcode": "1" }] } }));
    }

    async fn options_and_six_variants_come_together(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut variants = Vec::new();
        for size in ["S", "M", "L"] {
            for colour in ["Red", "Blue"] {
                variants.push(format!(r#"{{ sku: "MUG-{size}-{colour}", options: [{{ name: "Size", value: "{size}" }}, {{ name: "Colour", value: "{colour}" }}] }}"#));
            }
        }
        let update = |options: &str, variants: &str| format!(r#"productUpdate(by: {{ code: "mug" }}, input: {{ {options} variants: [{variants}] }}) {{ product {{ options {{ name values }} variants {{ totalCount }} }} {ERRORS} }}"#);
        let alone = sent(&shop, &update("", &variants.join(", "))).await;
        assert_eq!(refused(&alone), ["CONFLICT input.variants"]);
        let both = sent(&shop, &update(r#"options: ["Size", "Colour"],"#, &variants.join(", "))).await;
        assert_eq!(both["product"], json!({ "options": [{ "name": "Size", "values": ["S", "M", "L"] }, { "name": "Colour", "values": ["Red", "Blue"] }], "variants": { "totalCount": 6 } }), "{both:#}");
    }

    async fn only_what_is_given_changes_and_who_changes_other_fields_is_in_nobodys_way(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let before = product(&shop, "tee", "name brand description variants { nodes { sku price { unit { amount } } } } attributes { code value }").await;
        let update = |fields: &str| {
            let update = format!(r#"productUpdate(by: {{ code: "tee" }}, expectedVersion: 1, input: {{ {fields} }}) {{ product {{ version }} {ERRORS} }}"#);
            let shop = &shop;
            async move { sent(shop, &update).await }
        };
        assert_eq!(update(r#"name: "T-shirt""#).await["product"]["version"], 2);
        assert_eq!(update(r#"brand: null"#).await["product"]["version"], 3);
        let conflict = update(r#"name: "Tee shirt""#).await;
        assert_eq!(refused(&conflict), ["VERSION_CONFLICT expectedVersion"]);
        assert_eq!(conflict["userErrors"][0]["currentVersion"], 3);
        let mut expected = before;
        expected["name"] = json!("T-shirt");
        expected["brand"] = Value::Null;
        assert_eq!(product(&shop, "tee", "name brand description variants { nodes { sku price { unit { amount } } } } attributes { code value }").await, expected);
    }

    async fn a_product_is_published_and_taken_from_channels(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let seen = |channel: &str| {
            let query = format!(r#"{{ product(by: {{ code: "mug" }}, context: {{ channel: "{channel}" }}) {{ code }} }}"#);
            let shop = &shop;
            async move { shop.data(&query).await["product"].is_object() }
        };
        assert!(seen("de").await && !seen("us").await);
        let published = sent(&shop, &format!(r#"productPublish(by: {{ code: "mug" }}, input: {{ channels: [{{ channel: "us" }}] }}) {{ product {{ version }} {ERRORS} }}"#)).await;
        assert_eq!(refused(&published), Vec::<String>::new());
        assert!(seen("de").await && seen("us").await);
        sent(&shop, &format!(r#"productPublish(by: {{ code: "mug" }}, input: {{ channels: [{{ channel: "us", from: "2999-01-01T00:00:00Z" }}] }}) {{ {ERRORS} }}"#)).await;
        assert!(seen("de").await && !seen("us").await);
        let wrong = sent(&shop, &format!(r#"productPublish(by: {{ code: "mug" }}, input: {{ channels: [{{ channel: "mars" }}, {{ channel: "us", from: "2027-01-01T00:00:00Z", until: "2026-01-01T00:00:00Z" }}] }}) {{ product {{ code }} {ERRORS} }}"#)).await;
        assert_eq!(refused(&wrong), ["INVALID input.channels.1.until", "NOT_FOUND input.channels.0"]);
        let unknown = sent(&shop, &format!(r#"productPublish(by: {{ code: "mug" }}, input: {{ channels: [{{ channel: "mars" }}] }}) {{ product {{ code }} {ERRORS} }}"#)).await;
        assert_eq!(refused(&unknown), ["NOT_FOUND input.channels.0"]);
        sent(&shop, &format!(r#"productUnpublish(by: {{ code: "mug" }}, input: {{ channels: ["de"] }}) {{ {ERRORS} }}"#)).await;
        assert!(!seen("de").await);
        let unknown = sent(&shop, &format!(r#"productUnpublish(by: {{ code: "mug" }}, input: {{ channels: ["us", "mars"] }}) {{ {ERRORS} }}"#)).await;
        assert_eq!(refused(&unknown), ["NOT_FOUND input.channels.1"]);
    }

    async fn an_archived_product_is_off_sale_and_a_deleted_one_gone(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let archived = sent(&shop, &format!(r#"productArchive(by: {{ sku: "MUG" }}) {{ product {{ status }} {ERRORS} }}"#)).await;
        assert_eq!(archived["product"]["status"], "ARCHIVED", "{archived:#}");
        assert!(shop.data(r#"{ product(by: { code: "mug" }) { code } }"#).await["product"].is_null());
        let delete = format!(r#"productDelete(by: {{ code: "mug" }}) {{ deletedId {ERRORS} }}"#);
        assert!(sent(&shop, &delete).await["deletedId"].is_string());
        assert_eq!(refused(&sent(&shop, &delete).await), ["NOT_FOUND by"]);
    }

    async fn a_product_with_two_thousand_variants_is_deleted(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(&large(2_000).to_string()).await;
        let gone = sent(&shop, &format!(r#"productDelete(by: {{ code: "large" }}) {{ deletedId {ERRORS} }}"#)).await;
        assert!(gone["deletedId"].is_string(), "{gone:#}");
        assert!(shop.ask_as_admin(r#"{ productVariant(by: { sku: "L-1999" }) { sku } }"#).await["data"]["productVariant"].is_null());
    }

    async fn an_update_costs_the_same_statements_for_one_variant_and_for_fifty(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut costs = Vec::new();
        for (name, variants) in [("One", 1), ("Fifty", 50)] {
            shop.import(&large(variants).to_string()).await;
            let update = format!(r#"mutation {{ productUpdate(by: {{ code: "large" }}, input: {{ name: "{name}" }}) {{ product {{ name }} userErrors {{ code }} }} }}"#);
            let before = shop.store.statements();
            let answer = shop.ask_as_admin(&update).await;
            costs.push(shop.store.statements() - before);
            assert_eq!(answer["data"]["productUpdate"]["product"]["name"], name, "{answer:#}");
        }
        assert!(costs[0] > 5, "{costs:?}");
        assert_eq!(costs[0], costs[1]);
    }
}

/// A product with this many variants, each with a price and stock.
fn large(variants: usize) -> Value {
    let variant = |number: usize| {
        json!({
            "sku": format!("L-{number}"), "options": { "Number": number.to_string() },
            "prices": [{ "amount": "1.00", "currency": "EUR" }], "stock": [{ "location": "berlin", "onHand": 1 }],
        })
    };
    json!({
        "type": "product", "code": "large", "slug": "large", "name": "Large", "channels": ["de"], "options": ["Number"],
        "variants": (0..variants).map(variant).collect::<Vec<_>>(),
    })
}
