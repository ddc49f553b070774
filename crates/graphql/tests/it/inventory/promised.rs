//! What is promised to buyers can't be taken away.

use serde_json::{Value, json};
use testkit::{database::TestDatabase, on_each_database};

use crate::{
    catalog::product_write::{refused, sent},
    support::Shop,
};

const FEED: &str = r#"{"type":"location","code":"berlin","name":"Berlin"}
{"type":"location","code":"paris","name":"Paris"}
{"type":"channel","code":"de","name":"Germany","currencies":["EUR"],"defaultCurrency":"EUR","locales":["de"],"defaultLocale":"de","locations":["berlin","paris"]}
{"type":"product","code":"lamp","slug":"lamp","name":"Lamp","channels":["de"],"options":["Size"],"variants":[{"sku":"LAMP-S","options":{"Size":"S"}},{"sku":"LAMP-L","options":{"Size":"L"},"stock":[{"location":"berlin","onHand":3},{"location":"paris","onHand":2,"backorderLimit":5}]}]}"#;

/// A shop where so many units of the variant `LAMP-L` are reserved in Paris.
async fn reserved(database: TestDatabase, units: u32) -> Shop {
    let shop = Shop::with(database, FEED).await;
    reserve(&shop, units).await;
    shop
}

/// Reserves so many, and tells the reservation's id.
async fn reserve(shop: &Shop, units: u32) -> String {
    let reserve = format!(
        r#"stockReserve(input: {{ lines: [{{ sku: "LAMP-L", location: "paris", quantity: {units} }}] }}) {{ reservation {{ id }} userErrors {{ code field }} }}"#
    );
    let reserved = sent(shop, &reserve).await;
    assert_eq!(refused(&reserved), [""; 0]);
    reserved["reservation"]["id"].as_str().unwrap().to_owned()
}

/// A shop where five of the variant are sold, three more than were in Paris.
async fn owing(database: TestDatabase) -> Shop {
    let shop = Shop::with(database, FEED).await;
    let id = reserve(&shop, 5).await;
    let commit = format!(r#"reservationCommit(id: "{id}") {{ userErrors {{ code field }} }}"#);
    assert_eq!(refused(&sent(&shop, &commit).await), [""; 0]);
    shop
}

/// Every way to leave out the level in Paris, with the path at which it is refused.
const WITHOUT_LEVEL: [(&str, &str); 4] = [
    (
        r#"productSet(input: { code: "lamp", variants: [{ sku: "LAMP-S" }, { sku: "LAMP-L", stock: [] }] }"#,
        "input.variants.1.stock",
    ),
    (
        r#"productUpdate(by: { code: "lamp" }, input: { variants: [{ sku: "LAMP-L", stock: [{ location: "berlin" }] }, { sku: "LAMP-S" }] }"#,
        "input.variants.0.stock",
    ),
    (
        r#"productVariantUpdate(by: { sku: "LAMP-L" }, input: { stock: [{ location: "berlin", onHand: 9 }] }"#,
        "input.stock",
    ),
    (
        r#"productVariantUpdate(by: { sku: "LAMP-L" }, input: { stock: null }"#,
        "input.stock",
    ),
];

/// Every way to take away the variant, likewise.
const WITHOUT_VARIANT: [(&str, &str); 3] = [
    (
        r#"productSet(input: { code: "lamp", variants: [{ sku: "LAMP-S" }] }"#,
        "input.variants",
    ),
    (r#"productVariantDelete(by: { sku: "LAMP-L" }"#, "by"),
    (r#"productDelete(by: { code: "lamp" }"#, "by"),
];

/// Tries what is refused, dry and in earnest, and tells the messages.
async fn tried(shop: &Shop, mutations: &[(&str, &str)]) -> Vec<String> {
    let version = shop.store.catalog_version().await.unwrap();
    let mut messages = Vec::new();
    for (mutation, path) in mutations {
        for dry in ["", ", dryRun: true"] {
            let mutation = format!("{mutation}{dry}) {{ userErrors {{ code field message }} }}");
            let payload = sent(shop, &mutation).await;
            assert_eq!(refused(&payload), [format!("IN_USE {path}")], "{mutation}");
            let message = payload["userErrors"][0]["message"].as_str();
            messages.push(message.unwrap().to_owned());
        }
    }
    assert_eq!(shop.store.catalog_version().await.unwrap(), version);
    messages.dedup();
    messages
}

async fn bulk(shop: &Shop, policy: &str, rest: &str) -> Value {
    let mutation = format!(
        r#"bulk(input: {{ policy: {policy}, records: [
            {{ category: {{ code: "light", slug: "light", name: "Light" }} }},
            {{ product: {{ code: "lamp", variants: [{{ sku: "LAMP-S" }}, {{ sku: "LAMP-L", stock: [{{ location: "berlin" }}] }}] }} }},
            {{ product: {{ code: "vase", slug: "vase", name: "Vase", variants: [{{ sku: "VASE" }}] }} }}] }}{rest}) {{ results {{ status }} userErrors {{ code field message }} }}"#
    );
    sent(shop, &mutation).await
}

on_each_database! {
    async fn a_level_of_which_units_are_reserved_is_not_left_out_of_a_product(database: TestDatabase) {
        let shop = reserved(database, 1).await;
        let told = tried(&shop, &WITHOUT_LEVEL).await;
        assert_eq!(told, [r#"The stock of "LAMP-L" at "paris" can't be removed: 1 unit of it is reserved."#]);
        let told = tried(&shop, &WITHOUT_VARIANT).await;
        assert_eq!(told, [r#"The variant "LAMP-L" can't be deleted: 1 unit of it is reserved."#, "1 unit of this product is reserved."]);
        // The level beside it may go.
        let update = r#"productVariantUpdate(by: { sku: "LAMP-L" }, input: { stock: [{ location: "paris" }] }) { userErrors { code field } }"#;
        assert_eq!(refused(&sent(&shop, update).await), [""; 0]);
    }

    async fn a_bulk_that_leaves_out_a_level_of_which_units_are_reserved_refuses_that_record(database: TestDatabase) {
        let shop = reserved(database, 2).await;
        let error = json!([{ "code": "IN_USE", "field": ["input", "records", "1", "product", "variants", "1", "stock"],
            "message": r#"The stock of "LAMP-L" at "paris" can't be removed: 2 units of it are reserved."# }]);
        let all = ["NOT_APPLIED", "REFUSED", "NOT_APPLIED"].map(|status| json!({ "status": status }));
        let failed = ["CREATED", "REFUSED", "CREATED"].map(|status| json!({ "status": status }));
        for (policy, rest, results) in [
            ("REJECT_ALL", "", &all),
            ("REJECT_FAILED", ", dryRun: true", &failed),
            ("REJECT_FAILED", "", &failed),
        ] {
            let told = bulk(&shop, policy, rest).await;
            assert_eq!(told, json!({ "results": results, "userErrors": error }), "{policy}{rest}");
        }
        let made = shop.ask_as_admin(r#"{ category(by: { code: "light" }) { name } product(by: { code: "vase" }) { name } }"#).await;
        assert_eq!(made["data"], json!({ "category": { "name": "Light" }, "product": { "name": "Vase" } }));
    }

    async fn what_is_owed_is_not_dropped(database: TestDatabase) {
        let shop = owing(database).await;
        let way_out = "3 units of it are owed to buyers. Receive what is owed with stockAdjust, or set backordered to 0 with stockSet.";
        let told = tried(&shop, &WITHOUT_LEVEL).await;
        assert_eq!(told, [format!(r#"The stock of "LAMP-L" at "paris" can't be removed: {way_out}"#)]);
        let told = tried(&shop, &WITHOUT_VARIANT).await;
        assert_eq!(told, [format!(r#"The variant "LAMP-L" can't be deleted: {way_out}"#), way_out.replace("it are", "this product are")]);
        let failed = bulk(&shop, "REJECT_FAILED", "").await;
        assert_eq!(refused(&failed), ["IN_USE input.records.1.product.variants.1.stock"]);
        assert_eq!(failed["results"], json!([{ "status": "CREATED" }, { "status": "REFUSED" }, { "status": "CREATED" }]));
        let levels = r#"{ productVariant(by: { sku: "LAMP-L" }) { stockLevels { onHand backordered } } }"#;
        let levels = shop.ask_as_admin(levels).await["data"]["productVariant"]["stockLevels"].take();
        assert_eq!(levels, json!([{ "onHand": 3, "backordered": 0 }, { "onHand": 0, "backordered": 3 }]));
        assert_eq!(shop.store.inspect().await.unwrap(), []);
    }

    async fn what_was_owed_and_is_settled_may_go(database: TestDatabase) {
        let shop = owing(database).await;
        let without = format!("{}) {{ userErrors {{ code field }} }}", WITHOUT_LEVEL[2].0);
        for (settling, left) in [
            (r#"stockAdjust(input: { lines: [{ sku: "LAMP-L", location: "paris", delta: 2 }] })"#, &["IN_USE input.stock"][..]),
            (r#"stockSet(input: { lines: [{ sku: "LAMP-L", location: "paris", backordered: 0 }] })"#, &[]),
        ] {
            let settling = format!("{settling} {{ userErrors {{ code field }} }}");
            assert_eq!(refused(&sent(&shop, &settling).await), [""; 0]);
            assert_eq!(refused(&sent(&shop, &without).await), left, "{settling}");
        }
        assert_eq!(shop.store.inspect().await.unwrap(), []);
    }

    async fn a_malformed_level_is_not_taken_for_one_that_is_left_out(database: TestDatabase) {
        let shop = reserved(database, 1).await;
        let update = r#"productVariantUpdate(by: { sku: "LAMP-L" }, input: { stock: [{ location: "paris ", onHand: 1 }, { location: "berlin", onHand: -1 }] }) { userErrors { code field message } }"#;
        assert_eq!(refused(&sent(&shop, update).await), ["INVALID input.stock.0.location", "INVALID input.stock.1.onHand"]);
    }
}
