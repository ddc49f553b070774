#![expect(clippy::print_stderr, reason = "a measurement tells what it measured")]
//! `pricesSet`: many SKUs of one list, all or nothing.

use std::{fmt::Write as _, time::Instant};

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::{Shop, many_products};

const FIELDS: &str = "{ priceList { code } changed unchanged userErrors { code field message } }";

async fn set(shop: &Shop, input: &str) -> Value {
    let mut answer = shop
        .ask_as_admin(&format!(
            "mutation {{ pricesSet(input: {input}) {FIELDS} }}"
        ))
        .await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"]["pricesSet"].take()
}

async fn price(shop: &Shop, sku: &str) -> Value {
    let query = format!(
        r#"{{ productVariant(by: {{ sku: "{sku}" }}, context: {{ channel: "de", customerGroup: "b2b" }}) {{ price(quantity: 10) {{ unit {{ amount }} priceList {{ code }} }} }} }}"#
    );
    let mut answer = shop.ask_as_admin(&query).await;
    answer["data"]["productVariant"]["price"].take()
}

on_each_database! {
    async fn prices_of_a_list_are_set_and_deleted_together(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let input = r#"{ priceList: "b2b-eur", delete: ["TEE-S-BLACK", "MUG"], set: [
            { sku: "MUG", prices: [{ amount: "8.125" }, { amount: 7, minQuantity: 5, compareAt: "9.00" }] }, { sku: "TEE-M-BLACK", prices: [{ amount: "15.5", validUntil: "2999-01-01T00:00:00Z" }] }] }"#;
        let done = json!({ "priceList": { "code": "b2b-eur" }, "changed": 3, "unchanged": 0, "userErrors": [] });
        assert_eq!(set(&shop, input).await, done);
        assert_eq!(price(&shop, "MUG").await, json!({ "unit": { "amount": "7.000" }, "priceList": { "code": "b2b-eur" } }));
        assert_eq!(price(&shop, "TEE-S-BLACK").await, json!({ "unit": { "amount": "17.90" }, "priceList": null }));
        assert_eq!(price(&shop, "TEE-M-BLACK").await["unit"]["amount"], "15.500");
        let again = set(&shop, input).await;
        assert_eq!((&again["changed"], &again["unchanged"]), (&json!(0), &json!(3)));
        let base = set(&shop, r#"{ set: [{ sku: "MUG", prices: [{ amount: "6.66", currency: "EUR" }] }] }"#).await;
        assert_eq!(base, json!({ "priceList": null, "changed": 1, "unchanged": 0, "userErrors": [] }));
        assert_eq!(price(&shop, "MUG").await["unit"]["amount"], "7.000", "the list's prices stay");
    }

    async fn one_refusal_refuses_all_and_every_one_is_told(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = set(&shop, r#"{ priceList: "b2b-eur", delete: ["NOPE"], set: [{ sku: "MUG", prices: [{ amount: "1.00" }] },
            { sku: "TEE-M-BLACK", prices: [{ amount: "1" }, { amount: "1.23456" }] }, { sku: "TEE-S-BLACK", prices: [{ amount: "1", currency: "USD" }] }, { sku: "MUG", prices: [] }] }"#).await;
        let told: Vec<String> = answer["userErrors"].as_array().unwrap().iter().map(|error| {
            let field: Vec<&str> = error["field"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            format!("{} {}", error["code"].as_str().unwrap(), field.join("."))
        }).collect();
        assert_eq!(told, ["NOT_FOUND input.delete.0", "INVALID input.set.1.prices.1.amount", "CONFLICT input.set.2.prices.0.currency", "DUPLICATE input.set.3"]);
        assert_eq!(price(&shop, "MUG").await["unit"]["amount"], "9.50", "nothing was done");
        let unknown = set(&shop, r#"{ priceList: "nope", set: [] }"#).await;
        assert_eq!(unknown["userErrors"][0]["message"], "There is no price list \"nope\".");
    }

    #[ignore = "a measurement"]
    async fn ten_thousand_prices_are_set_in_seconds(database: TestDatabase) {
        let shop = Shop::with(database, &many_products(5_000)).await;
        shop.import(r#"{"type":"priceList","code":"big","name":"Big","currency":"EUR"}"#).await;
        let entries = |cents: usize| (0..5_000).flat_map(|n| ["S", "M"].map(|size| format!("P{n}-{size}"))).enumerate().fold(String::new(), |mut text, (place, sku)| {
            write!(text, r#"{{ sku: "{sku}", prices: [{{ amount: "{}.{:02}" }}] }} "#, 5 + place % 90, cents).unwrap();
            text
        });
        for cents in [10, 20] {
            let input = format!(r#"{{ priceList: "big", set: [{}] }}"#, entries(cents));
            let began = Instant::now();
            let answer = set(&shop, &input).await;
            eprintln!("{:?}: {} changed, {:?}", shop.store.backend(), answer["changed"], began.elapsed());
            assert_eq!(answer["changed"], 10_000, "{answer}");
        }
    }
}
