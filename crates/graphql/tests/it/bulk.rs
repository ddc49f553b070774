//! `bulk`: many records in one request.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::{
    catalog::product_write::{refused, sent},
    support::Shop,
};

async fn bulk(shop: &Shop, policy: &str, records: &str) -> Value {
    let mutation = format!(
        "bulk(input: {{ policy: {policy}, records: [{records}] }}) {{ results {{ index status userErrors {{ code field message }} }} userErrors {{ code field message }} }}"
    );
    sent(shop, &mutation).await
}

fn statuses(payload: &Value) -> Vec<&str> {
    let results = payload["results"].as_array();
    let results = results.unwrap_or_else(|| panic!("{payload:#}")).iter();
    results.map(|row| row["status"].as_str().unwrap()).collect()
}

const GOOD: &str = r#"
    { stock: { sku: "JAR", location: "paris", onHand: 4 } },
    { price: { sku: "JAR", prices: [{ amount: 8, currency: "EUR" }] } },
    { product: { code: "jar", slug: "jar", name: "Jar", categories: ["jars"], attributes: [{ code: "shape", value: "round" }], variants: [{ sku: "JAR" }] } },
    { category: { code: "jars", slug: "jars", name: "Jars", parent: "kitchen" } },
    { attribute: { code: "shape", name: "Shape", valueType: ENUM, values: [{ code: "round", name: "Round", translations: [{ locale: "de", name: "Rund" }] }] } },
    { location: { code: "paris", name: "Paris", country: "FR" } },
    { customerGroup: { code: "staff", name: "Staff" } }"#;

on_each_database! {
    async fn records_of_all_kinds_may_name_each_other_whatever_their_order(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let first = bulk(&shop, "REJECT_ALL", GOOD).await;
        assert_eq!(refused(&first), Vec::<String>::new());
        assert_eq!(statuses(&first), ["UPDATED", "UPDATED", "CREATED", "CREATED", "CREATED", "CREATED", "CREATED"]);
        assert_eq!(statuses(&bulk(&shop, "REJECT_ALL", GOOD).await), ["UNCHANGED"; 7]);
        let seen = shop.ask_as_admin(r#"{ product(by: { code: "jar" }, context: { channel: "de" }) { categories { code parent { code } } attributes { value } variants { nodes { price { unit { amount } } stockLevels { onHand location { code } } } } } }"#).await;
        assert_eq!(seen["data"]["product"], json!({
            "categories": [{ "code": "jars", "parent": { "code": "kitchen" } }], "attributes": [{ "value": "round" }],
            "variants": { "nodes": [{ "price": { "unit": { "amount": "8.00" } }, "stockLevels": [{ "onHand": 4, "location": { "code": "paris" } }] }] },
        }), "{seen:#}");
    }

    async fn a_refused_record_holds_back_all_or_itself_alone(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let records = r#"
            { category: { code: "jars", slug: "jars", name: "Jars" } },
            { product: { code: "jar", slug: "Jar!", name: "Jar", variants: [{ sku: "JAR", prices: [{ amount: 8 }] }] } },
            { category: { code: "lids", slug: "lids", name: "Lids", parent: "nowhere" } }"#;
        let version = shop.store.catalog_version().await.unwrap();
        let all = bulk(&shop, "REJECT_ALL", records).await;
        assert_eq!(statuses(&all), ["NOT_APPLIED", "REFUSED", "REFUSED"]);
        assert_eq!(refused(&all), ["INVALID input.records.1.product.slug",
                "REQUIRED input.records.1.product.variants.0.prices.0.currency", "NOT_FOUND input.records.2.category.parent"]);
        assert_eq!(shop.store.catalog_version().await.unwrap(), version);
        let failed = bulk(&shop, "REJECT_FAILED", records).await;
        assert_eq!(statuses(&failed), ["CREATED", "REFUSED", "REFUSED"]);
        assert_eq!(failed["results"][2]["userErrors"], json!([all["userErrors"][2]]));
        assert!(shop.ask_as_admin(r#"{ category(by: { code: "jars" }) { code } }"#).await["data"]["category"].is_object());
    }

    async fn a_key_a_sku_or_a_slug_that_comes_twice_is_refused_the_second_time(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let product = |code: &str, slug: &str, sku: &str| format!(r#"{{ product: {{ code: "{code}", slug: "{slug}", name: "P", variants: [{{ sku: "{sku}" }}] }} }}"#);
        let records = [product("a", "a", "A"), product("a", "a2", "A2"), product("b", "a", "B"), product("c", "c", "A"), product("d", "d", "D")].join(", ");
        let answer = bulk(&shop, "REJECT_FAILED", &records).await;
        assert_eq!(statuses(&answer), ["CREATED", "REFUSED", "REFUSED", "REFUSED", "CREATED"]);
        assert_eq!(refused(&answer), [
            "DUPLICATE input.records.1.product",
            "DUPLICATE input.records.2.product.slug",
            "DUPLICATE input.records.3.product.variants.0.sku",
        ]);
    }

    async fn a_dry_run_of_many_records_writes_nothing(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let version = shop.store.catalog_version().await.unwrap();
        let mutation = format!("bulk(input: {{ policy: REJECT_ALL, records: [{GOOD}] }}, dryRun: true) {{ results {{ status }} userErrors {{ code }} }}");
        assert_eq!(statuses(&sent(&shop, &mutation).await).len(), 7);
        assert_eq!(shop.store.catalog_version().await.unwrap(), version);
    }

    async fn a_thousand_records_are_taken_and_no_more(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let product = |number: usize| format!(r#"{{ product: {{ code: "p{number}", slug: "p{number}", name: "P", variants: [{{ sku: "P{number}" }}] }} }}"#);
        let many = |count: usize| (0..count).map(product).collect::<Vec<_>>().join(", ");
        let refusal = bulk(&shop, "REJECT_FAILED", &many(1_001)).await;
        assert_eq!(refused(&refusal), ["INVALID input.records"]);
        assert_eq!(refusal["results"], Value::Null);
        let before = shop.store.statements();
        assert_eq!(statuses(&bulk(&shop, "REJECT_FAILED", &many(1_000)).await), ["CREATED"; 1_000]);
        let statements = shop.store.statements() - before;
        assert!(statements < 200, "{statements} statements for a thousand products");
    }

    async fn channels_and_lists_take_all_that_a_feed_says_of_them(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let records = r#"
            { channel: { code: "fr", name: "France", currencies: ["EUR"], defaultCurrency: "EUR", locales: ["fr"], defaultLocale: "fr",
                taxRates: [{ class: "standard", rate: "0.2" }, { class: "zero", rate: 0 }],
                countryTaxRates: [{ country: "BE", rates: [{ class: "standard", rate: "0.21" }] }], taxClassNames: [{ class: "standard", name: "Normal" }] } },
            { priceList: { code: "club", name: "Club", currency: "EUR", channels: ["fr"], relativeTo: { percentage: -10 } } }"#;
        let answer = bulk(&shop, "REJECT_ALL", records).await;
        assert_eq!(refused(&answer), Vec::<String>::new(), "{answer:#}");
        let mut export = Vec::new();
        feed::export(&shop.store, &mut export, &feed::import::Silent).await.unwrap();
        let export = String::from_utf8(export).unwrap();
        let line = |key: &str| export.lines().find(|line| line.contains(key)).unwrap_or_default();
        assert!(line(r#""code":"fr""#).contains(r#""taxRates":{"BE":{"standard":"0.21"},"standard":"0.2","zero":"0"},"taxClassNames":{"standard":"Normal"}"#), "{export}");
        assert!(line(r#""code":"club""#).contains(r#""relativeTo":{"percentage":"-10"}"#), "{export}");
    }
}
