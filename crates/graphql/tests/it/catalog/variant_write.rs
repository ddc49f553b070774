//! The mutations of variants.

use serde_json::{Value, json};
use testkit::on_each_database;

use super::product_write::{refused, sent};
use crate::support::Shop;

async fn skus(shop: &Shop) -> Vec<String> {
    let query = r#"{ product(by: { code: "tee" }) { variants { nodes { sku } } } }"#;
    let answer = shop.ask_as_admin(query).await;
    let nodes = answer["data"]["product"]["variants"]["nodes"].as_array();
    nodes
        .unwrap()
        .iter()
        .map(|node| node["sku"].as_str().unwrap().to_owned())
        .collect()
}

const ERRORS: &str = "userErrors { code field message }";

on_each_database! {
    async fn a_variant_is_added_and_the_others_stay_as_they_are(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let all = r#"{ product(by: { code: "tee" }) { variants(first: 3) { nodes { sku barcode selectedOptions { value } attributes { code value } price { unit { amount } compareAt { amount } tiers { minQuantity } } stockLevels { onHand safetyStock backorderLimit } } } } }"#;
        let before = shop.ask_as_admin(all).await;
        let made = sent(&shop, &format!(r#"productVariantCreate(product: {{ code: "tee" }}, input: {{ sku: "TEE-L-WHITE", options: [{{ name: "Size", value: "L" }}, {{ name: "Colour", value: "White" }}], prices: [{{ amount: "23.00", currency: "EUR" }}] }}) {{ productVariant {{ sku product {{ code }} price {{ unit {{ amount }} }} }} {ERRORS} }}"#)).await;
        assert_eq!(made["productVariant"], json!({ "sku": "TEE-L-WHITE", "product": { "code": "tee" }, "price": { "unit": { "amount": "23.00" } } }), "{made:#}");
        assert_eq!(skus(&shop).await, ["TEE-S-BLACK", "TEE-M-BLACK", "TEE-M-WHITE", "TEE-L-WHITE"]);
        assert_eq!(shop.ask_as_admin(all).await, before);
    }

    async fn what_is_wrong_with_a_new_variant_is_told_by_its_own_paths(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let create = |product: &str, fields: &str| {
            let create = format!(r#"productVariantCreate(product: {{ code: "{product}" }}, input: {{ {fields} }}) {{ productVariant {{ sku }} {ERRORS} }}"#);
            let shop = &shop;
            async move { refused(&sent(shop, &create).await) }
        };
        assert_eq!(create("nothing", r#"sku: "A""#).await, ["NOT_FOUND product"]);
        assert_eq!(create("mug", r#"sku: "A""#).await, ["CONFLICT product"]);
        assert_eq!(create("tee", r#"sku: "TEE-M-WHITE""#).await, ["TAKEN input.sku"]);
        assert_eq!(
            create("tee", r#"sku: "MUG", options: [{ name: "Size", value: "XL" }, { name: "Colour", value: "White" }]"#).await,
            ["TAKEN input.sku"]
        );
        assert_eq!(
            create("tee", r#"sku: "A", options: [{ name: "Size", value: "M" }, { name: "Colour", value: "White" }], attributes: [{ code: "weight", value: "light" }]"#).await,
            ["INVALID input.attributes.0", "CONFLICT input.options"]
        );
        assert_eq!(create("tee", r#"sku: "", barcode: "0123456789012345678901234567890123456789012345678901234567890123456789""#).await, ["INVALID input.sku", "INVALID input.barcode"]);
    }

    async fn only_what_is_given_of_a_variant_changes(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let update = |fields: &str| {
            let update = format!(r#"productVariantUpdate(by: {{ sku: "TEE-S-BLACK" }}, input: {{ {fields} }}) {{ productVariant {{ barcode attributes {{ code }} selectedOptions {{ value }} price {{ unit {{ amount }} }} stockLevels {{ onHand safetyStock }} }} {ERRORS} }}"#);
            let shop = &shop;
            async move { sent(shop, &update).await }
        };
        let before = update("").await["productVariant"].take();
        assert_eq!(before["barcode"], "4000000000013");
        let mut expected = before;
        expected["barcode"] = Value::Null;
        expected["stockLevels"][0]["safetyStock"] = json!(3);
        assert_eq!(update(r#"barcode: null, stock: [{ location: "berlin", safetyStock: 3 }, { location: "reno" }]"#).await["productVariant"], expected);
        assert_eq!(refused(&update(r#"options: [{ name: "Size", value: "M" }, { name: "Colour", value: "White" }]"#).await), ["CONFLICT input.options"]);
        assert_eq!(refused(&update(r#"prices: [{ amount: "1.00" }]"#).await), ["REQUIRED input.prices.0.currency"]);
        assert_eq!(skus(&shop).await, ["TEE-S-BLACK", "TEE-M-BLACK", "TEE-M-WHITE"]);
    }

    async fn a_variant_is_deleted_and_never_the_last(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let delete = |sku: &str| {
            let delete = format!(r#"productVariantDelete(by: {{ sku: "{sku}" }}) {{ deletedId {ERRORS} }}"#);
            let shop = &shop;
            async move { sent(shop, &delete).await }
        };
        assert!(delete("TEE-M-BLACK").await["deletedId"].is_string());
        assert_eq!(skus(&shop).await, ["TEE-S-BLACK", "TEE-M-WHITE"]);
        assert_eq!(refused(&delete("TEE-M-BLACK").await), ["NOT_FOUND by"]);
        assert_eq!(refused(&delete("MUG").await), ["CONFLICT by"]);
    }

    async fn variants_are_put_in_another_order(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let reorder = |skus: &str| {
            let reorder = format!(r#"productVariantsReorder(by: {{ code: "tee" }}, input: {{ skus: [{skus}] }}) {{ product {{ code }} {ERRORS} }}"#);
            let shop = &shop;
            async move { refused(&sent(shop, &reorder).await) }
        };
        assert_eq!(reorder(r#""TEE-M-WHITE", "TEE-S-BLACK""#).await, Vec::<String>::new());
        assert_eq!(skus(&shop).await, ["TEE-M-WHITE", "TEE-S-BLACK", "TEE-M-BLACK"]);
        assert_eq!(reorder(r#""TEE-M-WHITE", "MUG", "TEE-M-WHITE""#).await, ["NOT_FOUND input.skus.1", "DUPLICATE input.skus.2"]);
    }

    async fn two_admins_change_different_variants_at_once_and_the_same_only_knowingly(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let seen = shop.ask_as_admin(r#"{ product(by: { code: "tee" }) { version } }"#).await;
        let seen = seen["data"]["product"]["version"].as_i64().unwrap();
        let change = async |sku: &str, input: &str| {
            let mutation = format!(
                r#"mutation {{ productVariantUpdate(by: {{ sku: "{sku}" }}, input: {{ {input} }}, expectedVersion: {seen}) {{ userErrors {{ code message currentVersion }} }} }}"#
            );
            let answer = shop.ask_as_admin(&mutation).await;
            answer["data"]["productVariantUpdate"]["userErrors"].clone()
        };
        assert_eq!(change("TEE-M-BLACK", r#"barcode: "4000000000020""#).await, json!([]));
        assert_eq!(change("TEE-M-WHITE", r#"barcode: "4000000000037""#).await, json!([]));
        assert_eq!(change("TEE-M-BLACK", r#"name: "Black, medium""#).await, json!([]));
        let told = change("TEE-M-BLACK", r#"barcode: "4000000000044""#).await;
        assert_eq!(told[0]["code"], "VERSION_CONFLICT", "{told:#}");
        assert_eq!(told[0]["currentVersion"], seen + 3, "{told:#}");
        assert!(told[0]["message"].as_str().unwrap().contains("variants.TEE-M-BLACK.barcode changed since"), "{told:#}");
        let language = async |locale: &str| {
            let mutation = format!(
                r#"mutation {{ productUpdate(by: {{ code: "tee" }}, input: {{ translations: [{{ locale: "{locale}", name: "T" }}] }}, expectedVersion: {seen}) {{ userErrors {{ code }} }} }}"#
            );
            let answer = shop.ask_as_admin(&mutation).await;
            answer["data"]["productUpdate"]["userErrors"].clone()
        };
        assert_eq!(language("fr").await, json!([]));
        assert_eq!(language("it").await, json!([]));
        assert_eq!(language("fr").await, json!([{ "code": "VERSION_CONFLICT" }]));
    }
}
